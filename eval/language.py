"""Which lines of a reply are in the language that they should be in, judged by another instrument than polyrec's own.

polyrec's gate is py3langid; the judge is lingua, limited to the languages that polyrec speaks. Measured on 100 short
native sentences in each of 34 of them (Tatoeba): with this threshold 99.5% of the sentences pass as their own language
and 0.8% as any given other one.
"""

from collections.abc import Iterable
from functools import lru_cache

import regex
from lingua import IsoCode639_1, Language, LanguageDetector, LanguageDetectorBuilder

from polyrec.prompts import available
from polyrec.prompts.loading import nearest
from polyrec.retrievers import FacetWish, Item, Request
from polyrec.retrievers.text import is_unspaced

PASSES = 0.1
FEWEST_LETTERS = 12
"""Letters, besides names, from which a line can be judged; those of unspaced scripts count twice."""
NUMBER_OR_MARK = regex.compile(r"[\p{N}\p{S}*_#>]+")


def lines_in_language(text: str, tag: str, names: Iterable[str]) -> tuple[int, int]:
    """How many lines of a text are in the language of a BCP-47 tag, and how many could be judged.

    `names` are titles, people and other values that stand in any language: they are taken out first.
    """
    ordered = sorted({name for name in names if len(name) > 1}, key=len, reverse=True)
    lines = [stripped for line in text.splitlines() if _length(stripped := _strip(line, ordered)) >= FEWEST_LETTERS]
    return sum(is_in_language(line, tag) for line in lines), len(lines)


def untranslated(items: Iterable[Item], request: Request | None) -> list[str]:
    """What may stand in a reply as it is: titles and values of items, and values that were wished."""
    names = [name for item in items for name in (item.title, *item.stated())]
    wished = request.constraints if request else ()
    return names + [wish.value for wish in wished if isinstance(wish, FacetWish)]


def is_in_language(text: str, tag: str) -> bool:
    """Whether a text can pass as written in a language; the two scripts of Chinese count as one."""
    return _detector().compute_language_confidence(text, Language.from_iso_code_639_1(_code(tag))) >= PASSES


KNOWN_AS = {"fil": "tl", "sr-Latn": "hr"}
"""What lingua calls languages of ours; it knows Serbian in Cyrillic letters alone."""


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    return LanguageDetectorBuilder.from_iso_codes_639_1(*{_code(tag) for tag in available()}).build()


def _code(tag: str) -> IsoCode639_1:
    own = nearest(tag)
    code: IsoCode639_1 = getattr(IsoCode639_1, KNOWN_AS.get(own, own.split("-")[0]).upper())
    return code


def _strip(line: str, names: list[str]) -> str:
    for name in names:
        line = line.replace(name, " ")
    return NUMBER_OR_MARK.sub(" ", line).strip()


def _length(line: str) -> int:
    return sum(2 if is_unspaced(letter) else 1 for letter in line if letter.isalpha())
