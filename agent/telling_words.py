"""Words by which one knows a language: typed in letters that are not its own, or beside a near relative."""

from functools import lru_cache

import regex

from polyrec.prompts import available, load
from polyrec.retrievers.text import fold

WORD = regex.compile(r"(?!\d+\b)[\p{L}\p{M}\d']+")
SHORTEST_CUE = 3
FEWEST, SHARE = 2, 0.3
"""How many words, and which share of a message, must be known for it to be in a language in Latin letters."""


def romanised_language(text: str) -> str | None:
    """The BCP-47 tag of a language of another script that a text in Latin letters is in; None where it is in none."""
    words = WORD.findall(fold(text))
    best, count = None, 0
    for tag, known in _romanised().items():
        found = sum(word in known for word in words)
        if found > count:
            best, count = tag, found
    return best if count >= FEWEST and count >= SHARE * len(words) else None


def variant_of(text: str, tags: tuple[str, ...]) -> str:
    """The one of some near tags whose telling words a text holds most; the first where none is told."""
    words = WORD.findall(fold(text))
    return max(tags, key=lambda tag: (sum(word in _telling(tag) for word in words), -tags.index(tag)))


@lru_cache(maxsize=1)
def _romanised() -> dict[str, frozenset[str]]:
    """What tells each language that is written in other letters than Latin: its words and cues in Latin ones."""
    english = _cue_words("en")
    tags = (tag for tag in available() if not _is_latin(load(tag).name[0]))
    return {tag: _telling(tag) | (_cue_words(tag) - english) for tag in tags if _telling(tag)}


def _cue_words(tag: str) -> frozenset[str]:
    cues = load(tag).cues
    lists = (
        cues.not_before,
        cues.not_after,
        cues.like,
        cues.or_,
        cues.before,
        cues.after,
        cues.less_than,
        cues.more_than,
    )
    words = (word for entries in lists for entry in entries for word in fold(entry.rstrip("*")).split())
    return frozenset(word for word in words if len(word) >= SHORTEST_CUE and _is_latin(word[0]))


@lru_cache(maxsize=128)
def _telling(tag: str) -> frozenset[str]:
    return frozenset(word for entry in load(tag).cues.typed_in_latin for word in fold(entry).split())


def _is_latin(character: str) -> bool:
    return regex.match(r"\p{Latin}", character) is not None
