"""Finding listed words in a message, with the habits of each script."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Generic, TypeVar

import regex

from polyrec.retrievers.text import fold, is_unspaced, lower

LETTER = r"[^\W\d_]"
UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}ー]"
START, END = rf"(?:(?<![^\W_])|(?<={UNSPACED}))", rf"(?:(?![^\W_])|(?={UNSPACED}))"
"""The edges of a word; letters of an unspaced script beside it are another word ("静かなSF映画")."""
LONGEST_ENDING = 5
"""Letters that may follow a word of five or more: plurals, cases, the second half of a compound ("Actionfilm")."""
PREFIXES = {"arabic": "(?:و|ف)?(?:بال|كال|لل|ال|ب|ل)?", "hebrew": "[והשבלמכ]{0,3}"}
"""Conjunctions, articles and prepositions that these scripts write as one with the word."""
ELIDED = (" de", " que", " di")
GAP = r"[\s\-\u00a0\u202f]*"
VOWELS = regex.compile(r"[aeiouyаяеиоуыйё]+$")
SHORTEST_STEM = 5
Meaning = TypeVar("Meaning")


class WordList(Generic[Meaning]):
    """Entries of a list with what each means. A final * of an entry stands for any letters.

    Words may have prefixes where a script joins them to the word. A list of cues keeps its accents ("dès" is not "des")
    and reads `Reading.lowered`. A list of names is `bendable`: it reads `Reading.folded`, and its words take endings.
    """

    def __init__(self, entries: Mapping[str, Meaning], *, bendable: bool = False) -> None:
        self._meanings: dict[str, Meaning] = {}
        frames: dict[tuple[str, str], list[str]] = {}
        for entry, meaning in entries.items():
            stem = (fold if bendable else lower)(entry).strip().rstrip("*").strip()
            if stem and stem not in self._meanings:
                self._meanings[stem] = meaning
                frames.setdefault(_frame(stem, entry.strip().endswith("*"), bendable), []).append(stem)
        self._patterns = [
            regex.compile(f"{before}({'|'.join(map(_spaced, sorted(stems, key=len, reverse=True)))}){after}")
            for (before, after), stems in frames.items()
        ]

    def find(self, text: str) -> Iterator[tuple[int, int, Meaning]]:
        """Where entries stand in the text, as (start, end, meaning); places may overlap.

        Entries that stand there as listed come before those that took an ending, then the longest first.
        """
        found = [match for pattern in self._patterns for match in pattern.finditer(text)]
        for match in sorted(found, key=lambda match: (match.end() > match.end(1), match.start() - match.end())):
            yield *match.span(), self._meanings[" ".join(match[1].split())]

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where entries stand in the text, the longest first."""
        return [(start, end) for start, end, _ in self.find(text)]

    def __contains__(self, text: str) -> bool:
        """Whether the text as a whole is an entry, perhaps with an ending."""
        return any(pattern.fullmatch(text) for pattern in self._patterns)


@lru_cache(maxsize=1024)
def cue_list(entries: tuple[str, ...]) -> WordList[None]:
    """The list of these cues, also as Romance languages shorten them before a vowel ("moins de", "moins d'un")."""
    shortened = (f"{entry[:-1]}'" for entry in entries if entry.endswith(ELIDED))
    return WordList(dict.fromkeys((*entries, *shortened)))


def _frame(stem: str, open_ended: bool, bendable: bool) -> tuple[str, str]:
    """What must stand before and after a stem."""
    if is_unspaced(stem):
        return "", ""
    before = START
    if "\u0600" <= stem[0] <= "\u06ff":
        before += PREFIXES["arabic"]
    elif "\u0590" <= stem[0] <= "\u05ff":
        before += PREFIXES["hebrew"]
    is_hangul = "\uac00" <= stem[-1] <= "\ud7a3"
    if is_hangul and not bendable and len(stem) > 1:
        before = ""
    if stem.endswith("'"):
        return before, ""
    if open_ended or is_hangul:
        return before, r"[^\W_]*"
    if bendable and len(stem) >= LONGEST_ENDING and stem[-1].isalpha():
        return before, f"{LETTER}{{0,{LONGEST_ENDING}}}{END}"
    return before, END


def _spaced(stem: str) -> str:
    return r"\s+".join(map(regex.escape, stem.split()))


def bare_stem(name: str) -> str:
    """A name without the vowels at its end, which cases bend: "svenska" → "svensk", «русский» → «русск»."""
    stem = VOWELS.sub("", name)
    return stem if len(stem) >= SHORTEST_STEM else name


def frame_pattern(frame: str, parts: Mapping[str, str], ending: str = "") -> regex.Pattern[str]:
    """A frame as a pattern over folded text: its words at word edges, any white space between, a * for any letters.

    `parts` are the patterns of its placeholders, `ending` is what may follow.
    """
    pattern = ""
    for piece in regex.split(r"(\{\w+\})", fold(frame)):
        if piece in parts:
            pattern += parts[piece]
        elif piece.strip():
            words = r"\s+".join(regex.escape(word).replace(r"\*", r"[^\W\d_]*") for word in piece.split())
            before = r"(?<![^\W\d_])" if piece.strip()[0].isalpha() and not is_unspaced(piece) else ""
            after = r"(?![^\W\d_])" if piece.strip()[-1].isalpha() and not is_unspaced(piece) else ""
            pattern += rf"{GAP}{before}{words}{after}{GAP}"
        else:
            pattern += GAP
    return regex.compile(pattern.removeprefix(GAP).removesuffix(GAP) + ending)
