"""What a catalogue's values are called in a language: the plainest names only, by the schema and by CLDR."""

from functools import lru_cache
from typing import NamedTuple

import regex

from polyrec.agent.locales import parse_locale
from polyrec.agent.words import show_word
from polyrec.prompts.loading import nearest
from polyrec.retrievers import Catalog, Kind
from polyrec.retrievers.text import fold, is_unspaced


class Named(NamedTuple):
    """A value that a text names, by the folded word that it uses."""

    field: str
    value: str
    word: str


def value_words(catalog: Catalog, language: str) -> tuple[str, ...]:
    """All folded names of values in a language."""
    return tuple(_names(catalog, nearest(language)))


def values_in(folded: str, catalog: Catalog, language: str) -> list[Named]:
    """The values that a folded text names as whole words, each once; the longest name wins where two overlap."""
    names = _names(catalog, nearest(language))
    found: dict[str, Named] = {}
    for pattern in _patterns(catalog, nearest(language)):
        for match in pattern.finditer(folded):
            field, value = names[match.group()]
            found.setdefault(match.group(), Named(field, value, match.group()))
    return list(found.values())


@lru_cache(maxsize=128)
def _names(catalog: Catalog, language: str) -> dict[str, tuple[str, str]]:
    names: dict[str, tuple[str, str]] = {}
    for facet in catalog.facets:
        word = fold(_word(catalog, facet.field, facet.value, language))
        if len(word) > 2 or is_unspaced(word):
            names.setdefault(word, (facet.field, facet.value))
    return names


@lru_cache(maxsize=128)
def _patterns(catalog: Catalog, language: str) -> list[regex.Pattern[str]]:
    names = sorted(_names(catalog, language), key=len, reverse=True)
    spaced = [regex.escape(name) for name in names if not is_unspaced(name)]
    unspaced = [regex.escape(name) for name in names if is_unspaced(name)]
    written = [rf"\b(?:{'|'.join(spaced)})\b"] if spaced else []
    written += ["|".join(unspaced)] if unspaced else []
    return [regex.compile(pattern) for pattern in written]


def _word(catalog: Catalog, field: str, value: str, language: str) -> str:
    """The full name of a person, a category's first word, a country by CLDR; empty for the rest."""
    match catalog.schema.fields[field].kind:
        case Kind.COUNTRY:
            return str(parse_locale(language).territories.get(value.upper(), ""))
        case Kind.CATEGORY:
            return show_word(catalog.schema, field, value, language)
        case Kind.PERSON:
            return value if " " in value else ""
    return ""
