"""The language of what is wanted: "a film in Spanish", "auf Deutsch", スペイン語の映画."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from polyrec.agent.locales import parse_locale
from polyrec.agent.understanding.patterns import LETTER, START, bare_stem, frame_list
from polyrec.agent.understanding.reading import Reading
from polyrec.prompts import load
from polyrec.retrievers import Catalog, FacetWish, Kind, Wish
from polyrec.retrievers.text import fold

LONGEST_ENDING = 6
"""Letters that an adjective may have beyond a language's stem: "немецк" + "оязычный" is longer, and a frame's own."""


class ItemLanguages:
    """The languages of a catalogue's items by their names in one language, where the catalogue states them."""

    def __init__(self, catalog: Catalog, language: str) -> None:
        self._field = catalog.schema.first(Kind.LANGUAGE) or catalog.schema.first(Kind.ITEM_LANGUAGE)
        tags = tuple(dict.fromkeys((language, language.split("-")[0], "en")))
        self._names = {
            bare_stem(fold(name)): facet.value
            for tag in reversed(tags)
            for facet in catalog.facets
            if facet.field == self._field
            if (name := parse_locale(tag).languages.get(facet.value.replace("-", "_")))
        }
        known = {facet.value for facet in catalog.facets if facet.field == self._field}
        for value, forms in load(language).cues.reply.names.items():
            self._names |= {fold(form): value for form in forms if value in known}
        listed = "|".join(map(regex.escape, sorted(self._names, key=len, reverse=True))) or r"(?!)"
        name = rf"{START}(?P<language>{listed})(?P<ending>{LETTER}{{0,{LONGEST_ENDING}}})"
        self._countries = tuple(
            folded for tag in tags for place in parse_locale(tag).territories.values() if len(folded := fold(place)) > 3
        )
        self._frames = frame_list(load(language).cues.in_language)
        self._parts = {"{language}": name}
        self._name = regex.compile(name)

    def find(self, reading: Reading) -> Iterator[FacetWish]:
        """Claims what says a language in one of the reader's frames; "in Germany" says none."""
        if not self._names or self._field is None:
            return
        for match in self._frames.find(reading.folded, self._parts):
            word = match["language"] + match["ending"]
            is_country = match["ending"] and word.startswith(self._countries)
            if reading.is_free(*match.span()) and not is_country:
                yield FacetWish(self._field, self._names[match["language"]], reading.claim(*match.span()), "words")

    def settle(self, wishes: Sequence[Wish]) -> list[Wish]:
        """The wishes; a country that is wanted and not wanted at once is, where it is wanted, a language.

        So "a Spanish film, but not from Spain" asks for the language.
        """
        refused = {(wish.field, wish.value) for wish in wishes if isinstance(wish, FacetWish) and wish.negated}
        return [self._settled(wish, refused) if isinstance(wish, FacetWish) else wish for wish in wishes]

    def _settled(self, wish: FacetWish, refused: set[tuple[str, str]]) -> FacetWish:
        match = self._name.search(fold(wish.span.text))
        if wish.negated or (wish.field, wish.value) not in refused or match is None or self._field is None:
            return wish
        return replace(wish, field=self._field, value=self._names[match["language"]])
