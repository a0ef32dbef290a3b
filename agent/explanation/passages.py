"""Which sentence of an item's description to tell: the one that is nearest to what the person said."""

from polyrec.agent.sentences import split_sentences
from polyrec.agent.suspicion import Suspicion
from polyrec.retrievers import Embedder, Item

LONGEST = 260
"""Letters of a passage."""
MOST_SENTENCES = 8


class Passages:
    """Finds the passage of each item for one request."""

    def __init__(self, embedder: Embedder, suspicion: Suspicion, request: str) -> None:
        self._embedder = embedder
        self._suspicion = suspicion
        self._request = request

    def of(self, item: Item) -> str | None:
        """The sentence to tell; None where the description holds none that may be told.

        Nothing is told from the first sentence on that speaks to a language model rather than to a reader.
        """
        sentences = self._suspicion.harmless(split_sentences(item.description)[:MOST_SENTENCES])
        sentences = [sentence for sentence in sentences if len(sentence) <= LONGEST]
        if len(sentences) < 2:
            return sentences[0] if sentences else None
        vectors = self._embedder.query([self._request, *sentences])
        closeness = vectors[1:] @ vectors[0]
        return sentences[int(closeness.argmax())]
