"""What other people chose together: how often each item was chosen, and each pair of items by the same person.

Items that go with those that a person names, by co-occurrence smoothed towards popularity: the conditional-probability
item-to-item recommender of Deshpande and Karypis (2004, "Item-based top-N recommendation algorithms").
"""

import sqlite3
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from polyrec.retrievers.columns import Mask

SMOOTHING = 5.0
"""Choices' worth of popularity in what goes with one item."""
POPULARITY = 0.01
"""What ln(1 + choices) counts beside the likelihood of going together."""
POPULAR = 0.05
LARGEST = 100
"""Items of one person that are counted; more say nothing of any two of them."""


class Companions:
    """Counts over the rows of one catalogue."""

    def __init__(self, size: int) -> None:
        self._chosen = np.zeros(size)
        self._pairs: dict[int, dict[int, float]] = {}

    @classmethod
    def of(cls, choices: Iterable[Sequence[int]], size: int) -> "Companions":
        """Counted from the rows that each person chose; `size` is the largest row + 1."""
        companions = cls(size)
        for rows in choices:
            companions.add(rows)
        return companions

    def add(self, rows: Sequence[int]) -> None:
        """One person's choices; an item that occurs twice counts once."""
        chosen = list(dict.fromkeys(rows))[:LARGEST]
        self._chosen[chosen] += 1
        for row in chosen:
            beside = self._pairs.setdefault(row, {})
            for other in chosen:
                if other != row:
                    beside[other] = beside.get(other, 0.0) + 1

    def chosen(self, row: int) -> int:
        """How many people chose an item."""
        return int(self._chosen[row])

    def is_popular(self, row: int) -> bool:
        """Whether an item is among the POPULAR most chosen of all that anybody chose."""
        chosen = self._chosen[self._chosen > 0]
        return bool(self._chosen[row] >= np.quantile(chosen, 1 - POPULAR)) if len(chosen) else False

    def together(self, row: int, other: int) -> int:
        """How many people chose both items."""
        return int(self._pairs.get(row, {}).get(other, 0))

    def best(self, named: Sequence[int], allowed: Mask, count: int) -> list[int]:
        """Up to `count` allowed rows that anybody chose, those that go best with the named ones first."""
        share = self._chosen / max(1.0, self._chosen.sum())
        scores: NDArray[np.float64] = POPULARITY * np.log1p(self._chosen)
        for row in named:
            weights = SMOOTHING * share
            for other, together in self._pairs.get(row, {}).items():
                weights[other] += together
            scores = scores + weights / (self._chosen[row] + SMOOTHING)
        scores = np.where(allowed[: len(scores)] & (self._chosen > 0), scores, -np.inf)
        scores[list(named)] = -np.inf
        best = np.argsort(-scores, kind="stable")[:count]
        return [int(row) for row in best if scores[row] > -np.inf]


def read_companions(database: sqlite3.Connection, size: int) -> Companions | None:
    """What a catalogue has learned, `size` being its largest row + 1; None when that is nothing."""
    choices: dict[int, list[int]] = {}
    known = "SELECT person, row FROM choices WHERE row IN (SELECT row FROM items) ORDER BY person, row"
    for person, row in database.execute(known):
        choices.setdefault(person, []).append(row)
    return Companions.of(choices.values(), size) if choices else None
