"""What all questions in one language have in common, as a vector, so that it can be taken away from each.

Multilingual embedders keep much of a text's language in its vector: a question is nearer to everything in its own
language. Taking the mean of a language's texts away leaves more of the meaning (Libovický et al. 2020,
arXiv:2004.05160; Yang et al. 2021, arXiv:2109.04740).
"""

from functools import lru_cache

import numpy as np
import regex

from polyrec.prompts import load
from polyrec.retrievers import Embedder
from polyrec.retrievers.embedders import Vectors, unit

PLACEHOLDER = regex.compile(r"\$\w+")


class Centres:
    """The centres of questions in all languages that polyrec speaks, each worked out when it is first needed."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.of = lru_cache(maxsize=64)(self._of)

    def closeness(self, one: str, its_language: str, other: str, others_language: str) -> float:
        """The cosine of two texts, in [-1, 1], both without what their languages have in common."""
        vectors = self._embedder.query([one, other])
        first, second = unit(vectors[0] - self.of(its_language)), unit(vectors[1] - self.of(others_language))
        return float(first @ second)

    def _of(self, tag: str) -> Vectors:
        """The mean vector, shape (dimension,), of the interface in a language: a dozen texts will do."""
        texts = load(tag).interface.model_dump().values()
        centre: Vectors = np.mean(self._embedder.query([PLACEHOLDER.sub(" ", text) for text in texts]), axis=0)
        return centre
