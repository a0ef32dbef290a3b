"""Intervals, and the words beside a number that open them: "before", "under", "at least"."""

from typing import NamedTuple

import regex

from polyrec.agent.understanding.patterns import cue_list
from polyrec.agent.understanding.reading import Reading

NEAR = 16
"""Characters between a number and the word that compares it, at most."""
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
    reading: Reading, start: int, end: int, groups: dict[str, tuple[str, ...]]
) -> tuple[str, int, int] | None:
    """The nearest cue beside a span with no other figure between, as (group, start, end); the longest wins a tie."""
    found = []
    for group, entries in groups.items():
        for cue_start, cue_end in cue_list(entries).spans(reading.lowered):
            inside = cue_start < end and start < cue_end
            between = "" if inside else reading.lowered[cue_end:start] or reading.lowered[end:cue_start]
            gap = len(between)
            if gap <= NEAR and not BREAK.search(between):
                found.append((gap, cue_start - cue_end, group, cue_start, cue_end))
    return min(found)[2:] if found else None
