"""Maximal marginal relevance: relevant, and unlike those before (Carbonell and Goldstein, SIGIR 1998)."""

from collections.abc import Sequence

import numpy as np

from polyrec.retrievers.embedders import Vectors


def diversify(scores: Sequence[float], vectors: Vectors, dial: float) -> list[int]:
    """The places of n items in their new order; `vectors` has the shape (n, dimension).

    `dial` is 1 − λ of the paper: 0 keeps the order of the scores, 1 asks only that items differ. Scores are put on
    [0, 1], and vectors are compared without what they all have in common, since e5's cosines lie close together.
    """
    relevance = np.asarray(scores, np.float64)
    relevance = (relevance - relevance.min()) / (np.ptp(relevance) or 1.0)
    own = vectors - vectors.mean(axis=0)
    own /= np.maximum(np.linalg.norm(own, axis=1, keepdims=True), 1e-9)
    likeness = own @ own.T
    order = [int(relevance.argmax())]
    left = np.ones(len(relevance), np.bool_)
    closest = np.full(len(relevance), -1.0)
    while len(order) < len(relevance):
        left[order[-1]] = False
        closest = np.maximum(closest, likeness[order[-1]])
        marginal = (1 - dial) * relevance - dial * closest
        order.append(int(np.where(left, marginal, -np.inf).argmax()))
    return order
