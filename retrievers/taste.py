"""What is known of a person when candidates are sought: whom they resemble in items liked, and what they prefer."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from polyrec.retrievers.columns import Mask
from polyrec.retrievers.embedders import Vectors, unit

AGAINST = 0.5
"""What dislikes count beside likes (Rocchio 1971 gives what is irrelevant less weight, too)."""


@dataclass(frozen=True, slots=True)
class Taste:
    """A person's taste over the rows of one catalogue.

    `vector`, shape (dimension,), points from the middle of the catalogue to what is liked, None where nothing is;
    `rows` are the liked ones, the dearest first; `values` are facet values with what each speaks for an item, or
    against it; `preferred` are (field, value) pairs that the person declared.
    """

    vector: Vectors | None = None
    rows: tuple[int, ...] = ()
    values: tuple[tuple[str, str, float], ...] = ()
    preferred: tuple[tuple[str, str], ...] = ()


NO_TASTE = Taste()


def taste_vector(
    liked: Vectors, likes: Sequence[float], disliked: Vectors, dislikes: Sequence[float]
) -> Vectors | None:
    """The direction of a taste: the weighted mean of what is liked, less some of that of what is not.

    `liked` and `disliked` have the shape (n, dimension), already without what all items have in common; weights are
    positive. None where nothing is liked and nothing disliked.
    """
    parts = []
    if len(liked):
        parts.append(np.average(liked, axis=0, weights=likes))
    if len(disliked):
        parts.append(-AGAINST * np.average(disliked, axis=0, weights=dislikes))
    return unit(np.sum(parts, axis=0)) if parts else None


def spread(rows: Mask, limit: int) -> list[int]:
    """Up to `limit` rows of a mask, evenly from its first to its last."""
    known = np.flatnonzero(rows)
    places = np.linspace(0, len(known) - 1, min(limit, len(known))).round().astype(np.int64)
    found: list[int] = known[np.unique(places)].tolist() if len(known) else []
    return found
