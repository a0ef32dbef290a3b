"""Which sentence of an item's description to tell: the one that is nearest to what the person said."""

from collections.abc import Callable
from functools import cached_property

from polyrec.agent.sentences import split_sentences
from polyrec.agent.suspicion import Suspicion
from polyrec.retrievers import Embedder, Item
from polyrec.retrievers.embedders import Vectors

LONGEST = 260
"""Letters of a passage."""
MOST_SENTENCES = 8


class Passages:
    """Finds the passage of each item for one request."""

    def __init__(self, embedder: Embedder, suspicion: Suspicion, request: str) -> None:
        self._embedder = embedder
        self._suspicion = suspicion
        self._request = request

    @cached_property
    def _wish(self) -> Vectors:
        wish: Vectors = self._embedder.query([self._request])[0]
        return wish

    def of(self, item: Item, can_tell: Callable[[str], bool]) -> str | None:
        """The sentence to tell; None where the description holds none that may be told, or none that `can_tell` takes.

        Nothing is told from the first sentence on that speaks to a language model rather than to a reader.
        """
        sentences = split_sentences(item.description)[:MOST_SENTENCES]
        if not any(map(can_tell, sentences)):
            return None
        harmless, vectors = self._suspicion.harmless(sentences)
        closeness = zip(harmless, (vectors @ self._wish).tolist(), strict=True)
        told = [(close, sentence) for sentence, close in closeness if len(sentence) <= LONGEST]
        return max(told, key=lambda pair: pair[0])[1] if told else None
