"""Years, decades and amounts: "the nineties", "before 1960", "under two figures of euros", "90分以内"."""

from collections.abc import Iterator

from polyrec.agent.understanding.numbers.amounts import find_amounts
from polyrec.agent.understanding.numbers.years import find_decades, find_spans, find_years
from polyrec.agent.understanding.reading import Reading
from polyrec.prompts import Cues
from polyrec.retrievers import Kind, RangeWish, Schema

__all__ = ["find_ranges"]


def find_ranges(reading: Reading, schema: Schema, cues: Cues, language: str) -> Iterator[RangeWish]:
    """Claims every number that speaks of a field and yields what it asks for.

    Spans of years and decades go first, bare years last: "50 to 150 euros" is no decade, "1990" is no price.
    """
    finders = [find_amounts(reading, schema, cues, language)]
    if field := schema.first(Kind.YEAR) or schema.first(Kind.DATE):
        finders = [
            find_spans(reading, field, cues),
            find_decades(reading, field, cues),
            *finders,
            find_years(reading, field, cues),
        ]
    for finder in finders:
        for place in finder:
            span = reading.claim(place.start, place.end)
            yield RangeWish(place.field, place.bounds.low, place.bounds.high, span, "numbers")
