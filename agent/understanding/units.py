"""What people write behind a number, by CLDR, and what it is worth in a field's own unit."""

import re
from functools import lru_cache
from typing import Literal

from babel.numbers import get_currency_name, get_currency_symbol, is_currency
from babel.units import format_unit

from polyrec.agent.locales import parse_locale
from polyrec.prompts import load
from polyrec.retrievers import Schema
from polyrec.retrievers.text import fold

FAMILIES: tuple[dict[str, tuple[str, float]], ...] = (
    {
        "second": ("duration-second", 1 / 60),
        "minute": ("duration-minute", 1),
        "hour": ("duration-hour", 60),
        "day": ("duration-day", 1440),
    },
    {"gram": ("mass-gram", 1), "kilogram": ("mass-kilogram", 1000)},
    {
        "centimeter": ("length-centimeter", 1),
        "meter": ("length-meter", 100),
        "kilometer": ("length-kilometer", 100_000),
    },
    {"milliliter": ("volume-milliliter", 1), "liter": ("volume-liter", 1000)},
)
"""Units that convert into one another: CLDR's name, and the worth in the family's smallest."""
DURATIONS = ("second", "minute", "hour", "day")
RATING = "rating"
SECOND = "second"
"""Nobody wishes for seconds but where a catalogue counts in them, and their signs mean much else («с», से)."""
COUNTS = (1, 1.5, 2, 3, 5, 11, 21, 100)
"""Numbers that together bring out every plural form of CLDR's rules."""
LENGTHS: tuple[Literal["long", "short", "narrow"], ...] = ("long", "short", "narrow")


def family_of(unit: str) -> dict[str, tuple[str, float]] | None:
    """The units that convert into this one; None for a currency and for what CLDR does not know."""
    return next((family for family in FAMILIES if unit in family), None)


def is_rating(schema: Schema, field: str) -> bool:
    """Whether a number field without a unit holds ratings: it is called so."""
    return RATING in (field.lower(), schema.label(field, "en").lower())


@lru_cache(maxsize=512)
def unit_words(unit: str, language: str) -> dict[str, float]:
    """Folded words for a unit and its relatives in a language, with their worth in `unit`; empty if it is unknown.

    By CLDR, and by what people say besides; a final * of such a word stands for any letters. Signs that are an "or"
    without its accents (Greek «η» for days, «ή») are left out.
    """
    locale = parse_locale(language)
    spoken = load(language).cues.units
    if is_currency(unit):
        names = {get_currency_symbol(unit, locale), get_currency_symbol(unit, "en"), unit, *spoken.get(unit, ())}
        names |= {get_currency_name(unit, count, locale) for count in (None, *COUNTS)}
        return {fold(name): 1.0 for name in names}
    family = family_of(unit)
    if family is None:
        return {}
    worth = family[unit][1]
    family = {name: own for name, own in family.items() if name != SECOND or unit == SECOND}
    said = {fold(word): scale / worth for name, (_, scale) in family.items() for word in spoken.get(name, ())}
    signs = {
        word: scale / worth
        for cldr, scale in family.values()
        for count in COUNTS
        for length in LENGTHS
        if (word := _without_number(format_unit(count, cldr, length, locale=locale)))
    }
    alternatives = {fold(word) for word in load(language).cues.or_}
    return said | {word: scale for word, scale in signs.items() if word not in alternatives}


def _without_number(text: str) -> str:
    return re.sub(r"[\d.,٫\s\u00a0\u202f\u200f\u200e]+", " ", fold(text)).strip(" .")
