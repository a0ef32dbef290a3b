"""Intervals, and the words beside a number that open them: "before", "under", "at least"."""

from typing import NamedTuple

import regex

from polyrec.agent.understanding.reading import Reading
from polyrec.agent.understanding.wordlist import cue_list
from polyrec.retrievers.text import WORD

NEAR = 18
"""Characters between a number and the word that compares it, at most."""
SHORT, MOST_WORDS = 5, 1
"""Letters of a short cue, and how many words may stand between it and the number: "voor kinderen uit 1990"."""
BREAK = regex.compile(r"[\d.;:!?。]")
"""What may not stand between the two: another figure, the end of a clause."""


class Bounds(NamedTuple):
    """An interval; None leaves an end open."""

    low: float | None
    high: float | None


class Place(NamedTuple):
    """What a number asks of a field, and where in the message it says so."""

    field: str
    bounds: Bounds
    start: int
    end: int


def cue_beside(
    reading: Reading, start: int, end: int, groups: dict[str, tuple[str, ...]], *, within: bool = True
) -> tuple[str, int, int] | None:
    """The nearest cue beside a span with no other figure between, as (group, start, end); the longest wins a tie.

    Short cues stand closer than long ones. Cues inside the span count only if `within`.
    """
    found = []
    for group, entries in groups.items():
        for cue_start, cue_end in cue_list(entries).spans(reading.lowered):
            inside = cue_start < end and start < cue_end
            between = "" if inside else reading.lowered[cue_end:start] or reading.lowered[end:cue_start]
            gap = len(between)
            if inside and not within:
                continue
            if (
                gap <= NEAR
                and not BREAK.search(between)
                and (cue_end - cue_start > SHORT or len(WORD.findall(between)) <= MOST_WORDS)
            ):
                found.append((gap, cue_start - cue_end, group, cue_start, cue_end))
    return min(found)[2:] if found else None
