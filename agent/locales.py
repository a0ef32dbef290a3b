"""CLDR, through babel: what languages call things, and how they write amounts."""

from babel import Locale, UnknownLocaleError
from babel.units import format_unit


def parse_locale(tag: str) -> Locale:
    """CLDR's locale for a BCP-47 tag, or its language's, or English."""
    parts = tag.split("-")
    if parts[0] == "zh" and "Hant" in parts:
        return Locale("zh", script="Hant")
    for text in ("_".join(parts), parts[0]):
        try:
            return Locale.parse(text)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def show_seconds(seconds: float, language: str) -> str:
    """A duration with one decimal and its unit, as a language writes it: "2.5 s", "2,5 Sek."."""
    return format_unit(round(seconds, 1), "duration-second", "short", locale=parse_locale(language))
