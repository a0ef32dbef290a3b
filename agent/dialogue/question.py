"""The one question that would narrow the choice down most: the facet with the most information (Quinlan 1986)."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import log2

from polyrec.retrievers import FacetWish, Item, Kind, RangeWish, Schema, Span
from polyrec.retrievers.request import Constraint

ASKED = (Kind.CATEGORY, Kind.COUNTRY, Kind.YEAR)
CHOICES = 3
DECADE = 10
FEWEST = 6
"""Items below which a list is shorter than a question."""
LEAST = 0.8
"""Bits below which a question is not worth its turn."""


@dataclass(frozen=True, slots=True)
class Question:
    """A field, and the wishes that its answers would be."""

    field: str
    choices: tuple[Constraint, ...]


def find_question(items: Sequence[Item], schema: Schema, settled: Collection[str]) -> Question | None:
    """The question whose answer parts these items best; None where none does. `settled` fields are not asked about."""
    if len(items) < FEWEST:
        return None
    best, most = None, LEAST
    for field in schema.named(*ASKED):
        if field not in settled:
            values = [_answers(item, field, schema) for item in items]
            choices = [value for value, _ in Counter(value for own in values for value in own).most_common(CHOICES)]
            gained = _information(values, choices)
            if len(choices) > 1 and gained > most:
                best, most = Question(field, tuple(_wish(field, value) for value in choices)), gained
    return best


def _answers(item: Item, field: str, schema: Schema) -> tuple[str | float, ...]:
    if schema.fields[field].kind is Kind.YEAR:
        year = item.number(field)
        return () if year is None else (year - year % DECADE,)
    return item.values(field)


def _information(values: Iterable[Sequence[str | float]], choices: Sequence[str | float]) -> float:
    """The entropy, in bits, of which choice (or none of them) each item falls under."""
    fallen = Counter(next((choice for choice in choices if choice in own), None) for own in values)
    total = sum(fallen.values())
    return -sum(count / total * log2(count / total) for count in fallen.values())


def _wish(field: str, value: str | float) -> Constraint:
    if isinstance(value, float):
        return RangeWish(field, value, value + DECADE - 1, Span(0, 0, ""), "set")
    return FacetWish(field, value, Span(0, 0, ""), "set")
