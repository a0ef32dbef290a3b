"""What a language calls the values of a catalogue: its own words, else those that many catalogues share."""

from functools import lru_cache

from polyrec.prompts import load
from polyrec.retrievers import Schema
from polyrec.retrievers.text import fold


def words_for(schema: Schema, field: str, value: str, tag: str) -> tuple[str, ...]:
    """How a language names a value of a category, the word to show first; empty where nothing is known.

    A final * of a word stands for any letters.
    """
    if tag in schema.words and (own := schema.words[tag].values.get(field, {}).get(value)):
        return tuple(own)
    concept = _concepts().get(_plain(value))
    return load(tag).cues.values.get(concept, ()) if concept and load(tag).tag == tag else ()


def show_word(schema: Schema, field: str, value: str, tag: str) -> str:
    """What a person who reads a language calls a value; the value itself where no word is known."""
    words = words_for(schema, field, value, tag)
    return words[0].rstrip("*") if words else value


@lru_cache(maxsize=1)
def _concepts() -> dict[str, str]:
    """Common values by their English names, plainly written ("sci-fi" and "science fiction" are one)."""
    english = load("en").cues.values
    return {_plain(name.rstrip("*")): concept for concept, names in english.items() for name in (concept, *names)}


def _plain(name: str) -> str:
    return " ".join(fold(name).replace("-", " ").replace("_", " ").split())
