"""Comparing words across cases, accents and digits without losing their place in the message."""

import unicodedata
from functools import lru_cache

import regex

CONTROL = regex.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
WITHIN = regex.compile(r"[\u00ad\u200b\u2060-\u2064\ufeff]")
"""Marks that part nothing: soft hyphens, zero-width spaces and joiners."""
SPACES = regex.compile(r"[^\S\n]+")
LATIN, OTHER_ALPHABET = regex.compile(r"\p{Latin}"), regex.compile(r"[\p{Cyrillic}\p{Greek}]")
LOOKALIKES = str.maketrans(
    "аеорсухіјѕкмтвнАЕОРСУХІЈЅКМТВНοαινρτυκΟΑΙΝΡΤΥΚΕΗΜΒΖ", "aeopcyxijskmtbhAEOPCYXIJSKMTBHoaivptukOAINPTYKEHMBZ"
)
"""Cyrillic and Greek letters that look like Latin ones, by Unicode's confusables."""
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
    "ς": "σ",
    "ہ": "ه",
    "ھ": "ه",
    "ئ": "ي",
}
"""Letters that people write for one another, and the joiner that Persian writes where others put a space."""


PLAIN = {"ı": "i", "ł": "l", "đ": "d", "ø": "o", "ё": "е"}
"""Letters whose stroke, missing dot or two dots people leave out as they do accents."""
ACCENTED = ("LATIN", "GREEK")


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
    return unicodedata.normalize("NFD", lowered)[0] if unicodedata.name(lowered, "").startswith(ACCENTED) else lowered


def lower(text: str) -> str:
    """Text in lower case, digits as 0-9, letters that are written for one another in one form; accents are kept.

    The result has exactly as many characters as `text`, so a span found in one is a span of the other.
    """
    return "".join(map(_lower_character, text))


def fold(text: str) -> str:
    """As `lower`, and Latin and Greek letters without accents."""
    return "".join(map(_fold_character, text))


def tidy(text: str) -> str:
    """A message in composed letters (NFC), without control characters and invisible marks, spaces single.

    Letters of another alphabet that look like Latin ones become these in words that hold Latin letters besides.
    """
    visible = clean(WITHIN.sub("", unicodedata.normalize("NFC", text)))
    return SPACES.sub(" ", WORD.sub(lambda word: _in_one_alphabet(word.group()), visible)).strip()


def _in_one_alphabet(word: str) -> str:
    return word.translate(LOOKALIKES) if LATIN.search(word) and OTHER_ALPHABET.search(word) else word


def clean(text: str) -> str:
    """Text without control characters, zero-width marks and direction overrides; white space is kept."""
    return CONTROL.sub(" ", text)


def is_unspaced(text: str) -> bool:
    """Whether the text holds letters of a script that is written without spaces between words."""
    return any(
        "\u3040" <= c <= "\u30ff" or "\u3400" <= c <= "\u9fff" or "\u0e00" <= c <= "\u0eff" or "\u1780" <= c <= "\u17ff"
        for c in text
    )


def is_brief(text: str, words: int, letters: int) -> bool:
    """Whether a text has at most so many words; in scripts without spaces, characters."""
    return len(text.strip()) <= letters if is_unspaced(text) else len(WORD.findall(text)) <= words
