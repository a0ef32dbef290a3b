"""Words by which one knows a language: typed in letters that are not its own, or beside a near relative."""

from functools import lru_cache

import regex

from polyrec.prompts import load_telling
from polyrec.retrievers.text import fold

WORD = regex.compile(r"(?!\d+\b)[\p{L}\p{M}\d']+")
FEWEST, SHARE = 2, 0.3
"""How many words, and which share of a message, must be known for it to be in a language in Latin letters."""


def romanised_language(text: str) -> str | None:
    """The BCP-47 tag of a language of another script that a text in Latin letters is in; None where it is in none."""
    words = WORD.findall(fold(text))
    counts = {tag: sum(word in known for word in words) for tag, known in _romanised().items()}
    best = max(counts, key=lambda tag: counts[tag])
    return best if counts[best] >= max(FEWEST, SHARE * len(words)) else None


def variant_of(text: str, tags: tuple[str, ...]) -> str:
    """The one of some near tags whose telling words a text holds most; the first where none is told."""
    words = WORD.findall(fold(text))
    return max(tags, key=lambda tag: (sum(word in _variants().get(tag, ()) for word in words), -tags.index(tag)))


@lru_cache(maxsize=1)
def _romanised() -> dict[str, frozenset[str]]:
    return {tag: frozenset(words) for tag, words in load_telling().latin.items()}


@lru_cache(maxsize=1)
def _variants() -> dict[str, frozenset[str]]:
    return {tag: frozenset(words) for tag, words in load_telling().variants.items()}
