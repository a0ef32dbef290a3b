"""From a profile to the taste that search knows, and to the words that say it."""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from polyrec.agent.profile.profile import Profile
from polyrec.agent.understanding import fields_of
from polyrec.retrievers import NO_TASTE, Catalog, Kind, RangeWish, Request, Span, Taste
from polyrec.retrievers.taste import taste_vector

FAVOURITES, FEWEST, LIFT = 3, 3, 1.5
"""How many favourite values are told, of how many liked items they must be, and how much commoner than elsewhere."""
TOLD = (Kind.CATEGORY, Kind.PERSON, Kind.COUNTRY)
LIKED = 0.3
"""What an item must be worth to be called liked, and less than its negative to be called disliked."""
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
        self._totals = Counter({(facet.field, facet.value): facet.count for facet in catalog.facets})

    def of(self, profile: Profile) -> Preferences:
        """What follows from a profile now."""
        worths = profile.worths(self._catalog.name, time.time())
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
        taste = Taste(vector, tuple(rows[item] for _, item in likes), self._preferred(profile))
        return Preferences(
            taste,
            liked,
            disliked,
            self._favourites([rows[item] for item in liked]),
            self._favourites([rows[item] for item in disliked]),
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

    def _favourites(self, rows: Sequence[int]) -> tuple[Favourite, ...]:
        """The values that stand out among some items, the most telling first."""
        fields = self._catalog.schema.named(*TOLD)
        counted = Counter(
            (field, value) for item in self._catalog.items(rows) for field in fields for value in item.values(field)
        )
        lifts = {
            pair: count / len(rows) * len(self._catalog) / self._totals[pair]
            for pair, count in counted.items()
            if count >= FEWEST and self._totals[pair]
        }
        best = sorted(
            (pair for pair, lift in lifts.items() if lift >= LIFT), key=lambda pair: -_telling(pair, counted, lifts)
        )
        return tuple(Favourite(*pair) for pair in best[:FAVOURITES])


def _telling(
    pair: tuple[str, str], counted: Mapping[tuple[str, str], int], lifts: Mapping[tuple[str, str], float]
) -> float:
    """Common among liked items, and rarer elsewhere."""
    return counted[pair] * min(lifts[pair], 5.0)
