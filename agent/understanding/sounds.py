"""How names sound, roughly: consonant classes of their romanisation, so that scripts and spellings meet.

A descendant of Soundex (Russell 1918) for names written down in another script: vowels go, since scripts differ most in
them, and consonants that one script writes for another (b p f v; r l; k g q) become one letter.
"""

import unicodedata

import regex
from anyascii import anyascii

BEFORE = str.maketrans({"х": "h", "Х": "h", "χ": "h", "Χ": "h", "خ": "h", "ッ": "", "っ": "", "щ": "sh", "ו": ""})
"""Letters that anyascii writes as people do not hear them in names."""
ABJAD = regex.compile(r"[\p{Arabic}\p{Hebrew}]")
LATIN, GREEK = regex.compile(r"\p{Latin}"), regex.compile(r"\p{Greek}")
PAIRS_IN_GREEK = ((regex.compile(r"mp"), "b"), (regex.compile(r"nt"), "d"), (regex.compile(r"gk"), "g"))
DIGRAPHS = (
    (regex.compile(r"tsch|tch|tsh|ts'|dzh|dsh|sch|ch|sh|zh|dj|ts|tz|dz"), "S"),
    (regex.compile(r"ph"), "P"),
    (regex.compile(r"ck|kh|gh|qu"), "K"),
    (regex.compile(r"x"), "KS"),
    (regex.compile(r"c(?=[eiy])"), "S"),
    (regex.compile(r"th"), "T"),
    (regex.compile(r"ng|m(?=[bp])"), "N"),
)
CLASSES = {letter: group[0] for group in ("PPpbfv", "TTtd", "SSszj", "KKkgqc", "RRrl", "NNnm") for letter in group}


def sound(name: str) -> str:
    """The consonant classes of a name, words parted by spaces: "Спилберга" and "Spielberg" are both "SPRPRK"."""
    return " ".join(filter(None, map(_sound_word, regex.split(r"[\s\-·・•＝=.]+", name))))


def _sound_word(word: str) -> str:
    plain = unicodedata.normalize("NFC", word).translate(BEFORE)
    text = anyascii(plain).lower().replace("'", "")
    text = text.replace("y", "") if ABJAD.search(word) else text
    text = text if LATIN.search(word) else text.replace("c", "ch").replace("chh", "ch")
    for pattern, replacement in PAIRS_IN_GREEK if GREEK.search(word) else ():
        text = pattern.sub(replacement, text)
    for pattern, replacement in DIGRAPHS:
        text = pattern.sub(replacement, text)
    text = regex.sub(r"(\p{Ll})\1", r"\1", text)
    return "".join(CLASSES.get(letter, "") for letter in text)
