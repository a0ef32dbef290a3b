"""Finding listed words in a message, with the habits of each script."""

from collections.abc import Iterable

import regex

from polyrec.retrievers.text import fold, is_unspaced, lower

LETTERS = r"[^\W\d_]"
LONGEST_COMPOUND = 5
"""Letters that may follow a word of five or more: plurals, cases, the second half of a compound ("Actionfilm")."""
PREFIXES = {"arabic": "(?:و|ف)?(?:بال|كال|لل|ال|ب|ل)?", "hebrew": "[והשבלמכ]{0,3}"}


def word_pattern(entry: str, *, bendable: bool = False) -> str:
    """A regular expression for an entry of a word list. A final * stands for any letters.

    A cue keeps its accents ("dès" is not "des") and is matched against `Reading.lowered`. A `bendable` entry names a
    thing: it is matched against `Reading.folded`, may take endings, and prefixes where a script joins articles and
    prepositions to the word.
    """
    stem = fold(entry.strip()) if bendable else lower(entry.strip())
    open_ended = stem.endswith("*")
    stem = stem.rstrip("*").strip()
    escaped = regex.escape(stem).replace(r"\ ", r"\s+")
    if is_unspaced(stem):
        return escaped
    before, after = r"(?<![^\W_])", r"(?![^\W_])"
    if bendable and "\u0600" <= stem[:1] <= "\u06ff":
        escaped = PREFIXES["arabic"] + escaped
    elif bendable and "\u0590" <= stem[:1] <= "\u05ff":
        escaped = PREFIXES["hebrew"] + escaped
    if open_ended or "\uac00" <= stem[-1:] <= "\ud7a3":
        return before + escaped + r"[^\W_]*"
    if bendable and len(stem) > LONGEST_COMPOUND - 1 and stem[-1:].isalpha():
        return before + escaped + rf"{LETTERS}{{0,{LONGEST_COMPOUND}}}" + after
    return before + escaped + after


def any_of(entries: Iterable[str]) -> regex.Pattern[str] | None:
    """One pattern for a list of cues, the longest first; None for an empty list."""
    ordered = sorted({entry for entry in entries if entry.strip()}, key=len, reverse=True)
    return regex.compile("|".join(map(word_pattern, ordered))) if ordered else None
