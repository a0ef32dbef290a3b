"""Telling what speaks to a language model from what describes an item, in any language, by what it means."""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import takewhile

import regex

from polyrec.agent.sentences import split_sentences
from polyrec.prompts import load_hostile
from polyrec.retrievers import Embedder
from polyrec.retrievers.embedders import Vectors

MARKUP = regex.compile(
    r"<\|?[a-z_/]|\|>|```|https?:|\]\(|\$[a-z]|[{}<>]|\[[/@]|\[INST|\[\d[\d;]*[a-z;]|\]\d;"
    r"|[\p{Cc}\u202a-\u202e\u2066-\u2069]",
    regex.IGNORECASE,
)
"""Control tokens, markup, links, escape sequences and what is left of them, marks that turn the writing's direction."""
SUSPECT = 0.045
"""How much nearer to commands than to descriptions, as a cosine. On 84 hostile texts in 12 languages and 3,087
sentences of catalogues it caught all of the former and 1.3% of the latter, which then go untold."""

REMEMBERED = 1_024
"""Descriptions whose sentences' vectors are kept, about 10 MB."""


class Suspicion:
    """Compares texts with commands to a model and with descriptions of things."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._harmless = lru_cache(maxsize=REMEMBERED)(self._find_harmless)

    @cached_property
    def _examples(self) -> tuple[Vectors, Vectors]:
        hostile = load_hostile()
        return self._embedder.query(list(hostile.commands)), self._embedder.query(list(hostile.descriptions))

    def harmless(self, texts: Sequence[str]) -> tuple[list[str], Vectors]:
        """The texts before the first that holds markup or is a command, and their vectors, shape (texts, dimension).

        What follows an attack is mostly its rest. Descriptions that were looked at lately are remembered.
        """
        return self._harmless(tuple(texts))

    def _find_harmless(self, texts: tuple[str, ...]) -> tuple[list[str], Vectors]:
        plain = list(takewhile(lambda text: not MARKUP.search(text), texts))
        vectors = self._embedder.query(plain)
        commands, descriptions = ((vectors @ examples.T).max(axis=1) for examples in self._examples)
        count = sum(1 for _ in takewhile(lambda lead: lead <= SUSPECT, commands - descriptions))
        return plain[:count], vectors[:count]

    def harmless_part(self, text: str) -> str:
        """The text up to the first sentence that is not harmless."""
        return " ".join(self.harmless(split_sentences(text))[0])
