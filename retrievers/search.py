"""Finding candidates: hard constraints first, then meaning and words fused."""

from dataclasses import dataclass

import numpy as np

from polyrec.retrievers.catalog import Catalog
from polyrec.retrievers.embedders import Embedder, Vectors
from polyrec.retrievers.fusion import fuse
from polyrec.retrievers.items import Item
from polyrec.retrievers.lexical import search_words
from polyrec.retrievers.request import Constraint, RangeWish, Request

WIDE = 50
NARROW = 2_000
"""Up to so many allowed rows the vector index is asked among them; above, it is asked for more and filtered after."""
DENSE_WEIGHT, LEXICAL_WEIGHT = 1.0, 0.5


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate: its fused score, its cosine to the wish (None when only words found it), and the routes' ranks."""

    item: Item
    score: float
    similarity: float | None
    dense_rank: int | None
    lexical_rank: int | None


@dataclass(frozen=True, slots=True)
class Candidates:
    """What was found, best first. `dropped` are the constraints that had to be given up so that anything fits."""

    hits: tuple[Hit, ...]
    dropped: tuple[Constraint, ...] = ()


def retrieve(request: Request, catalog: Catalog, embedder: Embedder, count: int = WIDE) -> Candidates:
    """Up to `count` candidates for a request; none only when the catalogue is empty."""
    allowed, dropped = _allowed(request, catalog)
    vector = _query_vector(request, catalog, embedder)
    dense = _nearest(catalog, vector, count, allowed)
    similar = {catalog.row(wish.item_id) for wish in request.wishes if not isinstance(wish, Constraint)}
    dense = [(row, cosine) for row, cosine in dense if row not in similar]
    lexical = [row for row in search_words(catalog, request.rest, count, allowed) if row not in similar]
    cosines = dict(dense)
    scores = fuse([list(cosines), lexical], [DENSE_WEIGHT, LEXICAL_WEIGHT])
    rows = sorted(scores, key=lambda row: (-scores[row], row))[:count]
    ranks = [{row: rank for rank, row in enumerate(ranking, start=1)} for ranking in (cosines, lexical)]
    hits = (
        Hit(item, scores[row], cosines.get(row), ranks[0].get(row), ranks[1].get(row))
        for row, item in zip(rows, catalog.items(rows), strict=True)
    )
    return Candidates(tuple(hits), dropped)


def _allowed(request: Request, catalog: Catalog) -> tuple[frozenset[int] | None, tuple[Constraint, ...]]:
    """The rows that may be shown, None for all. Constraints are given up one by one, in the order of `_firmness`."""
    kept = sorted(request.constraints, key=_firmness, reverse=True)
    dropped: list[Constraint] = []
    while kept:
        if rows := catalog.matching(kept):
            return rows, tuple(dropped)
        dropped.append(kept.pop())
    return None, tuple(dropped)


def _firmness(wish: Constraint) -> tuple[bool, bool, bool, int]:
    """A guess goes first, then numbers, then what was said last; what is not wanted is held longest."""
    return wish.source != "meaning", wish.negated, not isinstance(wish, RangeWish), -wish.span.start


def _query_vector(request: Request, catalog: Catalog, embedder: Embedder) -> Vectors:
    """The message's vector; with titles to resemble, the mean of theirs and of what else was said."""
    rows = [row for wish in request.similar if (row := catalog.row(wish.item_id)) is not None]
    models = catalog.vectors.get(rows) if rows else None
    if models is None:
        vector: Vectors = embedder.query([request.text])[0]
        return vector
    parts = [np.asarray(models, dtype=np.float32).mean(axis=0)]
    if request.rest.strip():
        parts.append(embedder.query([request.rest])[0])
    mean: Vectors = np.mean(parts, axis=0).astype(np.float32)
    mean /= np.linalg.norm(mean)
    return mean


def _nearest(catalog: Catalog, vector: Vectors, count: int, allowed: frozenset[int] | None) -> list[tuple[int, float]]:
    if allowed is None:
        return catalog.vectors.nearest(vector, count + 1)
    if len(allowed) <= NARROW:
        return catalog.vectors.nearest(vector, min(count, len(allowed)), sorted(allowed))
    reach = min(len(catalog.vectors), 2 * count * len(catalog.vectors) // len(allowed) + count)
    return [(row, cosine) for row, cosine in catalog.vectors.nearest(vector, reach) if row in allowed][:count]
