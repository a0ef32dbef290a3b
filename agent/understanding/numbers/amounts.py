"""Amounts of what a catalogue counts: "under 50 euros", "an hour and a half", "50から150ユーロ", "rating 4.5"."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import regex

from polyrec.agent.understanding.numbers.comparing import Bounds, Place, cue_beside
from polyrec.agent.understanding.numbers.figures import FIGURES
from polyrec.agent.understanding.numbers.frames import Amount, Frames, Masked
from polyrec.agent.understanding.patterns import GAP, LETTER
from polyrec.agent.understanding.reading import Reading
from polyrec.agent.understanding.units import DURATIONS, family_of, is_rating, unit_words
from polyrec.agent.understanding.wordlist import cue_list, prefix_of
from polyrec.prompts import Cues, load
from polyrec.retrievers import Kind, Schema
from polyrec.retrievers.text import fold, is_unspaced

ABOUT = 0.1
"""How far from an amount without a comparison an item may lie, as a share of it."""
LONG = 4
"""Letters from which a unit's name may take an ending ("dakikadan", "минутами")."""
UNIT_START = r"(?<![^\W\d_])"
UNIT_END = r"(?:(?![^\W\d_])|(?<=\p{Latin})(?=[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}]))"
"""Behind a unit: no letter, unless a Latin unit meets another script ("2kg以下")."""
UNTIL_RATING = rf"\W*(?:{LETTER}+\W+){{0,3}}"
"""Between a field's name and its number: "rating of at least 4.5"."""


def find_amounts(reading: Reading, schema: Schema, cues: Cues, language: str) -> Iterator[Place]:
    """Every number with the unit, or the name, of a number field."""
    frames = _frames(load(language).tag)
    for field in schema.named(Kind.NUMBER):
        unit = schema.fields[field].unit
        if unit:
            scales, pattern = _unit_names(unit, load(language).tag, reading.folded)
            text = Masked(reading.folded, frames.figures, scales, pattern)
            amounts = _with_unit(frames, text, _measures(reading, cues, unit), unit in DURATIONS)
        else:
            text, amounts = None, _with_label(reading, _labels(schema, field, language, cues))
        for low, high, start, end in amounts:
            if not reading.is_free(start, end):
                continue
            if low < high:
                yield Place(field, Bounds(low, high), start, end)
            else:
                yield Place(field, *_bounded(reading, cues, low, start, end))
        for amount, _, start, end in frames.bare(text) if text else ():
            bounds, start, end = _bounded(reading, cues, amount, start, end)
            if (bounds.low is None or bounds.high is None) and reading.is_free(start, end):
                yield Place(field, bounds, start, end)


def _with_unit(frames: Frames, text: Masked, measures: Iterable[Amount], is_duration: bool) -> Iterator[Amount]:
    """Words and frames that say an amount by themselves, the longest first, then spans, then numbers beside units."""
    yield from sorted((*measures, *frames.halves(text)), key=lambda amount: amount[2] - amount[3])
    yield from frames.spans(text)
    if is_duration:
        yield from frames.compounds(text)
    yield from frames.singles(text)


def _measures(reading: Reading, cues: Cues, unit: str) -> Iterator[Amount]:
    """Words that are a number and a unit at once: "sekilo", ساعتين, «полчаса»."""
    family = family_of(unit) or {}
    for name, words in cues.measures.items():
        number, own = name.split()
        if own in family:
            amount = float(number) * family[own][1] / family[unit][1]
            yield from ((amount, amount, start, end) for start, end in cue_list(words).spans(reading.lowered))


def _labels(schema: Schema, field: str, language: str, cues: Cues) -> frozenset[str]:
    """What a field without a unit is called; a rating also by what it is counted in."""
    words = cues.rating if is_rating(schema, field) else ()
    return frozenset(map(fold, (*words, *(schema.label(field, tag) for tag in (language, "en")))))


def _with_label(reading: Reading, labels: frozenset[str]) -> Iterator[Amount]:
    """Figures beside a field's own name."""
    any_label = "|".join(map(_unit_pattern, sorted(labels, key=len, reverse=True)))
    pattern = rf"(?:{any_label}){UNTIL_RATING}(?P<n>{FIGURES})|(?P<n>{FIGURES}){UNTIL_RATING}(?:{any_label})"
    for match in regex.finditer(pattern, reading.folded):
        amount = float(match["n"].replace(",", "."))
        yield amount, amount, *match.span()


def _unit_names(unit: str, language: str, text: str) -> tuple[Mapping[str, float], regex.Pattern[str]]:
    """The names of a unit and its relatives that a folded text holds, with their worth in it, and a pattern for one."""
    words = {**unit_words(unit, "en"), **unit_words(unit, language)}
    names = sorted((name for name in words if name.rstrip("*") in text), key=len, reverse=True)
    return {name.rstrip("*"): words[name] for name in names}, _any_unit(tuple(names))


@lru_cache(maxsize=4096)
def _any_unit(names: tuple[str, ...]) -> regex.Pattern[str]:
    return regex.compile("|".join(map(_unit_pattern, names)) or r"(?!)")


def _unit_pattern(name: str) -> str:
    """A unit's name, perhaps with an ending, Korean particles left alone; a letter only behind its figure."""
    stem, open_ended = name.rstrip("*"), name.endswith("*")
    if not stem[-1:].isalpha() or is_unspaced(stem):
        return regex.escape(stem)
    if "\uac00" <= stem[-1] <= "\ud7a3":
        return rf"{UNIT_START}{regex.escape(stem)}"
    ending = rf"{LETTER}{{0,4}}" if len(stem) >= LONG or open_ended else ""
    before = UNIT_START + prefix_of(stem) if stem[:1].isalpha() else ""
    before += rf"(?<=\d{GAP})" if len(stem) == 1 else ""
    return rf"{before}{regex.escape(stem)}{ending}{UNIT_END}"


@lru_cache(maxsize=64)
def _frames(language: str) -> Frames:
    return Frames(language)


def _bounded(reading: Reading, cues: Cues, amount: float, start: int, end: int) -> tuple[Bounds, int, int]:
    cue = cue_beside(reading, start, end, {"less": cues.less_than, "more": cues.more_than})
    if cue is None:
        return Bounds(round(amount * (1 - ABOUT), 2), round(amount * (1 + ABOUT), 2)), start, end
    word, cue_start, cue_end = cue
    bounds = Bounds(None, amount) if word == "less" else Bounds(amount, None)
    return bounds, min(start, cue_start), max(end, cue_end)
