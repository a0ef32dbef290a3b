"""Values of fields as a person reads them, in their language, by CLDR."""

from babel.numbers import format_currency, format_decimal, is_currency
from babel.units import format_unit

from polyrec.agent.locales import parse_locale
from polyrec.agent.understanding.units import family_of
from polyrec.agent.words import show_word
from polyrec.prompts.loading import nearest
from polyrec.retrievers import Kind, Schema


def show_value(value: str, field: str, schema: Schema, language: str) -> str:
    """One value of a field: a country's or language's name, an amount with its unit, a category's word, or as it is."""
    spec, locale = schema.fields[field], parse_locale(language)
    if spec.kind is Kind.COUNTRY:
        return str(locale.territories.get(value.upper(), value))
    if spec.kind in (Kind.LANGUAGE, Kind.ITEM_LANGUAGE):
        return str(locale.languages.get(value.replace("-", "_"), value))
    if spec.kind is Kind.NUMBER:
        return show_number(float(value), field, schema, language)
    return show_word(schema, field, value, nearest(language))


def show_number(number: float, field: str, schema: Schema, language: str) -> str:
    """A number of a field with its unit; a year without grouping."""
    spec, locale = schema.fields[field], parse_locale(language)
    if spec.kind in (Kind.YEAR, Kind.DATE):
        return f"{number:.0f}"
    if spec.unit and is_currency(spec.unit):
        return format_currency(number, spec.unit, locale=locale)
    family = family_of(spec.unit) if spec.unit else None
    if spec.unit is None or family is None:
        return format_decimal(number, locale=locale)
    return format_unit(number, family[spec.unit][0], "short", locale=locale)
