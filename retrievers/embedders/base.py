"""What the store asks of an embedder."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


SMALLEST = 1e-9


def unit(vectors: Vectors) -> Vectors:
    """Vectors along the last axis, each of length one; zeros stay zeros."""
    scaled: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), SMALLEST)
    return scaled.astype(np.float32, copy=False)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a served embedder is found, and what it wants before questions and before passages.

    A None `base_url` is OpenAI's own. `timeout` is in seconds a request.
    """

    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    query_prompt: str = ""
    passage_prompt: str = ""
    timeout: float = 30.0


class Embedder(Protocol):
    """Turns texts of any language into vectors whose cosines say how close they are in meaning.

    `name` identifies weights and recipe: vectors of two embedders with the same name may be mixed.
    Both methods take n texts and return an L2-normalised array of shape (n, dimension); both may be called from
    several threads.
    """

    name: str
    dimension: int

    def query(self, texts: Sequence[str]) -> Vectors:
        """Vectors for what people ask."""
        ...

    def passage(self, texts: Sequence[str]) -> Vectors:
        """Vectors for what items say."""
        ...
