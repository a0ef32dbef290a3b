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
LEVELLED = 4
"""How many times more neighbours are looked at where items of several languages must be made comparable."""
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


def retrieve(
    request: Request, catalog: Catalog, embedder: Embedder, centre: Vectors | None = None, count: int = WIDE
) -> Candidates:
    """Up to `count` candidates for a request; none only when the catalogue is empty.

    `centre`, shape (dimension,), is what questions in the request's language have in common and is taken away from it.
    """
    allowed, dropped = _allowed(request, catalog)
    vector = _query_vector(request, catalog, embedder, centre)
    dense = _nearest(catalog, vector, count, allowed)
    similar = {catalog.row(wish.item_id) for wish in request.wishes if not isinstance(wish, Constraint)}
    dense = [(row, cosine) for row, cosine in dense if row not in similar]
    lexical = [row for row in search_words(catalog, request.rest, count, allowed) if row not in similar]
    cosines = dict(dense)
    scores = fuse([list(cosines), lexical], [DENSE_WEIGHT, LEXICAL_WEIGHT])
    rows = sorted(scores, key=lambda row: (-scores[row], row))[:count]
    if request.order:
        rows = catalog.ordered(request.order, allowed if allowed is not None else set(rows), count) or rows
    ranks = [{row: rank for rank, row in enumerate(ranking, start=1)} for ranking in (cosines, lexical)]
    hits = (
        Hit(item, scores.get(row, 0.0), cosines.get(row), ranks[0].get(row), ranks[1].get(row))
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


def _query_vector(request: Request, catalog: Catalog, embedder: Embedder, centre: Vectors | None) -> Vectors:
    """The message's vector; with titles to resemble, the mean of theirs and of what else was said."""
    asked = request.text if not request.similar else request.rest
    vector = embedder.query([asked])[0] if asked.strip() else None
    if vector is not None and centre is not None:
        vector = _unit(vector - centre)
    rows = [row for wish in request.similar if (row := catalog.row(wish.item_id)) is not None]
    models = catalog.vectors.get(rows) if rows else None
    parts = [] if models is None else [np.asarray(models, dtype=np.float32).mean(axis=0)]
    return _unit(np.mean([*parts, *([] if vector is None else [vector])], axis=0))


def _unit(vector: Vectors) -> Vectors:
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def _nearest(catalog: Catalog, vector: Vectors, count: int, allowed: frozenset[int] | None) -> list[tuple[int, float]]:
    """Up to `count` rows with their cosines, nearest first, as if all were described in one language.

    What the other items of its language have in common is taken away from each, as it is from the question, so that no
    language is favoured.
    """
    if not catalog.language_centres:
        return _nearest_raw(catalog, vector, count, allowed)
    found = _nearest_raw(catalog, vector, LEVELLED * count, allowed)
    leads = {language: float(vector @ centre) for language, centre in catalog.language_centres.items()}
    languages = catalog.languages([row for row, _ in found])
    level = []
    for row, cosine in found:
        lead, weight = leads.get(languages.get(row, "")), catalog.language_weights.get(languages.get(row, ""), 0)
        others = sum(leads.values()) / len(leads) if lead is None else (weight * lead - cosine) / (weight - 1)
        level.append((row, cosine - others))
    return sorted(level, key=lambda pair: -pair[1])[:count]


def _nearest_raw(
    catalog: Catalog, vector: Vectors, count: int, allowed: frozenset[int] | None
) -> list[tuple[int, float]]:
    if allowed is None:
        return catalog.vectors.nearest(vector, count + 1)
    if len(allowed) <= NARROW:
        return catalog.vectors.nearest(vector, min(count, len(allowed)), sorted(allowed))
    reach = min(len(catalog.vectors), 2 * count * len(catalog.vectors) // len(allowed) + count)
    return [(row, cosine) for row, cosine in catalog.vectors.nearest(vector, reach) if row in allowed][:count]
