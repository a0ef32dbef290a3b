"""From a profile to the taste that search knows, and to the words that say it."""

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest
from math import log, sqrt
from weakref import WeakKeyDictionary

import numpy as np

from polyrec.agent.profile.profile import Profile
from polyrec.agent.understanding import fields_of
from polyrec.retrievers import FACETS, NO_TASTE, Catalog, Kind, RangeWish, Request, Span, Taste
from polyrec.retrievers.taste import AGAINST, taste_vector

FAVOURITES, FEWEST, MOST_VALUES = 3, 2, 20
"""How many favourite values are told; from how many items on a value says something; how many weigh in search."""
MOST_WEIGHED = 500
"""Items, those that are worth most or least, from which a taste is made."""
TOLD = (Kind.CATEGORY, Kind.PERSON, Kind.COUNTRY)
LIKED = 0.3
"""What an item must be worth to be called liked, and less than its negative to be called disliked."""
Weights = Mapping[int, float]
"""Rows, each with what it weighs."""
AGE = ("age", "min_age", "minimum_age", "age_rating")


@dataclass(frozen=True, slots=True)
class Favourite:
    """A value of a facet that stands out among liked items, or disliked ones."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Preferences:
    """What follows from a profile for one catalogue: the taste for search, what to say of it, what not to show."""

    taste: Taste = NO_TASTE
    liked: tuple[str, ...] = ()
    disliked: tuple[str, ...] = ()
    favourites: tuple[Favourite, ...] = ()
    avoided: tuple[Favourite, ...] = ()
    known: frozenset[str] = frozenset()
    wishes: tuple[RangeWish, ...] = ()

    def on(self, request: Request) -> Request:
        """The request with what the person has declared (a budget, an age), unless it says something of that itself."""
        said = {wish.field for wish in request.constraints}
        added = tuple(wish for wish in self.wishes if wish.field not in said)
        return replace(request, wishes=(*request.wishes, *added)) if added else request


NO_PREFERENCES = Preferences()


class Tastes:
    """The preferences of each profile, worked out when it has changed. May be used from several threads."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._known: WeakKeyDictionary[Profile, tuple[int, Preferences]] = WeakKeyDictionary()
        self._totals = {(facet.field, facet.value): facet.count for facet in catalog.facets}

    def of(self, profile: Profile) -> Preferences:
        """What follows from a profile now, or followed when it last changed."""
        version, preferences = self._known.get(profile, (None, NO_PREFERENCES))
        if version != profile.version:
            version, preferences = profile.version, self._worked_out(profile)
            self._known[profile] = (version, preferences)
        return preferences

    def _worked_out(self, profile: Profile) -> Preferences:
        worths = profile.worths(self._catalog.name, time.time())
        worths = dict(nlargest(MOST_WEIGHED, worths.items(), key=lambda pair: abs(pair[1])))
        rows = self._catalog.rows(worths)
        likes = sorted(((worth, item) for item, worth in worths.items() if worth > 0 and item in rows), reverse=True)
        dislikes = [(-worth, item) for item, worth in worths.items() if worth < 0 and item in rows]
        centre, matrix = self._catalog.matrix.centre, self._catalog.matrix
        vector = taste_vector(
            matrix.get([rows[item] for _, item in likes]) - centre,
            [worth for worth, _ in likes],
            matrix.get([rows[item] for _, item in dislikes]) - centre,
            [worth for worth, _ in dislikes],
        )
        liked = tuple(item for worth, item in likes if worth >= LIKED)
        disliked = tuple(item for worth, item in dislikes if worth >= LIKED)
        values = self._values(
            {rows[item]: worth for worth, item in likes}, {rows[item]: worth for worth, item in dislikes}
        )
        taste = Taste(vector, tuple(rows[item] for _, item in likes), values, self._preferred(profile))
        return Preferences(
            taste,
            liked,
            disliked,
            self._favourites(values, 1),
            self._favourites(values, -1),
            profile.known(self._catalog.name),
            tuple(self._declared(profile)),
        )

    def _preferred(self, profile: Profile) -> tuple[tuple[str, str], ...]:
        schema, facts = self._catalog.schema, profile.facts
        languages = schema.first(Kind.ITEM_LANGUAGE) or schema.first(Kind.LANGUAGE)
        countries = schema.first(Kind.COUNTRY)
        spoken = ((languages, tag) for tag in facts.languages if languages)
        return (*spoken, *(((countries, facts.region),) if countries and facts.region else ()))

    def _declared(self, profile: Profile) -> Sequence[RangeWish]:
        schema, facts = self._catalog.schema, profile.facts
        ages = [name for name in AGE if name in schema.named(Kind.NUMBER)]
        limits = [(fields_of("price", schema), facts.budget), (ages, facts.age)]
        return [
            RangeWish(fields[0], None, float(most), Span(0, 0, ""), "set")
            for fields, most in limits
            if fields and most is not None
        ]

    def _values(self, liked: Weights, disliked: Weights) -> tuple[tuple[str, str, float], ...]:
        """The values that tell liked items from others, and what each weighs; those of disliked ones weigh against.

        A content-based profile (Pazzani and Billsus 2007): how much commoner a value is among liked items than among
        all, the rarer it is the more.
        """
        weights: defaultdict[tuple[str, str], float] = defaultdict(float)
        for rows, sign in ((liked, 1.0), (disliked, -AGAINST)):
            for pair, share in self._shares(rows).items():
                common = self._totals[pair] / len(self._catalog)
                weights[pair] += sign * (share - common) * sqrt(log(1 / common))
        best = sorted(weights, key=lambda pair: -abs(weights[pair]))[:MOST_VALUES]
        return tuple((*pair, weights[pair]) for pair in best)

    def _shares(self, rows: Weights) -> dict[tuple[str, str], float]:
        """The share of each value among some rows, by weight; those that but one of them has say nothing."""
        if not rows:
            return {}
        columns = self._catalog.columns
        weights, ones = np.zeros(len(columns)), np.zeros(len(columns))
        weights[list(rows)], ones[list(rows)] = list(rows.values()), 1
        total = float(weights.sum())
        return {
            (field, value): share / total
            for field in self._catalog.schema.named(*FACETS)
            if self._catalog.schema.fields[field].kind is not Kind.ITEM_LANGUAGE
            for counts in (columns.tally(field, ones),)
            for value, share in columns.tally(field, weights).items()
            if counts[value] >= FEWEST
        }

    def _favourites(self, values: Sequence[tuple[str, str, float]], sign: int) -> tuple[Favourite, ...]:
        """The values that tell most of what is liked (`sign` 1) or disliked (-1), for people to read."""
        told = self._catalog.schema.named(*TOLD)
        best = [(field, value) for field, value, weight in values if weight * sign > 0 and field in told]
        return tuple(Favourite(*pair) for pair in best[:FAVOURITES])
