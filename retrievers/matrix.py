"""Every vector of a catalogue side by side on disk, so that search can be exact under any filter.

Reading all vectors of a million items takes less time than an approximate index takes to find its way around a filter,
and misses nothing. The files are derived from the vector store and made anew whenever it changes.
"""

import sqlite3
import uuid
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from polyrec.retrievers.columns import Mask
from polyrec.retrievers.database import read_meta, write_meta
from polyrec.retrievers.embedders import Vectors

if TYPE_CHECKING:
    from polyrec.retrievers.vectors import VectorStore

KEY = "matrix"
"""Where the catalogue's database keeps the name of the files that are in force."""
PART = 4_096
SAMPLED = 10_000
GATHERED = 1 / 8
"""Up to this share of the rows, their vectors are picked out; above, all are compared and the others left out after."""


class Matrix:
    """The vectors of `rows`, which ascend; `vectors`, shape (rows, dimension), are read as they are needed."""

    def __init__(self, rows: Path, vectors: Path) -> None:
        self.rows: NDArray[np.int64] = np.load(rows)
        self.vectors: Vectors = np.load(vectors, mmap_mode="r")

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def centre(self) -> Vectors:
        """The mean of the vectors, or of a sample of them, shape (dimension,)."""
        step = 1 + len(self.rows) // SAMPLED
        centre: Vectors = np.mean(self.vectors[::step], axis=0)
        return centre

    def get(self, rows: Sequence[int]) -> Vectors:
        """The vectors of rows in their order, shape (rows, dimension); rows that it does not hold are left out."""
        if not len(self.rows):
            return self.vectors
        places = np.searchsorted(self.rows, rows).clip(max=len(self.rows) - 1)
        found: Vectors = self.vectors[places[self.rows[places] == rows]]
        return found

    def nearest(self, vector: Vectors, count: int, allowed: Mask | None = None) -> list[tuple[int, float]]:
        """Up to `count` rows with their cosines, nearest first; only those that are allowed, unless that is None."""
        places = None if allowed is None else np.flatnonzero(allowed[self.rows])
        if places is not None and len(places) <= GATHERED * len(self.rows):
            cosines = self.vectors[places] @ vector
        else:
            cosines = self.vectors @ vector
            cosines = cosines if places is None else cosines[places]
        best = np.argpartition(-cosines, count)[:count] if count < len(cosines) else np.arange(len(cosines))
        rows = self.rows[best if places is None else places[best]]
        order = np.lexsort((rows, -cosines[best]))
        return list(zip(rows[order].tolist(), cosines[best][order].tolist(), strict=True))


def open_matrix(database: sqlite3.Connection, folder: Path) -> Matrix | None:
    """The matrix in force; None where there is none yet, or where its files are gone."""
    name = read_meta(database).get(KEY)
    try:
        return Matrix(*_files(folder, name)) if name else None
    except (OSError, ValueError):
        return None


def write_matrix(database: sqlite3.Connection, folder: Path, store: "VectorStore") -> None:
    """Makes the matrix anew from the store."""
    rows = np.fromiter((row for (row,) in database.execute("SELECT row FROM items ORDER BY row")), np.int64)
    parts = (store.get(rows[start : start + PART].tolist()) for start in range(0, len(rows), PART))
    save_matrix(database, folder, rows, parts)


def save_matrix(database: sqlite3.Connection, folder: Path, rows: NDArray[np.int64], parts: Iterable[Vectors]) -> None:
    """Writes the vectors of `rows`, which come in parts in their order, and puts them in force once they are whole."""
    old = read_meta(database).get(KEY)
    name = f"matrix-{uuid.uuid4().hex[:8]}"
    rows_file, vectors_file = _files(folder, name)
    matrix: Vectors | None = None
    place = 0
    for part in parts:
        if matrix is None:
            shape = (len(rows), part.shape[1])
            matrix = np.lib.format.open_memmap(vectors_file, mode="w+", dtype=np.float32, shape=shape)
        matrix[place : place + len(part)] = part
        place += len(part)
    if matrix is not None:
        matrix.flush()  # type: ignore[attr-defined]
        np.save(rows_file, rows)
        write_meta(database, **{KEY: name})
    for file in _files(folder, old) if old else ():
        file.unlink(missing_ok=True)


def forget_matrix(database: sqlite3.Connection) -> None:
    """Puts the matrix out of force, since the vectors are about to change."""
    database.execute("UPDATE meta SET value = '' WHERE key = ?", (KEY,))


def _files(folder: Path, name: str) -> tuple[Path, Path]:
    return folder / f"{name}-rows.npy", folder / f"{name}.npy"
