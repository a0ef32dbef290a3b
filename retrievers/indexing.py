"""Making a catalogue from a file: first the database in one transaction, then the vectors in resumable batches."""

import hashlib
import itertools
import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from polyrec.retrievers.catalog import LEANING
from polyrec.retrievers.convert import convert
from polyrec.retrievers.database import read_meta, to_json, write_meta
from polyrec.retrievers.embedders import Embedder
from polyrec.retrievers.errors import CatalogError, EmbedderError
from polyrec.retrievers.inference import SAMPLE, infer_schema
from polyrec.retrievers.items import Item
from polyrec.retrievers.matrix import forget_matrix, open_matrix, write_matrix
from polyrec.retrievers.reading import Reject, Row, read_rows
from polyrec.retrievers.schema import FACETS, NUMERIC, Kind, Schema
from polyrec.retrievers.text import fold

if TYPE_CHECKING:
    from polyrec.retrievers.vectors import VectorStore

BATCH = 32
MOST_VALUES = 500
"""Values of a category up to which each gets a vector of its own, so that words can be linked to it."""
MOST_PEOPLE = 600
"""How many people of a field get a vector, those with most items first."""
EMBEDDED_TEXT = 1_500
MOST_SAMPLED = 2_000
"""Items of a language that its mean is taken of, at most."""
GIVEN, INFERRED = "given", "inferred"
"""Where a catalogue's schema came from: a given one is kept when the file is indexed again, a guess is made anew."""

Progress = Callable[[str, int, int], None]
"""Called with the stage ("reading" or "embedding"), how many are done, and how many there are (0 when unknown)."""


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody looks at."""


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What one indexing run did, in items. `rejects` is where the rejected records were set aside, if any were."""

    added: int
    changed: int
    removed: int
    unchanged: int
    rejected: int
    rejects: Path | None
    schema: Schema


def read_schema(source: Path) -> Schema:
    """The schema inferred from the first records of a file."""
    rows = (row for row in read_rows(source) if isinstance(row, Row))
    return _checked(infer_schema(itertools.islice(rows, SAMPLE)), source)


def load_items(
    database: sqlite3.Connection, source: Path, schema: Schema | None, rejects: Path, progress: Progress
) -> IndexReport:
    """Brings the database to what the file says, in one transaction: on any failure it stays as it was.

    A None `schema` keeps the one that was given before for this file, or infers one. Raises CatalogError when no record
    can be used.
    """
    records = read_rows(source)
    known = read_meta(database)
    if schema is None and known.get("source") == str(source) and known.get("schema_from") == GIVEN:
        schema = Schema.model_validate_json(known["schema"])
    origin = GIVEN if schema else INFERRED
    if schema is None:
        head = list(itertools.islice(records, SAMPLE))
        schema = infer_schema(row for row in head if isinstance(row, Row))
        records = itertools.chain(head, records)
    schema = _checked(schema, source)
    counts = dict.fromkeys(("added", "changed", "unchanged"), 0)
    seen: dict[str, int] = {}
    bad: list[Reject] = []
    database.execute("BEGIN IMMEDIATE")
    try:
        for done, record in enumerate(records, start=1):
            item = record if isinstance(record, Reject) else convert(record, schema)
            if isinstance(item, Item) and item.id in seen:
                raw = to_json(record.cells) if isinstance(record, Row) else record.raw
                item = Reject(record.line, f"id {item.id!r} stands in line {seen[item.id]} already", raw)
            if isinstance(item, Reject):
                bad.append(item)
            else:
                seen[item.id] = record.line
                counts[_store(database, item, schema)] += 1
            if done % 200 == 0:
                progress("reading", done, 0)
        if not seen:
            reason = f"line {bad[0].line}: {bad[0].reason}" if bad else "it holds no record"
            raise CatalogError(
                f"No record of {source} can be used ({reason}).",
                "Mend the file, or say what its fields mean with --schema.",
            )
        removed = _remove_others(database, set(seen))
        text = schema.model_dump_json(exclude_none=True)
        write_meta(database, schema=text, schema_from=origin, source=str(source))
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise
    progress("reading", len(seen) + len(bad), len(seen) + len(bad))
    return IndexReport(**counts, removed=removed, rejected=len(bad), rejects=_set_aside(bad, rejects), schema=schema)


def embed_items(
    database: sqlite3.Connection, folder: Path, vectors: "VectorStore", embedder: Embedder, progress: Progress
) -> int:
    """Embeds the items that have no vector yet, a batch at a time, and returns how many.

    A batch is marked as done only after its vectors are stored, so a run that was killed goes on where it stopped.
    Raises EmbedderError when the catalogue holds vectors of another embedder.
    """
    known = read_meta(database).get("embedder")
    if known not in (None, embedder.name):
        raise EmbedderError(
            f"The catalogue was indexed with {known}, not with {embedder.name}.",
            "Index it anew with: polyrec index FILE --rebuild",
        )
    write_meta(database, embedder=embedder.name)
    matrix = open_matrix(database, folder)
    gone = [row for (row,) in database.execute("SELECT row FROM dropped")]
    vectors.drop(gone)
    database.execute("DELETE FROM dropped")
    waiting = database.execute("SELECT count(*) FROM items WHERE embedded = 0").fetchone()[0]
    done = 0
    progress("embedding", done, waiting)
    if waiting or gone:
        forget_matrix(database)
    while batch := database.execute(
        "SELECT row, title, description, fields FROM items WHERE embedded = 0 ORDER BY row LIMIT ?", (BATCH,)
    ).fetchall():
        texts = [passage_text(title, description, json.loads(fields)) for _, title, description, fields in batch]
        rows = [row for row, *_ in batch]
        vectors.put(rows, embedder.passage(texts))
        database.execute(f"UPDATE items SET embedded = 1 WHERE row IN ({','.join('?' * len(rows))})", rows)
        done += len(rows)
        progress("embedding", done, waiting)
    if done or gone or matrix is None:
        write_matrix(database, folder, vectors)
        _centre_languages(database, folder)
    embed_values(database, embedder)
    return done


def _centre_languages(database: sqlite3.Connection, folder: Path) -> None:
    """Keeps the mean vector of the items described in each language, so that search can take it away.

    It stands among the values of the field that names the language. A language of few items leans on the mean of all.
    """
    field = Schema.model_validate_json(read_meta(database)["schema"]).first(Kind.ITEM_LANGUAGE)
    matrix = open_matrix(database, folder)
    if field is None or matrix is None:
        return
    rows: dict[str, list[int]] = {}
    for row, language in database.execute("SELECT row, language FROM items WHERE language IS NOT NULL ORDER BY row"):
        rows.setdefault(language, []).append(row)
    sums = {
        language: (matrix.get(own[:MOST_SAMPLED]).sum(axis=0), len(own[:MOST_SAMPLED]))
        for language, own in rows.items()
    }
    overall = np.sum([total for total, _ in sums.values()], axis=0) / max(1, sum(count for _, count in sums.values()))
    centres = (
        (field, language, ((total + LEANING * overall) / (count + LEANING)).astype(np.float32).tobytes())
        for language, (total, count) in sums.items()
    )
    database.execute("DELETE FROM value_vectors WHERE field = ?", (field,))
    database.executemany("INSERT INTO value_vectors VALUES (?, ?, ?)", centres)


def embed_values(database: sqlite3.Connection, embedder: Embedder) -> None:
    """Gives values a vector, as a query: people name values, they do not describe them.

    Every value of a category has one, unless there are too many to tell apart; of people, those with most items.
    """
    schema = Schema.model_validate_json(read_meta(database)["schema"])
    for field in schema.named(Kind.CATEGORY, Kind.PERSON):
        counted = database.execute(
            "SELECT value, count(*) AS n FROM facets WHERE field = ? GROUP BY value ORDER BY n DESC, value", (field,)
        ).fetchall()
        if schema.fields[field].kind is Kind.PERSON:
            values = [value for value, _ in counted[:MOST_PEOPLE]]
        else:
            values = [value for value, _ in counted] if len(counted) <= MOST_VALUES else []
        known = {value for (value,) in database.execute("SELECT value FROM value_vectors WHERE field = ?", (field,))}
        new = [value for value in values if value not in known]
        if new:
            rows = zip(new, embedder.query(new), strict=True)
            database.executemany(
                "INSERT INTO value_vectors VALUES (?, ?, ?)",
                ((field, value, vector.tobytes()) for value, vector in rows),
            )


def passage_text(title: str, description: str, fields: dict[str, object]) -> str:
    """What is embedded of an item: title, facets, description."""
    facets = "; ".join(", ".join(value) for value in fields.values() if isinstance(value, list))
    return "\n".join(filter(None, (title, facets, description)))[:EMBEDDED_TEXT]


def _checked(schema: Schema, source: Path) -> Schema:
    if schema.first(Kind.TITLE) is None:
        raise CatalogError(
            f"No field of {source} can serve as a title.",
            'Name it in a schema file (--schema): [fields.NAME] kind = "title"',
        )
    return schema


def _store(database: sqlite3.Connection, item: Item, schema: Schema) -> str:
    digest = hashlib.sha256(
        to_json(
            [
                item.title,
                item.description,
                item.language,
                dict(item.fields),
                schema.model_dump(mode="json")["fields"],
            ]
        ).encode()
    ).hexdigest()
    known = database.execute("SELECT row, digest FROM items WHERE id = ?", (item.id,)).fetchone()
    if known and known[1] == digest:
        return "unchanged"
    if known:
        _forget(database, known[0])
    body = (item.id, item.title, item.description, item.language, to_json(dict(item.fields)), digest)
    row = database.execute(
        "INSERT INTO items (id, title, description, language, fields, digest) VALUES (?, ?, ?, ?, ?, ?)", body
    ).lastrowid
    database.executemany(
        "INSERT OR IGNORE INTO facets VALUES (?, ?, ?)",
        ((n, v, row) for n in schema.named(*FACETS) for v in item.values(n)),
    )
    database.executemany(
        "INSERT OR IGNORE INTO numbers VALUES (?, ?, ?)", ((n, v, row) for n, v in _numbers(item, schema))
    )
    titles = [item.title, *(value for name in schema.named(Kind.TITLE) for value in item.values(name))]
    database.executemany("INSERT OR IGNORE INTO names VALUES (?, ?)", ((fold(title), row) for title in titles))
    others = [value for name in schema.named(Kind.PERSON, Kind.TEXT, Kind.CATEGORY) for value in item.values(name)]
    text = fold("\n".join([*others, item.description]))
    database.execute("INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", (row, fold("\n".join(titles)), text))
    return "changed" if known else "added"


def _numbers(item: Item, schema: Schema) -> Iterator[tuple[str, float]]:
    for name in schema.named(*NUMERIC):
        value = item.fields.get(name)
        if isinstance(value, float):
            yield name, value
        elif isinstance(value, str):
            yield name, float(value[:4])


def _forget(database: sqlite3.Connection, row: int) -> None:
    for table, key in (
        ("items", "row"),
        ("facets", "row"),
        ("numbers", "row"),
        ("names", "row"),
        ("words", "rowid"),
    ):
        database.execute(f"DELETE FROM {table} WHERE {key} = ?", (row,))
    database.execute("INSERT OR IGNORE INTO dropped VALUES (?)", (row,))


def _remove_others(database: sqlite3.Connection, kept: set[str]) -> int:
    gone = [row for row, item in database.execute("SELECT row, id FROM items") if item not in kept]
    for row in gone:
        _forget(database, row)
    return len(gone)


def _set_aside(rejects: list[Reject], path: Path) -> Path | None:
    path.unlink(missing_ok=True)
    if not rejects:
        return None
    with path.open("w", encoding="utf-8") as file:
        file.writelines(to_json({"line": bad.line, "reason": bad.reason, "record": bad.raw}) + "\n" for bad in rejects)
    return path
