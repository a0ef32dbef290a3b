"""How people name what a catalogue knows: its values, their words in a language, countries and languages by CLDR."""

from collections.abc import Iterator

from polyrec.agent.locales import parse_locale
from polyrec.agent.understanding.item_language import ItemLanguages
from polyrec.agent.understanding.patterns import bare_stem
from polyrec.agent.understanding.reading import Reading
from polyrec.agent.understanding.wordlist import WordList
from polyrec.agent.words import words_for
from polyrec.prompts import load
from polyrec.retrievers import Catalog, FacetValue, FacetWish, Kind, Source
from polyrec.retrievers.text import WORD, fold, is_unspaced

LISTED = (Kind.COUNTRY, Kind.CATEGORY, Kind.LANGUAGE)
MOST_LISTED = 2_000
"""Values, the commonest first, whose names are looked for in a message."""
Meaning = tuple[str, str, Source]
"""A field, one of its values, and how the two were found."""


class Vocabulary:
    """The names of a catalogue's values in one language (and in English, and as the catalogue writes them)."""

    def __init__(self, catalog: Catalog, language: str) -> None:
        self._listed = _listed_words(catalog, language)
        self._stems = _country_stems(catalog, language)
        self._languages = ItemLanguages(catalog, language)
        self.settle = self._languages.settle

    def find(self, reading: Reading) -> Iterator[FacetWish]:
        """Claims every name in the message, longest first within a place, and yields what is wished of it."""
        yield from self._languages.find(reading)
        for start, end, (field, value, source) in self._listed.find(reading.lowered):
            if reading.is_free(start, end):
                yield FacetWish(field, value, reading.claim(start, end), source)

    def find_related(self, reading: Reading) -> Iterator[FacetWish]:
        """Claims words that look like adjectives of a country, and yields what is wished of it."""
        for match in WORD.finditer(reading.folded):
            for name, (field, value, source) in self._stems.items():
                if _is_from(match.group(), name) and reading.is_free(*match.span()):
                    yield FacetWish(field, value, reading.claim(*match.span()), source)


def _listed_words(catalog: Catalog, language: str) -> WordList[Meaning]:
    """Names of values: those of the reader's language go before English ones, and common values before rare ones.

    Where a catalogue knows countries, a word that means a country and a language ("Italian") means the country.
    """
    tags = tuple(dict.fromkeys((language, language.split("-")[0], "en")))
    fields = catalog.schema.named(*LISTED)
    facets = sorted((facet for facet in catalog.facets if facet.field in fields), key=lambda facet: -facet.count)
    listed: dict[str, Meaning] = {}
    countries: WordList[Meaning] = WordList({})
    for kind in LISTED:
        for facet in facets[:MOST_LISTED]:
            if catalog.schema.fields[facet.field].kind is kind:
                for name, source in _names_of(catalog, kind, facet, tags):
                    is_country = kind is Kind.LANGUAGE and fold(name.rstrip("*")) in countries
                    if _is_speakable(name) and not is_country:
                        listed.setdefault(name, (facet.field, facet.value, source))
        if kind is Kind.COUNTRY:
            countries = WordList(listed, bendable=True)
    return WordList(listed, bendable=True)


def _is_speakable(name: str) -> bool:
    """Whether a name is long enough to be looked for: one letter alone means something only in unspaced scripts."""
    return len(name.rstrip("*")) > 1 or is_unspaced(name)


def _names_of(catalog: Catalog, kind: Kind, facet: FacetValue, tags: tuple[str, ...]) -> Iterator[tuple[str, Source]]:
    for tag in tags:
        if kind is Kind.CATEGORY:
            for word in words_for(catalog.schema, facet.field, facet.value, tag):
                yield word, "words"
        if kind is Kind.COUNTRY:
            for word in load(tag).cues.countries.get(facet.value.upper(), ()):
                yield word, "words"
        if name := _cldr_name(kind, facet.value, tag):
            yield (_open_ended(name) if kind is Kind.LANGUAGE else name), "names"
    if kind is Kind.CATEGORY and not any(words_for(catalog.schema, facet.field, facet.value, tag) for tag in tags):
        yield facet.value, "names"


def _open_ended(name: str) -> str:
    stem = bare_stem(name)
    return name if stem == name else f"{stem}*"


def _cldr_name(kind: Kind, value: str, tag: str) -> str | None:
    if kind not in (Kind.COUNTRY, Kind.LANGUAGE):
        return None
    locale = parse_locale(tag)
    name = (
        locale.territories.get(value.upper()) if kind is Kind.COUNTRY else locale.languages.get(value.replace("-", "_"))
    )
    return str(name) if name else None


def _country_stems(catalog: Catalog, language: str) -> dict[str, Meaning]:
    fields = catalog.schema.named(Kind.COUNTRY)
    return {
        fold(name): (facet.field, facet.value, "names")
        for facet in catalog.facets
        if facet.field in fields
        for tag in (language, "en")
        if (name := _cldr_name(Kind.COUNTRY, facet.value, tag)) and " " not in name and not is_unspaced(name)
    }


def _is_from(word: str, country: str) -> bool:
    """Whether a word looks like the adjective of a country: "mexikanisch" of "Mexiko", "французский" of "Франция"."""
    shared = next(
        (i for i, (a, b) in enumerate(zip(word, country, strict=False)) if a != b),
        min(len(word), len(country)),
    )
    if shared < 4 or word == country:
        return False
    return len(word) > len(country) and shared >= (len(country) - 1 if len(country) < 7 else max(5, len(country) - 3))
