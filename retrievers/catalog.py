"""A catalogue as the rest of polyrec sees it."""

import json
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from polyrec.retrievers.columns import Columns, Mask
from polyrec.retrievers.companions import Companions, read_companions
from polyrec.retrievers.database import connect, read_meta, vectors_folder
from polyrec.retrievers.embedders import Embedder, Vectors
from polyrec.retrievers.errors import CatalogError, EmbedderError
from polyrec.retrievers.items import Item
from polyrec.retrievers.matrix import Matrix, open_matrix, write_matrix
from polyrec.retrievers.request import Constraint, Order
from polyrec.retrievers.schema import FACETS, Kind, Schema

if TYPE_CHECKING:
    from polyrec.retrievers.vectors import VectorStore

DATABASE = "catalog.db"
EXACT = 2_000_000
"""Items up to which every vector is compared: about 80 ms a million."""
NARROW, REACH = 0.02, 3
"""Above, so small a share of allowed items is compared one by one; else so many times more neighbours are asked for."""
MOST_BOUND = 5_000
"""Ids in one question to the database."""
LEANING = 5
"""Items' worth of the mean of all languages in the mean of one."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet, and how many items have it."""

    field: str
    value: str
    count: int


class Catalog:
    """Items, facets, names and vectors of one catalogue. May be read from several threads at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = folder.name
        self._local = threading.local()
        self.meta = read_meta(self.database)
        self.schema = Schema.model_validate_json(self.meta["schema"])

    @property
    def database(self) -> sqlite3.Connection:
        """This thread's connection."""
        if not hasattr(self._local, "database"):
            self._local.database = connect(self.folder / DATABASE)
        connection: sqlite3.Connection = self._local.database
        return connection

    @cached_property
    def vectors(self) -> "VectorStore":
        """The vector store, opened when first needed: importing ChromaDB takes a second."""
        from polyrec.retrievers.vectors import VectorStore

        return VectorStore(vectors_folder(self.database, self.folder))

    @cached_property
    def matrix(self) -> Matrix:
        """Every item's vector, for exact search."""
        found = open_matrix(self.database, self.folder)
        if found is None:
            write_matrix(self.database, self.folder, self.vectors)
            found = open_matrix(self.database, self.folder)
        if found is None:
            raise CatalogError(
                f"The catalogue {self.name} holds no vectors.", "Index it again with: polyrec index FILE"
            )
        return found

    def __len__(self) -> int:
        count: int = self.database.execute("SELECT count(*) FROM items").fetchone()[0]
        return count

    @property
    def waiting(self) -> int:
        """How many items have no vector yet."""
        count: int = self.database.execute("SELECT count(*) FROM items WHERE embedded = 0").fetchone()[0]
        return count

    def items(self, rows: Sequence[int]) -> list[Item]:
        """The items of these rows, in this order; rows that are gone are left out."""
        marks = ",".join("?" * len(rows))
        found = self.database.execute(
            f"SELECT row, id, title, description, language, fields FROM items WHERE row IN ({marks})",
            list(rows),
        )
        by_row = {row: _item(*columns) for row, *columns in found}
        return [by_row[row] for row in rows if row in by_row]

    def item(self, item_id: str) -> Item | None:
        """The item of this id, or None."""
        row = self.row(item_id)
        return self.items([row])[0] if row is not None else None

    def row(self, item_id: str) -> int | None:
        """The row of the item of this id, or None."""
        found = self.database.execute("SELECT row FROM items WHERE id = ?", (item_id,)).fetchone()
        return found[0] if found else None

    def rows(self, item_ids: Iterable[str]) -> dict[str, int]:
        """The rows of the items of these ids, as far as there are such items."""
        found: dict[str, int] = {}
        wanted = list(item_ids)
        for start in range(0, len(wanted), MOST_BOUND):
            ids = wanted[start : start + MOST_BOUND]
            marks = ",".join("?" * len(ids))
            found.update(self.database.execute(f"SELECT id, row FROM items WHERE id IN ({marks})", ids))
        return found

    def items_of(self, item_ids: Sequence[str]) -> list[Item]:
        """The items of these ids, in this order; ids that are not there are left out."""
        rows = self.rows(item_ids)
        return self.items([rows[one] for one in item_ids if one in rows])

    def page(self, limit: int, offset: int = 0) -> list[Item]:
        """Up to `limit` items in the order in which they were indexed."""
        rows = self.database.execute("SELECT row FROM items ORDER BY row LIMIT ? OFFSET ?", (limit, offset))
        return self.items([row for (row,) in rows])

    @cached_property
    def facets(self) -> tuple[FacetValue, ...]:
        """Every value of every facet, the commonest of each field first."""
        counted = self.database.execute(
            "SELECT field, value, count(*) AS n FROM facets GROUP BY field, value ORDER BY field, n DESC, value"
        )
        known = set(self.schema.named(*FACETS))
        return tuple(FacetValue(*columns) for columns in counted if columns[0] in known)

    def values_an_item(self, field: str) -> float:
        """How many values of a facet an item has in the mean, of those that have any; 0 where none has."""
        items, values = self._value_counts.get(field, (0, 0))
        return values / items if items else 0.0

    @cached_property
    def _value_counts(self) -> dict[str, tuple[int, int]]:
        counted = self.database.execute("SELECT field, count(DISTINCT row), count(*) FROM facets GROUP BY field")
        return {field: (items, values) for field, items, values in counted}

    @cached_property
    def names(self) -> dict[str, tuple[int, ...]]:
        """Folded titles and other titles, each with the rows that bear it."""
        names: dict[str, tuple[int, ...]] = {}
        for name, row in self.database.execute("SELECT name, row FROM names ORDER BY name, row"):
            names[name] = (*names.get(name, ()), row)
        return names

    def value_vectors(self, field: str) -> tuple[list[str], Vectors]:
        """The values of a category that have vectors, and the vectors, shape (values, dimension)."""
        found = self.database.execute(
            "SELECT value, vector FROM value_vectors WHERE field = ? ORDER BY value", (field,)
        ).fetchall()
        values = [value for value, _ in found]
        return values, np.array([np.frombuffer(vector, dtype=np.float32) for _, vector in found])

    @cached_property
    def language_centres(self) -> dict[str, Vectors]:
        """The mean vector of the items described in each language; empty where there is only one language."""
        field = self.schema.first(Kind.ITEM_LANGUAGE)
        languages, vectors = self.value_vectors(field) if field else ([], np.empty(0))
        return dict(zip(languages, vectors, strict=True)) if len(languages) > 1 else {}

    @cached_property
    def language_weights(self) -> dict[str, int]:
        """Of how many items' worth each of `language_centres` is the mean."""
        counted = self.database.execute("SELECT language, count(*) FROM items GROUP BY language")
        return {language: count + LEANING for language, count in counted}

    @cached_property
    def main_language(self) -> str:
        """The BCP-47 tag of the language that most items are described in; English where the catalogue does not say."""
        counted = self.database.execute(
            "SELECT language FROM items WHERE language IS NOT NULL GROUP BY language ORDER BY count(*) DESC LIMIT 1"
        ).fetchone()
        return str(counted[0]) if counted else "en"

    def languages(self, rows: Sequence[int]) -> dict[int, str]:
        """The BCP-47 tag of the language that each of these rows is described in, where the catalogue says it."""
        marks = ",".join("?" * len(rows))
        query = f"SELECT row, language FROM items WHERE language IS NOT NULL AND row IN ({marks})"
        return dict(self.database.execute(query, list(rows)))

    @cached_property
    def columns(self) -> Columns:
        """What filters ask of every row."""
        return Columns(lambda: self.database)

    @cached_property
    def companions(self) -> Companions | None:
        """What people chose together, see `learn`; None where the catalogue has learned nothing."""
        return read_companions(self.database, len(self.columns))

    def chosen_together(self, item_id: str, other_id: str) -> int:
        """How many people chose both items; 0 where the catalogue has learned nothing."""
        if self.companions is None:
            return 0
        row, other = self.row(item_id), self.row(other_id)
        return 0 if row is None or other is None else self.companions.together(row, other)

    def learn(self, choices: Sequence[Sequence[int]]) -> None:
        """Remembers the rows that each person chose, in the place of what was learned before.

        Raises CatalogError when that cannot be written; what was learned before then stays.
        """
        chosen = [(person, row) for person, rows in enumerate(choices) for row in set(rows)]
        try:
            with self.database:
                self.database.execute("BEGIN IMMEDIATE")
                self.database.execute("DELETE FROM choices")
                self.database.executemany("INSERT INTO choices VALUES (?, ?)", chosen)
        except sqlite3.Error as error:
            raise CatalogError(
                f"The catalogue {self.name} cannot be written: {error}.", "Free some space on its disk, then try again."
            ) from None
        self.__dict__.pop("companions", None)

    def ordered(self, order: Order, rows: Mask, count: int) -> list[int]:
        """Up to `count` of these rows in the order of a number; rows that do not state it are left out."""
        numbers = self.columns.numbers(order.field)
        stated = np.flatnonzero(rows & ~np.isnan(numbers))
        keys = -numbers[stated] if order.descending else numbers[stated]
        found: list[int] = stated[np.argsort(keys, kind="stable")[:count]].tolist()
        return found

    def matching(self, constraints: Iterable[Constraint]) -> Mask:
        """The rows that meet every constraint, see `Columns.matching`."""
        return self.columns.matching(constraints)

    def nearest(self, vector: Vectors, count: int, allowed: Mask | None = None) -> list[tuple[int, float]]:
        """Up to `count` rows with their cosines, nearest first; only those that are allowed, unless that is None.

        Exact up to EXACT items and wherever few are allowed; beyond, the vector store's index is asked for more, of
        which those that are not allowed are left out.
        """
        total = len(self.matrix)
        fitting = total if allowed is None else int(allowed.sum())
        if total <= EXACT or fitting <= NARROW * total:
            return self.matrix.nearest(vector, count, allowed)
        reach = min(total, REACH * count * total // fitting)
        found = self.vectors.nearest(vector, reach)
        return [(row, cosine) for row, cosine in found if allowed is None or allowed[row]][:count]

    def close(self) -> None:
        """Closes this thread's connection."""
        if hasattr(self._local, "database"):
            self._local.database.close()
            del self._local.database


def _item(item_id: str, title: str, description: str, language: str | None, fields: str) -> Item:
    stated = {name: tuple(value) if isinstance(value, list) else value for name, value in json.loads(fields).items()}
    return Item(item_id, title, description, language, stated)


def check_embedder(catalog: Catalog, embedder: Embedder) -> None:
    """Raises EmbedderError when the catalogue's vectors come from another embedder."""
    known = catalog.meta.get("embedder")
    if known != embedder.name:
        raise EmbedderError(
            f"The catalogue {catalog.name} was indexed with {known}, not with {embedder.name}.",
            f"Set POLYREC_EMBEDDER={known}, or index it anew with: polyrec index FILE --name {catalog.name} --rebuild",
        )
