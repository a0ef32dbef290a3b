"""A taste made up for one person: genres, countries, a time, and a good deal of chance."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from polyrec.retrievers import Item

GENRES, COUNTRIES = 2, 2
WEIGHTS = {"genres": 1.5, "countries": 1.0, "decade": 1.0}
"""What each thing that agrees with a taste adds to the liking for a film, beside Gumbel noise of scale 1."""
DECADE = 10


@dataclass(frozen=True)
class SimulatedTaste:
    """The taste of the person of a name; the same name has the same taste."""

    name: str

    def favourites(self, items: Sequence[Item], count: int) -> list[Item]:
        """The `count` items that the person likes best, in an order that says nothing."""
        chance = random.Random(self.name)  # noqa: S311 (a sample, not a secret)
        wanted = self._wanted(items, chance)
        liking = {item.id: _liking(item, wanted) - math.log(-math.log(chance.random())) for item in items}
        best = sorted(items, key=lambda item: -liking[item.id])[:count]
        chance.shuffle(best)
        return best

    def told(self) -> str:
        """Whose taste it is, for people who read the records."""
        return f"simulated person {self.name}"

    def _wanted(self, items: Sequence[Item], chance: random.Random) -> dict[str, set[str]]:
        """Values drawn as often as items have them."""
        drawn = {
            field: [chance.choice(values) for _ in range(count) if (values := _all(items, field))]
            for field, count in (("genres", GENRES), ("countries", COUNTRIES))
        }
        return {field: set(values) for field, values in drawn.items()} | {"decade": {_decade(chance.choice(items))}}


def _liking(item: Item, wanted: dict[str, set[str]]) -> float:
    agreeing = {field: len(set(item.values(field)) & wanted[field]) for field in ("genres", "countries")}
    agreeing["decade"] = int(_decade(item) in wanted["decade"])
    return sum(WEIGHTS[field] * count for field, count in agreeing.items())


def _all(items: Sequence[Item], field: str) -> list[str]:
    return [value for item in items for value in item.values(field)]


def _decade(item: Item) -> str:
    return str(int((item.number("year") or 0) // DECADE))
