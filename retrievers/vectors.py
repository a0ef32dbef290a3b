"""The vector index of one catalogue, in ChromaDB. It is derived: it can always be made again from the database."""

from collections.abc import Sequence
from pathlib import Path

import chromadb
import numpy as np
from chromadb.config import Settings
from chromadb.errors import ChromaError

from polyrec.retrievers.embedders import Vectors
from polyrec.retrievers.errors import CatalogError

__all__ = ["ChromaError", "VectorStore"]

COLLECTION = "items"
BREADTH = 100
"""hnsw's ef_search: how many neighbours the index keeps in view; more finds more and takes longer."""


class VectorStore:
    """Nearest neighbours by cosine among the vectors of a catalogue's rows."""

    def __init__(self, folder: Path) -> None:
        client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
        self._collection = client.get_or_create_collection(
            COLLECTION,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "ef_search": BREADTH}},
        )

    def __len__(self) -> int:
        return self._collection.count()

    def put(self, rows: Sequence[int], vectors: Vectors) -> None:
        """Sets the vectors, shape (n, dimension), of n rows."""
        self._collection.upsert(ids=[str(row) for row in rows], embeddings=vectors)

    def drop(self, rows: Sequence[int]) -> None:
        """Forgets rows; those it does not hold are passed over."""
        if rows:
            self._collection.delete(ids=[str(row) for row in rows])

    def get(self, rows: Sequence[int]) -> Vectors:
        """The vectors of rows in their order, shape (n, dimension).

        Raises CatalogError when it does not hold them all.
        """
        found = self._collection.get(ids=[str(row) for row in rows], include=["embeddings"])
        places = {row: place for place, row in enumerate(found["ids"])}
        if len(places) < len(rows) or found["embeddings"] is None:
            raise CatalogError(
                "Some vectors of the catalogue are missing.", "Make them anew with: polyrec index FILE --rebuild"
            )
        vectors: Vectors = np.asarray(found["embeddings"], np.float32)[[places[str(row)] for row in rows]]
        return vectors

    def nearest(self, vector: Vectors, count: int) -> list[tuple[int, float]]:
        """About the nearest rows with their cosines, up to `count`, nearest first (hnsw misses some)."""
        result = self._collection.query(query_embeddings=vector[np.newaxis], n_results=count, include=["distances"])
        distances = result["distances"] or [[]]
        return [(int(row), 1.0 - distance) for row, distance in zip(result["ids"][0], distances[0], strict=True)]
