"""Years and decades: "from 1960 to 1975", "the nineties", "before 1980"."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

import regex

from polyrec.agent.understanding.numbers.comparing import Bounds, Place, cue_beside
from polyrec.agent.understanding.numbers.frames import RANGES
from polyrec.agent.understanding.patterns import END, START, frame_list
from polyrec.agent.understanding.reading import Reading
from polyrec.agent.understanding.wordlist import cue_list
from polyrec.prompts import Cues
from polyrec.retrievers.text import is_unspaced, lower

YEARS = {f"{{{name}}}": rf"(?<!\d)(?P<{name}>(?:1[89]|20)\d\d)(?!\d)" for name in "ab"}
YEAR = regex.compile(r"(?<![\d(])(1[89]\d\d|20\d\d)(?!\d)")
"""A year in brackets is not wished for: it tells which film of a title is meant, "Psycho (1960)"."""


def find_spans(reading: Reading, field: str, cues: Cues) -> Iterator[Place]:
    """From a year to a year."""
    for match in frame_list((*cues.range, *RANGES)).find(reading.folded, YEARS):
        if reading.is_free(*match.span()):
            low, high = sorted((float(match["a"]), float(match["b"])))
            yield Place(field, Bounds(low, high), *match.span())


def find_decades(reading: Reading, field: str, cues: Cues) -> Iterator[Place]:
    """A decade in figures or by name, perhaps with "before" or "since"."""
    found = [
        (match.start(), match.end(), start)
        for frame in cues.decade
        if all(part.strip("* ") in reading.lowered for part in frame.split("{n}"))
        for match in _decade_pattern(frame).finditer(reading.lowered)
        if (start := _decade_start(match["n"]))
    ]
    for decade, names in cues.decades.items():
        found += [(start, end, float(decade)) for start, end in cue_list(names).spans(reading.lowered)]
    for start, end, first in sorted(found, key=lambda place: place[0] - place[1]):
        if reading.is_free(start, end):
            yield Place(field, *_compared(reading, cues, Bounds(first, first + 9), start, end))


@lru_cache(maxsize=4096)
def _decade_pattern(frame: str) -> regex.Pattern[str]:
    """A pattern with the group `n`; a figure with nothing behind it is a decade from the thirties on ("los 80")."""
    before, after = (part.strip() for part in lower(frame).split("{n}"))
    figure = r"(?:1[89]|20)?\d0" if after else r"(?:(?:1[89]|20)\d0|[3-9]0)"
    ending = "" if not after.endswith("*") else r"[^\W_]*"
    start = rf"{START}{regex.escape(before)}\s*" if before else r"(?<!\d)"
    stop = f"{regex.escape(after.rstrip('*'))}{ending}"
    return regex.compile(rf"{start}(?P<n>{figure})\s*{stop}{'' if is_unspaced(stop) else END}")


def _decade_start(figures: str) -> float | None:
    if len(figures) == 4:
        return float(figures)
    this_year = date.today().year
    return next(
        (float(century + int(figures)) for century in (2000, 1900) if century + int(figures) <= this_year),
        None,
    )


def find_years(reading: Reading, field: str, cues: Cues) -> Iterator[Place]:
    """A year in figures, perhaps with "before" or "after"."""
    for match in YEAR.finditer(reading.lowered):
        if reading.is_free(*match.span()) and int(match[1]) <= date.today().year + 5:
            year = float(match[1])
            yield Place(field, *_compared(reading, cues, Bounds(year, year), *match.span()))


def _compared(reading: Reading, cues: Cues, bounds: Bounds, start: int, end: int) -> tuple[Bounds, int, int]:
    """A year or decade under the "before" or "after" beside it, with the span of both."""
    cue = cue_beside(reading, start, end, {"before": cues.before, "after": cues.after}, within=False)
    if cue is None:
        return bounds, start, end
    word, cue_start, cue_end = cue
    first = bounds.low or 0.0
    bounds = Bounds(None, first - 1) if word == "before" else Bounds(first, None)
    return bounds, min(start, cue_start), max(end, cue_end)
