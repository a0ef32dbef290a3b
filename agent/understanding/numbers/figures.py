"""Numbers as people write them: figures of any script, and the words that a language has for small ones."""

from collections.abc import Mapping, Sequence
from functools import cached_property

import regex

from polyrec.agent.understanding.patterns import END, START
from polyrec.retrievers.text import fold, is_unspaced

FIGURES = r"(?<![\d.,])\d+(?:[.,]\d+)?(?!\d)"


class Figures:
    """What a language's numbers look like in folded text, as a pattern to build on, and what they are worth."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        self._worth = {" ".join(fold(word).split()): float(number) for number, own in words.items() for word in own}

    @cached_property
    def pattern(self) -> str:
        """A pattern without groups for one number; a part of a longer number does not count."""
        words = sorted(self._worth, key=len, reverse=True)
        spaced = "|".join(r"\s+".join(map(regex.escape, word.split())) for word in words if not is_unspaced(word))
        unspaced = "|".join(regex.escape(word) for word in words if is_unspaced(word))
        numerals = regex.escape("".join({letter for word in words if is_unspaced(word) for letter in word}))
        parts = [FIGURES]
        parts += [rf"{START}(?:{spaced}){END}"] if spaced else []
        parts += [f"(?<![{numerals}])(?:{unspaced})(?![{numerals}])"] if unspaced else []
        return f"(?:{'|'.join(parts)})"

    def worth(self, text: str) -> float:
        """The number that a match of `pattern` stands for."""
        word = " ".join(text.split())
        return self._worth[word] if word in self._worth else float(text.replace(",", "."))
