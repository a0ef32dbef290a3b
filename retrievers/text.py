"""Comparing words across cases, accents and digits without losing their place in the message."""

import unicodedata
from functools import lru_cache

import regex

CONTROL = regex.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
WORD = regex.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
ALIKE = {
    "’": "'",
    "ʼ": "'",
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ى": "ي",
    "ی": "ي",
    "ک": "ك",
    "ة": "ه",
    "\u200c": " ",
    "İ": "i",
}
"""Letters that people write for one another, and the joiner that Persian writes where others put a space."""


PLAIN = {"ı": "i", "ł": "l", "đ": "d", "ø": "o"}
"""Latin letters whose stroke or missing dot Unicode does not call an accent, as people type them."""


@lru_cache(maxsize=65536)
def _lower_character(character: str) -> str:
    if character in ALIKE:
        return ALIKE[character]
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    lowered = unicodedata.normalize("NFKC", character).lower()
    return lowered if len(lowered) == 1 else character


@lru_cache(maxsize=65536)
def _fold_character(character: str) -> str:
    lowered = _lower_character(character)
    if lowered in PLAIN:
        return PLAIN[lowered]
    return unicodedata.normalize("NFD", lowered)[0] if "LATIN" in unicodedata.name(lowered, "") else lowered


def lower(text: str) -> str:
    """Text in lower case, digits as 0-9, letters that are written for one another in one form; accents are kept.

    The result has exactly as many characters as `text`, so a span found in one is a span of the other.
    """
    return "".join(map(_lower_character, text))


def fold(text: str) -> str:
    """As `lower`, and Latin letters without accents."""
    return "".join(map(_fold_character, text))


def clean(text: str) -> str:
    """Text without control characters, zero-width marks and direction overrides; white space is kept."""
    return CONTROL.sub(" ", text)


def is_unspaced(text: str) -> bool:
    """Whether the text holds letters of a script that is written without spaces between words."""
    return any(
        "\u3040" <= c <= "\u30ff" or "\u3400" <= c <= "\u9fff" or "\u0e00" <= c <= "\u0eff" or "\u1780" <= c <= "\u17ff"
        for c in text
    )
