"""Frames, such as "between {a} and {b}", as patterns over folded text."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

import regex

from polyrec.retrievers.text import fold, is_unspaced

LETTER = r"[^\W\d_]"
UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}ー]"
START, END = rf"(?:(?<![^\W_])|(?<={UNSPACED}))", rf"(?:(?![^\W_])|(?={UNSPACED}))"
"""The edges of a word; letters of an unspaced script beside it are another word ("静かなSF映画")."""
GAP = r"[\s\-\u00a0\u202f]*"
VOWELS = regex.compile(r"[aeiouyаяеиоуыйёіїєαεηιουω]+$")
SHORTEST_STEM = 5
PLACEHOLDER = regex.compile(r"(\{\w+\})")


class FrameList:
    """Frames of one language. Only those whose words all stand in a text are made into patterns."""

    def __init__(self, frames: tuple[str, ...]) -> None:
        self._frames = [
            (folded, [word for piece in PLACEHOLDER.split(folded)[::2] for word in piece.replace("*", " ").split()])
            for folded in map(fold, frames)
        ]

    def find(self, text: str, parts: Mapping[str, str], ending: str = "") -> Iterator[regex.Match[str]]:
        """Where frames stand in a folded text; `parts` are the patterns of their placeholders, `ending` may follow."""
        key = tuple(sorted(parts.items()))
        for frame, words in self._frames:
            if all(word in text for word in words):
                yield from _pattern(frame, key, ending).finditer(text)


@lru_cache(maxsize=1024)
def frame_list(frames: tuple[str, ...]) -> FrameList:
    """The list of these frames, the longest first."""
    return FrameList(tuple(sorted(frames, key=len, reverse=True)))


def bare_stem(name: str) -> str:
    """A name without the vowels at its end, which cases bend: "svenska" → "svensk", «русский» → «русск»."""
    stem = VOWELS.sub("", name)
    return stem if len(stem) >= SHORTEST_STEM else name


@lru_cache(maxsize=4096)
def _pattern(frame: str, parts: tuple[tuple[str, str], ...], ending: str) -> regex.Pattern[str]:
    """A frame as a pattern: its words at word edges, any white space between, a * for any letters."""
    patterns = dict(parts)
    pieces = PLACEHOLDER.split(frame)
    pattern = ""
    for place, piece in enumerate(pieces):
        if piece in patterns:
            pattern += patterns[piece]
        elif piece.strip():
            words = r"\s+".join(regex.escape(word).replace(r"\*", r"[^\W\d_]*") for word in piece.split())
            opens = place == 0 or piece[0].isspace()
            closes = place == len(pieces) - 1 or piece[-1].isspace()
            before = r"(?<![^\W\d_])" if opens and _is_spaced_letter(piece.strip()[0]) else ""
            after = r"(?![^\W\d_])" if closes and _is_spaced_letter(piece.strip()[-1]) else ""
            pattern += rf"{GAP}{before}{words}{after}{GAP}"
        else:
            pattern += GAP
    return regex.compile(pattern.removeprefix(GAP).removesuffix(GAP) + ending)


def _is_spaced_letter(character: str) -> bool:
    return character.isalpha() and not is_unspaced(character)
