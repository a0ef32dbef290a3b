"""Telling what speaks to a language model from what describes an item, in any language, by what it means."""

from collections.abc import Sequence
from functools import cached_property

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
sentences of catalogues it caught all of the former and 1.3% of the latter, which only means that another sentence is
told."""


class Suspicion:
    """Compares texts with commands to a model and with descriptions of things."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @cached_property
    def _examples(self) -> tuple[Vectors, Vectors]:
        hostile = load_hostile()
        return self._embedder.query(list(hostile.commands)), self._embedder.query(list(hostile.descriptions))

    def harmless(self, texts: Sequence[str]) -> list[str]:
        """The texts that hold no markup and are no commands."""
        plain = [text for text in texts if not MARKUP.search(text)]
        if not plain:
            return []
        vectors = self._embedder.query(plain)
        commands, descriptions = ((vectors @ examples.T).max(axis=1) for examples in self._examples)
        return [text for text, lead in zip(plain, commands - descriptions, strict=True) if lead <= SUSPECT]

    def harmless_part(self, text: str) -> str:
        """The text without the sentences that are not harmless."""
        return " ".join(self.harmless(split_sentences(text)))
