"""A catalogue of any size to measure search by: vectors, facets and numbers spread as real ones are, short texts."""

import json
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from polyrec.retrievers import Catalog, Embedder, FieldSpec, Kind, Progress, Schema
from polyrec.retrievers.catalog import DATABASE
from polyrec.retrievers.database import connect, write_meta
from polyrec.retrievers.indexing import embed_values
from polyrec.retrievers.matrix import save_matrix
from polyrec.retrievers.text import fold

# fmt: off
GENRES = (
    "drama", "comedy", "action", "adventure", "crime", "romance", "thriller", "horror", "mystery", "fantasy",
    "family", "animation", "biography", "documentary", "history", "music", "sport", "war", "musical", "western",
)
COUNTRIES = (
    "US", "GB", "FR", "DE", "IT", "ES", "JP", "KR", "IN", "CN", "BR", "MX", "AR", "SE", "DK", "PL", "CZ", "RU",
    "TR", "IR", "EG", "NG", "ZA", "AU", "CA",
)
THINGS = (
    "storm", "river", "brother", "sister", "letter", "island", "winter", "train", "garden", "teacher", "robbery",
    "ghost", "doctor", "desert", "violin", "harbour", "war", "wedding", "detective", "orphan", "lighthouse",
    "painter", "soldier", "village", "secret",
)
# fmt: on
SCHEMA = Schema(
    fields={
        "id": FieldSpec(kind=Kind.ID),
        "title": FieldSpec(kind=Kind.TITLE),
        "genres": FieldSpec(kind=Kind.CATEGORY),
        "country": FieldSpec(kind=Kind.COUNTRY),
        "director": FieldSpec(kind=Kind.PERSON),
        "year": FieldSpec(kind=Kind.YEAR),
        "minutes": FieldSpec(kind=Kind.NUMBER, unit="minute"),
        "plot": FieldSpec(kind=Kind.DESCRIPTION),
    }
)
CLUSTERS = 200
SPREAD = 0.6
PART = 10_000
ITEMS_A_PERSON = 5


def build_catalog(folder: Path, items: int, embedder: Embedder, progress: Progress) -> Catalog:
    """A catalogue of so many invented items in an empty folder; the same for the same number."""
    chance = np.random.default_rng(items)
    centres = embedder.passage([f"A {one} and a {other}" for one, other in _pairs(chance, CLUSTERS)])
    with closing(connect(folder / DATABASE, create=True)) as database:
        database.execute("PRAGMA synchronous = OFF")
        write_meta(database, schema=SCHEMA.model_dump_json(exclude_none=True), embedder=embedder.name)
        for start in range(0, items, PART):
            count = min(PART, items - start)
            database.execute("BEGIN")
            for table, rows in _rows(chance, start, count, items).items():
                marks = ",".join("?" * len(rows[0]))
                columns = "words (title, text)" if table == "words" else table
                database.executemany(f"INSERT INTO {columns} VALUES ({marks})", rows)
            database.execute("COMMIT")
            progress("reading", start + count, items)
        parts = (_vectors(chance, centres, min(PART, items - start)) for start in range(0, items, PART))
        save_matrix(database, folder, np.arange(1, items + 1), parts)
        embed_values(database, embedder)
    return Catalog(folder)


def _vectors(chance: np.random.Generator, centres: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    own = centres[chance.integers(0, len(centres), count)]
    noise = chance.standard_normal(own.shape, dtype=np.float32) * SPREAD / np.sqrt(own.shape[1])
    vectors: NDArray[np.float32] = own + noise
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def _rows(chance: np.random.Generator, start: int, count: int, items: int) -> dict[str, list[tuple[object, ...]]]:
    """What each table gets; genres are as unevenly spread as real ones, and a director has a handful of films."""
    genres = np.minimum(chance.geometric(0.2, (count, 2)) - 1, len(GENRES) - 1)
    countries = np.minimum(chance.geometric(0.25, count) - 1, len(COUNTRIES) - 1)
    people = chance.integers(0, max(1, items // ITEMS_A_PERSON), count)
    years, minutes = chance.integers(1920, 2026, count), chance.integers(60, 200, count)
    tables: dict[str, list[tuple[object, ...]]] = {
        name: [] for name in ("items", "facets", "numbers", "names", "words")
    }
    for place, (one, other) in enumerate(_pairs(chance, count)):
        row = start + place + 1
        title, plot = f"{one} {row}".title(), f"A {one} and a {other} in a {THINGS[row % len(THINGS)]}."
        facets = {
            "genres": sorted({GENRES[genre] for genre in genres[place]}),
            "country": [COUNTRIES[countries[place]]],
            "director": [f"Person {people[place]}"],
        }
        numbers = {"year": float(years[place]), "minutes": float(minutes[place])}
        tables["items"].append((row, str(row), title, plot, None, json.dumps(facets | numbers), "", 1))
        tables["facets"] += [(field, value, row) for field, values in facets.items() for value in values]
        tables["numbers"] += [(field, value, row) for field, value in numbers.items()]
        tables["names"].append((fold(title), row))
        tables["words"].append((fold(title), fold(plot)))
    return tables


def _pairs(chance: np.random.Generator, count: int) -> list[tuple[str, str]]:
    return [(THINGS[one], THINGS[other]) for one, other in chance.integers(0, len(THINGS), (count, 2))]
