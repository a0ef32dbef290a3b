"""What is wanted first: "the cheapest", «самые новые», 一番軽い."""

from babel.numbers import is_currency

from polyrec.agent.understanding.reading import Reading
from polyrec.agent.understanding.units import RATING, family_of, is_rating
from polyrec.agent.understanding.wordlist import cue_list
from polyrec.prompts import Cues
from polyrec.retrievers import Kind, Order, Schema

DURATION, MASS = "minute", "gram"
ORDERS = {
    "cheapest": ("price", False),
    "dearest": ("price", True),
    "newest": ("year", True),
    "oldest": ("year", False),
    "shortest": (DURATION, False),
    "longest": (DURATION, True),
    "lightest": (MASS, False),
    "heaviest": (MASS, True),
    "best_rated": (RATING, True),
}
"""Each superlative of the cues: what it speaks of, and whether the highest comes first."""


def find_order(reading: Reading, schema: Schema, cues: Cues) -> Order | None:
    """Claims the longest superlative that speaks of a field of the catalogue; None where there is none."""
    found = [
        (start - end, start, end, name)
        for name in ORDERS
        for start, end in cue_list(cues.first.get(name, ())).spans(reading.lowered)
    ]
    for _, start, end, name in sorted(found):
        what, descending = ORDERS[name]
        field = field_of(schema, what)
        if field and reading.is_free(start, end):
            return Order(field, descending, reading.claim(start, end))
    return None


def field_of(schema: Schema, what: str) -> str | None:
    """The field that holds a price, a year, a duration, a mass, or ratings; None when there is none."""
    if what == "year":
        return schema.first(Kind.YEAR) or schema.first(Kind.DATE)
    for name in schema.named(Kind.NUMBER):
        unit = schema.fields[name].unit
        if unit is None:
            if what == RATING and is_rating(schema, name):
                return name
        elif (what == "price" and is_currency(unit)) or (family_of(unit) and family_of(unit) == family_of(what)):
            return name
    return None
