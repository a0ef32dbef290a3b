"""Any sentence-transformers model, by hub name or folder."""

from collections.abc import Sequence

import numpy as np
from sentence_transformers import SentenceTransformer

from polyrec.retrievers.embedders.base import Vectors


class SentenceTransformerEmbedder:
    """A model with its own query and passage prompts where its configuration names them."""

    def __init__(self, model: str) -> None:
        self._model = SentenceTransformer(model)
        self.name = f"sentence-transformers:{model}"
        self.dimension = len(self.query(["?"])[0])

    def query(self, texts: Sequence[str]) -> Vectors:
        """See Embedder.query."""
        return np.asarray(self._model.encode_query(list(texts), normalize_embeddings=True), dtype=np.float32)

    def passage(self, texts: Sequence[str]) -> Vectors:
        """See Embedder.passage."""
        return np.asarray(self._model.encode_document(list(texts), normalize_embeddings=True), dtype=np.float32)
