"""What a filter asks of every row, in memory: the facets and numbers of a catalogue, field by field.

A filter is a mask, shape (last row + 1,), true for the rows that may be shown. Masks cost the same for rare values, for
common ones, and for "not": a million rows take a millisecond.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from polyrec.retrievers.request import Constraint, FacetWish, RangeWish

Mask = NDArray[np.bool_]
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class FacetColumn:
    """All rows that state a field, value by value: those of `values[n]` begin at `starts[n]`."""

    rows: NDArray[np.int64]
    values: Sequence[str]
    starts: NDArray[np.int64]

    def of(self, value: str) -> NDArray[np.int64]:
        """The rows that state a value."""
        place = self._places.get(value)
        if place is None:
            return self.rows[:0]
        return self.rows[self.starts[place] : self.starts[place + 1] if place + 1 < len(self.starts) else None]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {value: place for place, value in enumerate(self.values)}


class Columns:
    """The columns of one catalogue, each read when it is first needed. May be used from several threads."""

    def __init__(self, database: Callable[[], sqlite3.Connection]) -> None:
        self._database = database
        self._size = 1 + (database().execute("SELECT max(row) FROM items").fetchone()[0] or 0)
        self.numbers = lru_cache(maxsize=None)(self._read_numbers)
        self._facet = lru_cache(maxsize=None)(self._read_facet)
        self._items = self.mask(row for (row,) in database().execute("SELECT row FROM items"))

    def __len__(self) -> int:
        """The length of a mask: the largest row + 1."""
        return self._size

    def matching(self, constraints: Iterable[Constraint]) -> Mask:
        """The rows that meet every constraint.

        An item that does not state a number never lies in a range, nor outside it; one that does not state a facet
        lacks the value.
        """
        mask = self._items.copy()
        for wish in constraints:
            mask &= self._meeting(wish)
        return mask

    def having(self, field: str, value: str) -> Mask:
        """The rows whose field holds a value."""
        return self.mask(self._facet(field).of(value))

    def tally(self, field: str, weights: Numbers) -> dict[str, float]:
        """The sum of the weights of the rows that state each value of a facet, where it is not 0.

        `weights` has the length of a mask.
        """
        facet = self._facet(field)
        if not len(facet.rows):
            return {}
        sums = np.add.reduceat(weights[facet.rows], facet.starts)
        return {facet.values[place]: float(sums[place]) for place in np.flatnonzero(sums).tolist()}

    def score(self, values: Iterable[tuple[str, str, float]]) -> Numbers:
        """For each row, the sum of the weights of the (field, value, weight) that it states."""
        scores = np.zeros(self._size)
        for field, value, weight in values:
            scores[self._facet(field).of(value)] += weight
        return scores

    def mask(self, rows: Iterable[int]) -> Mask:
        """The mask of these rows."""
        mask = np.zeros(self._size, np.bool_)
        mask[np.fromiter(rows, np.int64)] = True
        return mask

    def distances(self, wish: RangeWish) -> Numbers:
        """How far each row's number lies from a range, in the field's unit; infinite where it is not stated."""
        numbers = self.numbers(wish.field)
        low = -np.inf if wish.low is None else wish.low
        high = np.inf if wish.high is None else wish.high
        far: Numbers = np.maximum(np.maximum(low - numbers, numbers - high), 0.0)
        return np.where(np.isnan(far), np.inf, far)

    def _read_numbers(self, field: str) -> Numbers:
        """The number that each row states in a field, shape (last row + 1,); NaN where it states none."""
        stated = self._database().execute("SELECT row, value FROM numbers WHERE field = ?", (field,))
        pairs = np.fromiter(stated, dtype=[("row", np.int64), ("value", np.float64)])
        numbers = np.full(self._size, np.nan)
        numbers[pairs["row"]] = pairs["value"]
        return numbers

    def _meeting(self, wish: Constraint) -> Mask:
        if isinstance(wish, FacetWish):
            facet = self._facet(wish.field)
            mask = np.zeros(self._size, np.bool_)
            for value in (wish.value, *wish.alternatives):
                mask[facet.of(value)] = True
            return ~mask if wish.negated else mask
        inside: Mask = self.distances(wish) == 0.0
        return ~inside & ~np.isnan(self.numbers(wish.field)) if wish.negated else inside

    def _read_facet(self, field: str) -> "FacetColumn":
        query = "SELECT row FROM facets WHERE field = ? ORDER BY value, row"
        rows = np.fromiter((row for (row,) in self._database().execute(query, (field,))), np.int64)
        counted = "SELECT value, count(*) FROM facets WHERE field = ? GROUP BY value ORDER BY value"
        found = self._database().execute(counted, (field,)).fetchall()
        ends = np.cumsum([count for _, count in found], dtype=np.int64)
        starts = np.concatenate([np.zeros(1, np.int64), ends[:-1]]) if found else ends
        return FacetColumn(rows, [value for value, _ in found], starts)
