"""Finding candidates: hard constraints first, then meaning and words fused."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from polyrec.retrievers.catalog import Catalog
from polyrec.retrievers.columns import Mask, Numbers
from polyrec.retrievers.diversity import diversify
from polyrec.retrievers.embedders import Embedder, Vectors, unit
from polyrec.retrievers.fusion import fuse
from polyrec.retrievers.items import Item
from polyrec.retrievers.lexical import search_words
from polyrec.retrievers.request import Constraint, RangeWish, Request, SimilarWish

WIDE = 50
LEVELLED = 4
"""How many times more neighbours are looked at where items of several languages must be made comparable."""
DENSE_WEIGHT, LEXICAL_WEIGHT = 1.0, 0.5
AWAY = 0.5
"""How far a question is moved away from what sets titles apart that the answer should not resemble."""
TRANSLATED_WEIGHT = 0.7
"""What the routes of a translation count beside those of the message itself."""
TOGETHER_WEIGHT = 2.0
"""What it counts that people chose an item together with those that a message names; see docs/evaluation.md."""


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
    request: Request,
    catalog: Catalog,
    embedder: Embedder,
    centre: Vectors | None = None,
    count: int = WIDE,
    diversity: float = 0.0,
) -> Candidates:
    """Up to `count` candidates for a request; none only when the catalogue is empty.

    `centre`, shape (dimension,), is what questions in the request's language have in common and is taken away from it.
    `diversity` in [0, 1] asks for items that differ from one another, see `diversify`. Where a range had to be given
    up, the items nearest to it come first.
    """
    allowed, dropped = _allowed(request, catalog)
    far = _distances(dropped, catalog)
    if far is not None:
        allowed = _closest(allowed, far, count)
    vector = _query_vector(request, catalog, embedder, centre)
    dense = _nearest(catalog, vector, count, allowed)
    similar = {catalog.row(wish.item_id) for wish in request.wishes if not isinstance(wish, Constraint)}
    dense = [(row, cosine) for row, cosine in dense if row not in similar]
    lexical = [row for row in search_words(catalog, request.rest, count, allowed) if row not in similar]
    cosines = dict(dense)
    rankings, weights = [list(cosines), lexical], [DENSE_WEIGHT, LEXICAL_WEIGHT]
    if request.translation:
        translated = _nearest(catalog, embedder.query([request.translation])[0], count, allowed)
        rankings += [[row for row, _ in translated], search_words(catalog, request.translation, count, allowed)]
        weights += [TRANSLATED_WEIGHT * DENSE_WEIGHT, TRANSLATED_WEIGHT * LEXICAL_WEIGHT]
    if request.similar and catalog.companions:
        rankings.append(catalog.companions.best(_rows(request.similar, catalog), allowed, count))
        weights.append(TOGETHER_WEIGHT)
    scores = fuse(rankings, weights)
    rows = sorted(scores, key=lambda row: (-scores[row], row))[:count]
    if request.order:
        rows = catalog.ordered(request.order, allowed, count) or rows
    elif far is not None:
        rows.sort(key=lambda row: far[row])
    elif diversity and len(rows) > 1:
        order = diversify([scores[row] for row in rows], catalog.matrix.get(rows), diversity)
        rows = [rows[place] for place in order]
    ranks = [{row: rank for rank, row in enumerate(ranking, start=1)} for ranking in (cosines, lexical)]
    hits = (
        Hit(item, scores.get(row, 0.0), cosines.get(row), ranks[0].get(row), ranks[1].get(row))
        for row, item in zip(rows, catalog.items(rows), strict=True)
    )
    return Candidates(tuple(hits), dropped)


def _allowed(request: Request, catalog: Catalog) -> tuple[Mask, tuple[Constraint, ...]]:
    """The rows that may be shown, and the constraints that these do not meet.

    The firmest constraints are held first, and each further one only where something is left that meets them all.
    """
    allowed = catalog.matching([])
    dropped: list[Constraint] = []
    for wish in sorted(request.constraints, key=_firmness, reverse=True):
        fewer = allowed & catalog.matching([wish])
        if fewer.any():
            allowed = fewer
        else:
            dropped.append(wish)
    return allowed, tuple(dropped)


def _firmness(wish: Constraint) -> tuple[bool, bool, bool, int]:
    """A guess goes first, then numbers, then what was said last; what is not wanted is held longest."""
    return wish.source != "meaning", wish.negated, not isinstance(wish, RangeWish), -wish.span.start


def _distances(dropped: Sequence[Constraint], catalog: Catalog) -> Numbers | None:
    """How far each row lies from the ranges that were given up, by their own size; None where none was."""
    ranges = [wish for wish in dropped if isinstance(wish, RangeWish) and not wish.negated]
    sizes = [max(abs(end) for end in (wish.low, wish.high) if end is not None) or 1.0 for wish in ranges]
    far = [catalog.columns.distances(wish) / size for wish, size in zip(ranges, sizes, strict=True)]
    total: Numbers | None = np.sum(far, axis=0) if far else None
    return total


def _closest(allowed: Mask, far: Numbers, count: int) -> Mask:
    """The `count` allowed rows that lie nearest, and those as near as the last of them."""
    reach = np.sort(far[allowed])[:count]
    return allowed & (far <= reach[-1]) if len(reach) else allowed


def _query_vector(request: Request, catalog: Catalog, embedder: Embedder, centre: Vectors | None) -> Vectors:
    """The message's vector; with titles to resemble, the mean of theirs and of what else was said.

    It is moved away from titles that the answer should not resemble.
    """
    asked = request.text if not request.similar else request.rest
    vector = embedder.query([asked])[0] if asked.strip() else None
    if vector is not None and centre is not None:
        vector = unit(vector - centre)
    parts = [catalog.matrix.get(rows).mean(axis=0)] if (rows := _rows(request.similar, catalog)) else []
    mean = np.mean([*parts, *([] if vector is None else [vector])], axis=0)
    if rows := _rows(request.unlike, catalog):
        mean = mean - AWAY * (catalog.matrix.get(rows).mean(axis=0) - catalog.matrix.centre)
    return unit(mean)


def _rows(wishes: Sequence[SimilarWish], catalog: Catalog) -> list[int]:
    return [row for wish in wishes if (row := catalog.row(wish.item_id)) is not None]


def _nearest(catalog: Catalog, vector: Vectors, count: int, allowed: Mask) -> list[tuple[int, float]]:
    """Up to `count` rows with their cosines, nearest first, as if all were described in one language.

    What the other items of its language have in common is taken away from each, as it is from the question, so that no
    language is favoured.
    """
    if not catalog.language_centres:
        return catalog.nearest(vector, count, allowed)
    found = catalog.nearest(vector, LEVELLED * count, allowed)
    leads = {language: float(vector @ centre) for language, centre in catalog.language_centres.items()}
    languages = catalog.languages([row for row, _ in found])
    level = []
    for row, cosine in found:
        lead, weight = leads.get(languages.get(row, "")), catalog.language_weights.get(languages.get(row, ""), 0)
        others = sum(leads.values()) / len(leads) if lead is None else (weight * lead - cosine) / (weight - 1)
        level.append((row, cosine - others))
    return sorted(level, key=lambda pair: -pair[1])[:count]
