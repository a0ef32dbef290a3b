"""How names sound, roughly: consonant classes of their romanisation, so that scripts and spellings meet.

A descendant of Soundex (Russell 1918) for names written down in another script: vowels go, since scripts differ most in
them, and consonants that one script writes for another (b p f v; r l; k g q) become one letter.
"""

import unicodedata
from itertools import product

import regex
from anyascii import anyascii

BEFORE = str.maketrans({"х": "h", "Х": "h", "χ": "h", "Χ": "h", "خ": "h", "ッ": "", "っ": "", "щ": "sh", "ו": ""})
"""Letters that anyascii writes as people do not hear them in names."""
ABJAD = regex.compile(r"[\p{Arabic}\p{Hebrew}]")
HAN = regex.compile(r"\p{Han}")
LATIN, GREEK = regex.compile(r"\p{Latin}"), regex.compile(r"\p{Greek}")
PAIRS_IN_GREEK = ((regex.compile(r"mp"), "b"), (regex.compile(r"nt"), "d"), (regex.compile(r"gk"), "g"))
PINYIN = str.maketrans({"x": "s", "q": "s"})
DIGRAPHS = (
    (regex.compile(r"tsch|tch|tsh|ts'|dzh|dsh|sch|ch|sh|zh|dj|dg|ts|tz|dz|sz|cz"), "S"),
    (regex.compile(r"ph"), "P"),
    (regex.compile(r"ck|kh|gh|qu"), "K"),
    (regex.compile(r"x"), "KS"),
    (regex.compile(r"c(?=[eiy])"), "S"),
    (regex.compile(r"th"), "T"),
    (regex.compile(r"ng|m(?=[bp])"), "N"),
)
CLASSES = {letter: group[0] for group in ("PPpbfv", "TTtd", "SSszj", "KKkgqc", "RRrl", "NNnm") for letter in group}
AMBIGUOUS = (
    (regex.compile(r"ch"), ("sh", "k")),
    (regex.compile(r"g(?=[eiy])"), ("g", "j")),
    (regex.compile(r"w(?!r)"), ("", "v")),
    (regex.compile(r"j"), ("j", "")),
    (regex.compile(r"th"), ("t", "s")),
)
"""What Latin letters may sound like in names: "Michael" and "Charlie", "George" and "Gibson", "Wes", "Johansson"."""
PARTS = regex.compile(r"[\s\-·‧・•＝=.]+")


def sound(name: str) -> str:
    """The consonant classes of a name, written together: "Спилберга" and "Spielberg" are both "SPRPRK"."""
    return "".join(map(_sound_word, PARTS.split(name)))


def sounds(name: str) -> set[str]:
    """All that a name in Latin letters may sound like, as `sound` writes it."""
    plain = anyascii(name).lower()
    present = [(pattern, ways) for pattern, ways in AMBIGUOUS if pattern.search(plain)]
    heard = set()
    for chosen in product(*(ways for _, ways in present)):
        text = plain
        for (pattern, _), way in zip(present, chosen, strict=True):
            text = pattern.sub(way, text)
        heard.add(sound(text))
    return heard


def romanise(name: str) -> str:
    """A name in small Latin letters and nothing else, vowels and all."""
    return regex.sub("[^a-z]", "", anyascii(name).lower())


def _sound_word(word: str) -> str:
    plain = unicodedata.normalize("NFC", word).translate(BEFORE)
    text = anyascii(plain).lower().replace("'", "")
    text = text.translate(PINYIN) if HAN.search(word) else text
    text = text.replace("y", "") if ABJAD.search(word) else text
    text = text if LATIN.search(word) else text.replace("c", "ch").replace("chh", "ch")
    for pattern, replacement in PAIRS_IN_GREEK if GREEK.search(word) else ():
        text = pattern.sub(replacement, text)
    for pattern, replacement in DIGRAPHS:
        text = pattern.sub(replacement, text)
    text = regex.sub(r"(\p{Ll})\1", r"\1", text)
    return "".join(CLASSES.get(letter, "") for letter in text)
