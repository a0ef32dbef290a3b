"""Amounts of what a catalogue counts: "under 50 euros", "an hour and a half", "50から150ユーロ", "rating 4.5"."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import regex

from polyrec.agent.understanding.numbers.comparing import Bounds, Place, cue_beside
from polyrec.agent.understanding.numbers.figures import FIGURES, Figures
from polyrec.agent.understanding.patterns import LETTER
from polyrec.agent.understanding.reading import Reading
from polyrec.agent.understanding.units import unit_words
from polyrec.prompts import Cues, load
from polyrec.retrievers import Kind, Schema
from polyrec.retrievers.text import fold, is_unspaced

ABOUT = 0.1
"""How far from an amount without a comparison an item may lie, as a share of it."""
UNIT_END = r"(?:(?![^\W\d_])|(?<=\p{Latin})(?=[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}]))"
"""Behind a unit: no letter, unless a Latin unit meets another script ("2kg以下")."""
DURATIONS = ("second", "minute", "hour", "day")
GAP = r"[\s\-\u00a0\u202f]*"
RANGES = ("{a} - {b}", "{a} – {b}", "{a} ~ {b}", "{a} 〜 {b}")


def find_amounts(reading: Reading, schema: Schema, cues: Cues, language: str) -> Iterator[Place]:
    """Every number with the unit, or the name, of a number field: spans first, then halves, then single amounts."""
    for field in schema.named(Kind.NUMBER):
        unit = schema.fields[field].unit
        labels = () if unit else tuple(dict.fromkeys(fold(schema.label(field, tag)) for tag in (language, "en")))
        frames = _frames(unit, labels, load(language).tag)
        for low, high, start, end in frames.spans(reading.folded):
            if reading.is_free(start, end):
                yield Place(field, Bounds(min(low, high), max(low, high)), start, end)
        for amount, start, end in frames.amounts(reading.folded):
            if reading.is_free(start, end):
                yield Place(field, *_bounded(reading, cues, amount, start, end))


@dataclass(frozen=True, slots=True)
class Frames:
    """How one language writes amounts of one unit. Group `u` holds units' names, `n`, `m`, `a` and `b` numbers."""

    figures: Figures
    scales: Mapping[str, float]
    ranges: tuple[regex.Pattern[str], ...]
    halves: tuple[regex.Pattern[str], ...]
    compound: regex.Pattern[str] | None
    single: regex.Pattern[str] | None

    def spans(self, text: str) -> Iterator[tuple[float, float, int, int]]:
        """Spans from an amount to an amount, in the field's unit, each with its place."""
        for pattern in self.ranges:
            for match in pattern.finditer(text):
                if units := match.captures("u"):
                    scale = self._scale(units[-1])
                    low, high = (self.figures.worth(match[name]) * scale for name in "ab")
                    yield low, high, *match.span()

    def amounts(self, text: str) -> Iterator[tuple[float, int, int]]:
        """Single amounts in the field's unit, each with its place; the more specific ways of saying one go first."""
        for pattern in self.halves:
            for match in pattern.finditer(text):
                whole = self.figures.worth(match["n"]) if "n" in match.groupdict() else 1.0
                yield (whole + 0.5) * self._scale(match["u"]), *match.span()
        for match in self.compound.finditer(text) if self.compound else ():
            first, *second = map(self._scale, match.captures("u"))
            smaller = second[0] if second else first / 60
            yield self.figures.worth(match["n"]) * first + float(match["m"]) * smaller, *match.span()
        for match in self.single.finditer(text) if self.single else ():
            yield self.figures.worth(match["n"]) * self._scale(match["u"]), *match.span()

    def _scale(self, unit: str) -> float:
        return next((scale for name, scale in self.scales.items() if unit.startswith(name.rstrip("*"))), 1.0)


@lru_cache(maxsize=512)
def _frames(unit: str | None, labels: tuple[str, ...], language: str) -> Frames:
    cues = load(language).cues
    figures = Figures(cues.numbers)
    words = {**unit_words(unit, "en"), **unit_words(unit, language)} if unit else dict.fromkeys(labels, 1.0)
    names = sorted(words, key=len, reverse=True)
    if not names:
        return Frames(figures, {}, (), (), None, None)
    any_unit = rf"(?P<u>{'|'.join(map(_unit_pattern, names))})"
    number = figures.pattern if unit else f"(?:{FIGURES})"
    gap = GAP if unit else rf"\W*(?:{LETTER}+\W+){{0,3}}"
    parts = {
        "{a}": rf"(?:{any_unit}{GAP})?(?P<a>{number})(?:{GAP}{any_unit})?",
        "{b}": rf"(?:{any_unit}{GAP})?(?P<b>{number})(?:{GAP}{any_unit})?",
        "{n}": rf"(?P<n>{number})",
        "{unit}": any_unit,
    }
    ranges = (_fill(frame, parts) + rf"(?:{GAP}{any_unit})?" for frame in (*cues.range, *RANGES)) if unit else ()
    halves = (_fill(frame, parts) for frame in (*cues.halves.more, *cues.halves.one)) if unit else ()
    long_unit = rf"(?P<u>{'|'.join(_unit_pattern(name) for name in names if len(name) > 1 or not name.isascii())})"
    single = rf"{long_unit}{gap}(?P<n>{number})|(?P<n>{number}){gap}{any_unit}"
    compound = rf"(?P<n>{number}){GAP}{any_unit}{GAP}(?P<m>\d{{1,2}})(?!\d)(?:{GAP}{any_unit})?"
    return Frames(
        figures,
        {name: words[name] for name in names},
        tuple(map(regex.compile, ranges)),
        tuple(map(regex.compile, halves)),
        regex.compile(compound) if unit in DURATIONS else None,
        regex.compile(single),
    )


def _fill(frame: str, parts: Mapping[str, str]) -> str:
    """A frame as a pattern: its words at word edges, any white space between, `parts` for its placeholders."""
    pattern = ""
    for piece in regex.split(r"(\{\w+\})", fold(frame)):
        if piece in parts:
            pattern += parts[piece]
        elif piece.strip():
            words = r"\s+".join(map(regex.escape, piece.split()))
            before = r"(?<![^\W\d_])" if piece.strip()[0].isalpha() and not is_unspaced(piece) else ""
            after = r"(?![^\W\d_])" if piece.strip()[-1].isalpha() and not is_unspaced(piece) else ""
            pattern += rf"{GAP}{before}{words}{after}{GAP}"
        else:
            pattern += GAP
    return pattern


def _unit_pattern(name: str) -> str:
    """A unit's name; one of four letters or more, or in Hangul, may take an ending ("dakikadan", "минутами")."""
    name, open_ended = name.rstrip("*"), name.endswith("*")
    if not name[-1:].isalpha() or is_unspaced(name):
        return regex.escape(name)
    is_hangul = "\uac00" <= name[-1] <= "\ud7a3"
    ending = rf"{LETTER}{{0,4}}" if len(name) >= 4 or is_hangul or open_ended else ""
    before = r"(?<![^\W\d_])" if name[:1].isalpha() else ""
    return rf"{before}{regex.escape(name)}{ending}{UNIT_END}"


def _bounded(reading: Reading, cues: Cues, amount: float, start: int, end: int) -> tuple[Bounds, int, int]:
    cue = cue_beside(reading, start, end, {"less": cues.less_than, "more": cues.more_than})
    if cue is None:
        return Bounds(round(amount * (1 - ABOUT), 2), round(amount * (1 + ABOUT), 2)), start, end
    word, cue_start, cue_end = cue
    bounds = Bounds(None, amount) if word == "less" else Bounds(amount, None)
    return bounds, min(start, cue_start), max(end, cue_end)
