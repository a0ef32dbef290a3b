"""Numbers as people write them: figures of any script, and the words that a language has for small ones."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import regex

from polyrec.agent.understanding.patterns import END, START
from polyrec.prompts import load
from polyrec.retrievers.text import fold, is_unspaced, lower

HAN = regex.compile(r"\p{Han}")
FIGURES = r"(?<![\d.,])\d+(?:[.,]\d+)?(?!\d)"


class Figures:
    """What a language's numbers look like in folded text, as a pattern to build on, and what they are worth."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        self._worth = {" ".join(fold(word).split()): float(number) for number, own in words.items() for word in own}
        self._spellings = {" ".join(lower(word).split()) for own in words.values() for word in own}
        self._numerals = "".join(sorted({word for word in self._worth if len(word) == 1 and HAN.match(word)}))

    def pattern(self, text: str) -> str:
        """A pattern without groups for one number in a text; a part of a longer number does not count."""
        return _pattern(tuple(word for word in self._worth if word in text), self._numerals)

    def is_spelt(self, typed: str) -> bool:
        """Whether a number in lower case is typed as listed, or without any accent."""
        return typed in self._spellings or typed == fold(typed)

    def worth(self, text: str) -> float:
        """The number that a match of `pattern` stands for."""
        word = " ".join(text.split())
        return self._worth[word] if word in self._worth else float(text.replace(",", "."))


@lru_cache(maxsize=64)
def figures_of(language: str) -> Figures:
    """The numbers of a language."""
    return Figures(load(language).cues.numbers)


@lru_cache(maxsize=4096)
def _pattern(present: tuple[str, ...], numerals: str) -> str:
    words = sorted(present, key=len, reverse=True)
    spaced = "|".join(r"\s+".join(map(regex.escape, word.split())) for word in words if not is_unspaced(word))
    unspaced = "|".join(regex.escape(word) for word in words if is_unspaced(word))
    edges = (f"(?<![{numerals}])", f"(?![{numerals}])") if numerals else ("", "")
    parts = [FIGURES]
    parts += [rf"{START}(?:{spaced}){END}"] if spaced else []
    parts += [f"{edges[0]}(?:{unspaced}){edges[1]}"] if unspaced else []
    return f"(?:{'|'.join(parts)})"
