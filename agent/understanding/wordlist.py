"""Finding listed words in a message, with the habits of each script.

Entries are looked up by their first letters wherever a word may begin, so that a list of thousands is ready at once.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

import regex

from polyrec.retrievers.text import fold, is_unspaced, lower

LONGEST_ENDING = 5
"""Letters that may follow a word of five or more: plurals, cases, the second half of a compound ("Actionfilm")."""
SHORT = 3
"""Letters of a word that must be typed with its accents, or that stands inside many others (タイ in タイトル)."""
PREFIXES = {"arabic": "(?:و|ف)?(?:بال|كال|لل|ال|ب|ل)?", "hebrew": "[והשבלמכ]{0,3}"}
"""Conjunctions, articles and prepositions that these scripts write as one with the word."""
LONGEST_PREFIX = 5
ELIDED = (" de", " que", " di")
LATIN, KATAKANA = regex.compile(r"\p{Latin}"), regex.compile(r"[\p{Katakana}ー]+")
Meaning = TypeVar("Meaning")


class Entry(NamedTuple):
    """What is looked for: in the spelling that is compared, and in those that were listed."""

    stem: str
    spellings: tuple[str, ...]
    takes: int | None
    """Letters that may follow: None for any, -1 for whatever follows, letters or not."""


class WordList(Generic[Meaning]):
    """Entries of a list with what each means. A final * of an entry stands for any letters.

    Words may have prefixes where a script joins them to the word. A list of cues keeps its accents ("dès" is not
    "des"). A list of names is `bendable`: its words take endings and may be typed without accents, never with others.
    """

    def __init__(self, entries: Mapping[str, Meaning], *, bendable: bool = False) -> None:
        self._bendable = bendable
        self._meanings: dict[str, Meaning] = {}
        spellings: dict[str, dict[str, bool]] = {}
        for entry, meaning in entries.items():
            spelling = " ".join(lower(entry).rstrip("* ").split())
            stem = fold(spelling) if bendable else spelling
            if stem:
                self._meanings.setdefault(stem, meaning)
                own = spellings.setdefault(stem, {})
                own[spelling] = own.get(spelling, False) or entry.strip().endswith("*")
        self._anywhere: dict[str, list[Entry]] = {}
        self._at_start: dict[str, list[Entry]] = {}
        for stem, own in spellings.items():
            listed = Entry(stem, tuple(own), _takes(stem, any(own.values()), bendable=bendable))
            place = self._anywhere if _stands_anywhere(stem, bendable=bendable) else self._at_start
            place.setdefault(stem[:2], []).append(listed)

    def find(self, lowered: str) -> Iterator[tuple[int, int, Meaning]]:
        """Where entries stand in a text in lower case, as (start, end, meaning), the longest first; places may overlap.

        Of two entries of one length, the one that took no ending comes first.
        """
        found = []
        for start, end, entry in self._matches(lowered):
            size = len(entry.stem)
            found.append((-size, end > start + size, start, end, entry.stem))
        for _, _, start, end, stem in sorted(found):
            yield start, end, self._meanings[stem]

    def spans(self, lowered: str) -> list[tuple[int, int]]:
        """Where entries stand in a text in lower case, the longest first."""
        return [(start, end) for start, end, _ in self.find(lowered)]

    def __contains__(self, text: str) -> bool:
        """Whether a folded text as a whole is an entry, perhaps with a prefix and an ending."""
        prefix = prefix_of(text)
        return any(
            end == len(text) and regex.fullmatch(prefix, text[:start]) is not None
            for start, end, _ in self._matches(text)
        )

    def _matches(self, lowered: str) -> Iterator[tuple[int, int, Entry]]:
        text = fold(lowered) if self._bendable else lowered
        starts = _starts(text)
        for start in range(len(text)):
            for key in (text[start : start + 2], text[start : start + 1]):
                entries = self._anywhere.get(key, ())
                if start in starts:
                    entries = [*entries, *self._at_start.get(key, ())]
                for entry in entries:
                    end = _end(text, start, entry) if text.startswith(entry.stem, start) else None
                    if end is not None and (not self._bendable or _is_spelt(lowered, start, entry)):
                        yield start, end, entry
                if len(key) < 2:
                    break


@lru_cache(maxsize=4096)
def cue_list(entries: tuple[str, ...]) -> WordList[None]:
    """The list of these cues, also as Romance languages shorten them before a vowel ("moins de", "moins d'un")."""
    shortened = (f"{entry[:-1]}'" for entry in entries if entry.endswith(ELIDED))
    return WordList(dict.fromkeys((*entries, *shortened)))


def is_edge(text: str, place: int) -> bool:
    """Whether a word may begin or end at a place: no letter or figure stands on both sides, or their scripts differ."""
    if place in (0, len(text)):
        return True
    before, after = text[place - 1], text[place]
    if not before.isalnum() and not _is_mark(before):
        return True
    if not after.isalnum() and not _is_mark(after):
        return True
    return not _is_mark(after) and (is_unspaced(before) or is_unspaced(after))


def prefix_of(word: str) -> str:
    """A pattern for what may be written as one with a word before it; empty in other scripts."""
    if "\u0600" <= word[0] <= "\u06ff":
        return PREFIXES["arabic"]
    return PREFIXES["hebrew"] if "\u0590" <= word[0] <= "\u05ff" else ""


@lru_cache(maxsize=64)
def _starts(text: str) -> set[int]:
    """Where a word may begin, behind prefixes too; a figure may stand right before other letters than Latin."""
    starts = {place for place in range(len(text)) if is_edge(text, place)}
    for place in range(1, len(text)):
        if text[place - 1].isdigit() and text[place].isalpha() and not LATIN.match(text[place]):
            starts.add(place)
    for place in sorted(starts):
        if place < len(text) and (prefix := prefix_of(text[place])):
            word = text[place : place + LONGEST_PREFIX]
            starts |= {place + size for size in range(1, len(word) + 1) if regex.fullmatch(prefix, word[:size])}
    return starts


def _stands_anywhere(stem: str, *, bendable: bool) -> bool:
    """Whether an entry needs no edge before it: unspaced scripts, and Korean endings."""
    is_hangul = "\uac00" <= stem[-1] <= "\ud7a3"
    return is_unspaced(stem) or (is_hangul and not bendable and len(stem) > 1)


def _takes(stem: str, open_ended: bool, *, bendable: bool) -> int | None:
    """See Entry.takes."""
    is_hangul = "\uac00" <= stem[-1] <= "\ud7a3"
    if is_unspaced(stem) or stem.endswith("'") or is_hangul:
        return -1
    if open_ended:
        return None
    is_long = bendable and len(stem) >= LONGEST_ENDING and unicodedata.category(stem[-1])[0] in "LM"
    return LONGEST_ENDING if is_long else 0


def _end(text: str, start: int, entry: Entry) -> int | None:
    """Where an entry that stands at a place ends, with its ending; None where more letters follow than it takes."""
    end = start + len(entry.stem)
    if entry.takes == -1:
        if len(entry.stem) <= SHORT and KATAKANA.fullmatch(entry.stem):
            beside = text[start - 1 : start] + text[end : end + 1]
            return None if KATAKANA.search(beside) else end
        return end
    stop = end
    while stop < len(text) and not is_edge(text, stop) and (entry.takes is None or not text[stop].isdigit()):
        stop += 1
    fits = is_edge(text, stop) and (entry.takes is None or stop - end <= entry.takes)
    return stop if fits else None


def _is_spelt(lowered: str, start: int, entry: Entry) -> bool:
    """Whether an entry is typed as listed; accents may be missing, unless it is short, but not be others."""
    typed = lowered[start : start + len(entry.stem)]
    if not LATIN.search(typed) or typed in entry.spellings:
        return True
    if len(typed) <= SHORT:
        return False
    return any(
        all(own in (letter, fold(letter)) for own, letter in zip(typed, spelling, strict=True))
        for spelling in entry.spellings
    )


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"
