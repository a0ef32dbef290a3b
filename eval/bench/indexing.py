"""How many items a second are embedded, and how near that comes to what the machine can multiply."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from polyrec.retrievers import open_embedder

TEXT = (
    "A lighthouse keeper and his brother have not spoken for twenty years. When a storm cuts the island off from "
    "the mainland, a letter that their father wrote during the war is found in the wall of the boat house, and "
    "both of them have to decide whether they want to know what it says before the ferry comes back in the "
    "spring."
)
PARAMETERS = 12 * (4 * 384 * 384 + 2 * 384 * 1536)
"""Weights of multilingual-e5-small that every token is multiplied by; attention adds a few per cent."""
TOKENS = 80
SIZE = 1_536


@dataclass(frozen=True, slots=True)
class IndexingReport:
    """Items of about 80 tokens a second; multiplications of 32-bit numbers a second that this machine reaches."""

    embedder: str
    rate: float
    products: float

    def lines(self) -> Iterator[str]:
        """The report in words."""
        limit = self.products / (PARAMETERS * TOKENS)
        yield f"{self.embedder}: {self.rate:.1f} items of about {TOKENS} tokens a second"
        yield f"32-bit products of this machine: {self.products / 1e9:.0f} thousand million a second,"
        yield f"enough for {limit:.0f} such items a second ({self.rate / limit:.0%} of it is reached)"


def measure_indexing(embedder: str, items: int) -> IndexingReport:
    """Embeds so many texts after a few to warm up."""
    opened = open_embedder(embedder)
    opened.passage([TEXT] * 8)
    started = time.perf_counter()
    opened.passage([f"{number} {TEXT}" for number in range(items)])
    return IndexingReport(embedder, items / (time.perf_counter() - started), _products())


def _products() -> float:
    """Multiplications a second in the product of two matrices, the best of five."""
    matrix = np.random.default_rng(0).standard_normal((SIZE, SIZE), dtype=np.float32)
    seconds = []
    for _ in range(5):
        started = time.perf_counter()
        matrix @ matrix
        seconds.append(time.perf_counter() - started)
    return float(SIZE**3 / min(seconds))
