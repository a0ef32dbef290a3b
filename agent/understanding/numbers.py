"""Years, decades and amounts: "the nineties", "before 1960", "under two figures of euros", "90分以内"."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import regex

from polyrec.agent.understanding.negation import Negation
from polyrec.agent.understanding.patterns import LETTERS, any_of, word_pattern
from polyrec.agent.understanding.reading import Reading
from polyrec.agent.understanding.units import unit_words
from polyrec.prompts import Cues
from polyrec.retrievers import Kind, RangeWish, Schema
from polyrec.retrievers.text import fold, lower

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
    frames = [
        regex.escape(lower(frame)) for frame in (*cues.range, "{a}-{b}", "{a}–{b}", "{a} - {b}", "{a}~{b}", "{a}〜{b}")
    ]
    for frame in sorted(frames, key=len, reverse=True):
        pattern = (
            frame.replace(r"\{a\}", r"(?P<a>(?:1[89]|20)\d\d)")
            .replace(r"\{b\}", r"(?P<b>(?:1[89]|20)\d\d)")
            .replace(r"\ ", r"\s*")
        )
        for match in regex.finditer(rf"(?<!\d){pattern}(?!\d)", reading.lowered):
            if reading.is_free(*match.span()):
                low, high = sorted((float(match["a"]), float(match["b"])))
                yield field, Bounds(low, high), *match.span()


def _decades(reading: Reading, field: str, cues: Cues) -> Iterator[Found]:
    """A decade in figures or by name, perhaps with "before" or "since"."""
    for frame in sorted(cues.decade, key=len, reverse=True):
        pattern = word_pattern(frame.replace("{n}", "0")).replace("0", r"(?P<n>(?:1[89]|20)?\d0)", 1)
        for match in regex.finditer(rf"(?<!\d){pattern}", reading.lowered):
            if reading.is_free(*match.span()) and (start := _decade_start(match["n"])):
                yield field, *_compared(reading, cues, Bounds(start, start + 9), *match.span())
    for decade, names in cues.decades.items():
        named = any_of(names)
        for match in named.finditer(reading.lowered) if named else ():
            if reading.is_free(*match.span()):
                yield (
                    field,
                    *_compared(reading, cues, Bounds(float(decade), float(decade) + 9), *match.span()),
                )


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
        gap = r"[\s\-\u00a0\u202f]*" if unit else rf"\W*(?:{LETTERS}+\W+){{0,3}}"
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
    """A unit's name; one of four letters or more may take a case ending ("dakikadan", "минутами")."""
    if not name[-1:].isalpha() or (not name.isascii() and len(name) < 3):
        return regex.escape(name)
    ending = rf"{LETTERS}{{0,4}}" if len(name) >= 4 else ""
    before = r"(?<![^\W\d_])" if name[:1].isalpha() else ""
    return rf"{before}{regex.escape(name)}{ending}(?![^\W\d_])"


def _bounded(reading: Reading, cues: Cues, amount: float, start: int, end: int) -> tuple[Bounds, int, int]:
    cue = _beside(reading, start, end, {"less": cues.less_than, "more": cues.more_than})
    if cue is None:
        return Bounds(round(amount * (1 - ABOUT), 2), round(amount * (1 + ABOUT), 2)), start, end
    word, cue_start, cue_end = cue
    bounds = Bounds(None, amount) if word == "less" else Bounds(amount, None)
    return bounds, min(start, cue_start), max(end, cue_end)


def _beside(reading: Reading, start: int, end: int, groups: dict[str, list[str]]) -> tuple[str, int, int] | None:
    """The nearest cue beside a span with no other figure between, as (group, start, end); the longest wins a tie."""
    found = []
    for group, entries in groups.items():
        pattern = any_of(entries)
        for match in pattern.finditer(reading.lowered) if pattern else ():
            inside = match.start() < end and start < match.end()
            between = "" if inside else reading.lowered[match.end() : start] or reading.lowered[end : match.start()]
            gap = len(between)
            if gap <= NEAR and not regex.search(r"[\d.;:!?。]", between):
                found.append((gap, match.start() - match.end(), group, match.start(), match.end()))
    return min(found)[2:] if found else None
