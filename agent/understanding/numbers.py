"""Years, decades and amounts: "the nineties", "before 1960", "under two figures of euros", "90分以内"."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import regex

from polyrec.agent.understanding.negation import Negation
from polyrec.agent.understanding.patterns import END, LETTER, START, cue_list
from polyrec.agent.understanding.reading import Reading
from polyrec.agent.understanding.units import unit_words
from polyrec.prompts import Cues
from polyrec.retrievers import Kind, RangeWish, Schema
from polyrec.retrievers.text import fold, is_unspaced, lower

NUMBER = r"\d+(?:[.,]\d+)?"
YEAR = regex.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
NEAR = 16
"""Characters between a number and the word that compares it, at most."""
ABOUT = 0.1
"""How far from an amount without a comparison an item may lie, as a share of it."""


class Bounds(NamedTuple):
    """An interval; None leaves an end open."""

    low: float | None
    high: float | None


def find_ranges(reading: Reading, schema: Schema, cues: Cues, language: str, negation: Negation) -> Iterator[RangeWish]:
    """Claims every number that speaks of a field, years first, and yields what it asks for."""
    year_field = schema.first(Kind.YEAR) or schema.first(Kind.DATE)
    finders = [_amounts(reading, schema, cues, language)]
    if year_field:
        finders = [
            _year_spans(reading, year_field, cues),
            _decades(reading, year_field, cues),
            *finders,
            _years(reading, year_field, cues),
        ]
    for finder in finders:
        for field, bounds, start, end in finder:
            negated = negation.covers(start, end)
            yield RangeWish(field, bounds.low, bounds.high, reading.claim(start, end), "numbers", negated)


Found = tuple[str, Bounds, int, int]


def _year_spans(reading: Reading, field: str, cues: Cues) -> Iterator[Found]:
    """From a year to a year."""
    for pattern in _range_patterns(cues.range):
        for match in pattern.finditer(reading.lowered):
            if reading.is_free(*match.span()):
                low, high = sorted((float(match["a"]), float(match["b"])))
                yield field, Bounds(low, high), *match.span()


def _decades(reading: Reading, field: str, cues: Cues) -> Iterator[Found]:
    """A decade in figures or by name, perhaps with "before" or "since"."""
    found = [
        (match.start(), match.end(), start)
        for pattern in _decade_patterns(cues.decade)
        for match in pattern.finditer(reading.lowered)
        if (start := _decade_start(match["n"]))
    ]
    for decade, names in cues.decades.items():
        found += [(start, end, float(decade)) for start, end in cue_list(names).spans(reading.lowered)]
    for start, end, first in sorted(found, key=lambda place: place[0] - place[1]):
        if reading.is_free(start, end):
            yield field, *_compared(reading, cues, Bounds(first, first + 9), start, end)


@lru_cache(maxsize=128)
def _range_patterns(frames: tuple[str, ...]) -> list[regex.Pattern[str]]:
    written = sorted(map(lower, (*frames, "{a}-{b}", "{a}–{b}", "{a}~{b}", "{a}〜{b}")), key=len, reverse=True)
    patterns = []
    for frame in written:
        pattern = r"\s*".join(map(regex.escape, frame.replace("-", " - ").split()))
        for name in "ab":
            pattern = pattern.replace(regex.escape(f"{{{name}}}"), rf"(?P<{name}>(?:1[89]|20)\d\d)")
        patterns.append(regex.compile(rf"(?<!\d){pattern}(?!\d)"))
    return patterns


@lru_cache(maxsize=128)
def _decade_patterns(frames: tuple[str, ...]) -> list[regex.Pattern[str]]:
    """Patterns with the group `n`; a figure with nothing behind it is a decade from the thirties on ("los 80")."""
    patterns = []
    for frame in frames:
        before, after = (part.strip() for part in lower(frame).split("{n}"))
        figure = r"(?:1[89]|20)?\d0" if after else r"(?:(?:1[89]|20)\d0|[3-9]0)"
        ending = "" if not after.endswith("*") else r"[^\W_]*"
        start = rf"{START}{regex.escape(before)}\s*" if before else r"(?<!\d)"
        stop = f"{regex.escape(after.rstrip('*'))}{ending}"
        patterns.append(regex.compile(rf"{start}(?P<n>{figure})\s*{stop}{'' if is_unspaced(stop) else END}"))
    return patterns


def _decade_start(figures: str) -> float | None:
    if len(figures) == 4:
        return float(figures)
    this_year = date.today().year
    return next(
        (float(century + int(figures)) for century in (2000, 1900) if century + int(figures) <= this_year),
        None,
    )


def _years(reading: Reading, field: str, cues: Cues) -> Iterator[Found]:
    for match in YEAR.finditer(reading.lowered):
        if reading.is_free(*match.span()) and int(match[1]) <= date.today().year + 5:
            yield field, *_compared(reading, cues, Bounds(float(match[1]), float(match[1])), *match.span())


def _compared(reading: Reading, cues: Cues, bounds: Bounds, start: int, end: int) -> tuple[Bounds, int, int]:
    """A year or decade under the "before" or "after" beside it, with the span of both."""
    cue = _beside(reading, start, end, {"before": cues.before, "after": cues.after})
    if cue is None:
        return bounds, start, end
    word, cue_start, cue_end = cue
    low, high = bounds
    if word == "before":
        bounds = Bounds(None, low - 1 if low is not None else None)
    else:
        bounds = Bounds(low if low == high else high, None)
    return bounds, min(start, cue_start), max(end, cue_end)


def _amounts(reading: Reading, schema: Schema, cues: Cues, language: str) -> Iterator[Found]:
    """A number with the unit, or the name, of a number field."""
    for field in schema.named(Kind.NUMBER):
        unit = schema.fields[field].unit
        words = {**unit_words(unit, "en"), **unit_words(unit, language)} if unit else {}
        labels = {fold(schema.label(field, tag)): 1.0 for tag in (language, "en")} if not unit else {}
        names = sorted({**words, **labels}, key=len, reverse=True)
        if not names:
            continue
        any_name = "|".join(_unit_pattern(name) for name in names)
        gap = r"[\s\-\u00a0\u202f]*" if unit else rf"\W*(?:{LETTER}+\W+){{0,3}}"
        for match in regex.finditer(
            rf"(?P<pre>{any_name}){gap}(?P<n1>{NUMBER})(?!\d)|(?<!\d)(?P<n2>{NUMBER}){gap}(?P<post>{any_name})",
            reading.folded,
        ):
            if not reading.is_free(*match.span()):
                continue
            name = match["pre"] or match["post"]
            scale = next((words[word] for word in names if word in words and name.startswith(word)), 1.0)
            amount = float((match["n1"] or match["n2"]).replace(",", ".")) * scale
            yield field, *_bounded(reading, cues, amount, *match.span())


def _unit_pattern(name: str) -> str:
    """A unit's name; one of four letters or more, or in Hangul, may take an ending ("dakikadan", "минутами")."""
    if not name[-1:].isalpha() or is_unspaced(name):
        return regex.escape(name)
    is_hangul = "\uac00" <= name[-1] <= "\ud7a3"
    ending = rf"{LETTER}{{0,4}}" if len(name) >= 4 or is_hangul else ""
    before = r"(?<![^\W\d_])" if name[:1].isalpha() else ""
    return rf"{before}{regex.escape(name)}{ending}(?![^\W\d_])"


def _bounded(reading: Reading, cues: Cues, amount: float, start: int, end: int) -> tuple[Bounds, int, int]:
    cue = _beside(reading, start, end, {"less": cues.less_than, "more": cues.more_than})
    if cue is None:
        return Bounds(round(amount * (1 - ABOUT), 2), round(amount * (1 + ABOUT), 2)), start, end
    word, cue_start, cue_end = cue
    bounds = Bounds(None, amount) if word == "less" else Bounds(amount, None)
    return bounds, min(start, cue_start), max(end, cue_end)


def _beside(reading: Reading, start: int, end: int, groups: dict[str, tuple[str, ...]]) -> tuple[str, int, int] | None:
    """The nearest cue beside a span with no other figure between, as (group, start, end); the longest wins a tie."""
    found = []
    for group, entries in groups.items():
        for cue_start, cue_end in cue_list(entries).spans(reading.lowered):
            inside = cue_start < end and start < cue_end
            between = "" if inside else reading.lowered[cue_end:start] or reading.lowered[end:cue_start]
            gap = len(between)
            if gap <= NEAR and not regex.search(r"[\d.;:!?。]", between):
                found.append((gap, cue_start - cue_end, group, cue_start, cue_end))
    return min(found)[2:] if found else None
