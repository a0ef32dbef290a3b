"""Finding candidates: hard constraints first, then meaning and words fused."""

from collections.abc import Collection, Iterator, Sequence
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
from polyrec.retrievers.taste import NO_TASTE, Taste, spread

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

LEANING = 0.5
"""How far a question is moved towards more of something, or away from it."""
TASTE_WEIGHT, TASTE_VALUES_WEIGHT, TASTE_TOGETHER_WEIGHT = 0.3, 0.6, 0.6
"""What a person's taste counts beside the wish: by meaning, by facets, by what others chose."""
MOST_LIKED = 50
"""Liked items, the dearest first, whose company is looked for."""
PREFERRED = 1.1
"""What a preferred value multiplies a score with."""
START_DIVERSITY = 0.7


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
    taste: Taste = NO_TASTE,
    known: Collection[str] = (),
) -> Candidates:
    """Up to `count` candidates for a request; none where the catalogue is empty or all that fits is `known`.

    `centre`, shape (dimension,), is what questions in the request's language have in common and is taken away from it.
    `diversity` in [0, 1] asks for items that differ from one another, see `diversify`. Where a range had to be given
    up, the items nearest to it come first. `taste` is that of the person who asks, `known` are ids of items not to be
    found. Where nothing is asked and no taste known, what many chose comes first, and varied.
    """
    allowed, dropped = _allowed(request, catalog, known)
    far = _distances(dropped, catalog)
    if far is not None:
        allowed = _closest(allowed, far, count)
    vector = _query_vector(request, catalog, embedder, centre)
    similar = {catalog.row(wish.item_id) for wish in request.wishes if not isinstance(wish, Constraint)}
    dense = _nearest(catalog, vector, count, allowed) if vector is not None else []
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
    for ranking, weight in _of_taste(taste, catalog, allowed, count):
        rankings.append(ranking)
        weights.append(weight)
    if not any(rankings):
        rankings.append(_start(catalog, allowed, count))
        weights.append(DENSE_WEIGHT)
        diversity = max(diversity, START_DIVERSITY)
    scores = fuse(rankings, weights)
    scores = {row: score * _preference(row, taste, catalog) for row, score in scores.items()}
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


def _of_taste(taste: Taste, catalog: Catalog, allowed: Mask, count: int) -> Iterator[tuple[list[int], float]]:
    """The rankings that a taste makes, with their weights: by meaning, by facets, by what others chose."""
    if taste.vector is not None:
        yield [row for row, _ in catalog.nearest(taste.vector, count, allowed)], TASTE_WEIGHT
    if taste.values:
        scores = np.where(allowed, catalog.columns.score(taste.values), 0.0)
        best = np.argsort(-scores, kind="stable")[:count]
        yield [int(row) for row in best if scores[row] > 0], TASTE_VALUES_WEIGHT
    if taste.rows and catalog.companions:
        liked = taste.rows[:MOST_LIKED]
        yield catalog.companions.best(liked, allowed, count), TASTE_TOGETHER_WEIGHT


def _preference(row: int, taste: Taste, catalog: Catalog) -> float:
    """What a score is multiplied with for each preferred value that an item has."""
    if not taste.preferred:
        return 1.0
    return PREFERRED ** sum(bool(catalog.columns.having(field, value)[row]) for field, value in taste.preferred)


def _start(catalog: Catalog, allowed: Mask, count: int) -> list[int]:
    """What to begin with: what many chose, or a walk through the catalogue where nobody has chosen anything; what is
    most like the rest of it first.
    """
    if catalog.companions and (chosen := catalog.companions.best((), allowed, count)):
        return chosen
    rows = spread(allowed, count)
    typical = catalog.matrix.get(rows) @ catalog.matrix.centre
    return [rows[place] for place in np.argsort(-typical, kind="stable")]


def _allowed(request: Request, catalog: Catalog, known: Collection[str]) -> tuple[Mask, tuple[Constraint, ...]]:
    """The rows that may be shown, and the constraints that these do not meet.

    The firmest constraints are held first, and each further one only where something is left that meets them all.
    What is known already still counts as met, so that no wish is given up because all that meets it was shown.
    """
    allowed = catalog.matching([])
    dropped: list[Constraint] = []
    for _, wish in sorted(enumerate(request.constraints), key=_firmness, reverse=True):
        fewer = allowed & catalog.matching([wish])
        if fewer.any():
            allowed = fewer
        else:
            dropped.append(wish)
    allowed[list(catalog.rows(known).values())] = False
    return allowed, tuple(dropped)


def _firmness(numbered: tuple[int, Constraint]) -> tuple[bool, bool, bool, int]:
    """A guess goes first, then numbers, then what was said long ago; what is not wanted is held longest."""
    place, wish = numbered
    return wish.source != "meaning", wish.negated, not isinstance(wish, RangeWish), place


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


def _query_vector(request: Request, catalog: Catalog, embedder: Embedder, centre: Vectors | None) -> Vectors | None:
    """The vector of what is asked; with titles to resemble, the mean of theirs and of what else was said.

    It is moved away from titles that the answer should not resemble, and as a person leans. None where nothing is said.
    """
    asked = request.asked if not request.similar else request.rest
    parts = [catalog.matrix.get(rows).mean(axis=0)] if (rows := _rows(request.similar, catalog)) else []
    if asked.strip():
        parts.append(_centred(embedder.query([asked])[0], centre))
    mean = np.mean(parts, axis=0) if parts else np.zeros_like(catalog.matrix.centre)
    if rows := _rows(request.unlike, catalog):
        mean = mean - AWAY * (catalog.matrix.get(rows).mean(axis=0) - catalog.matrix.centre)
    for leaning in request.leanings:
        towards = _centred(embedder.query([leaning.text])[0], centre)
        mean = mean + (LEANING if leaning.more else -LEANING) * towards
    return unit(mean) if parts or request.unlike or request.leanings else None


def _centred(vector: Vectors, centre: Vectors | None) -> Vectors:
    return vector if centre is None else unit(vector - centre)


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
