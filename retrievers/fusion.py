"""Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009)."""

from collections.abc import Mapping, Sequence

K = 60
"""The paper's constant: how little the very first ranks stand out."""


def fuse(rankings: Sequence[Sequence[int]], weights: Sequence[float]) -> Mapping[int, float]:
    """The fused score of every row that stands in a ranking: the sum of weight / (K + rank), ranks from 1."""
    scores: dict[int, float] = {}
    for ranking, weight in zip(rankings, weights, strict=True):
        for rank, row in enumerate(ranking, start=1):
            scores[row] = scores.get(row, 0.0) + weight / (K + rank)
    return scores
