"""The catalogue's SQLite file: the truth from which everything else is derived."""

import json
import shutil
import sqlite3
import uuid
from pathlib import Path

from polyrec.retrievers.errors import CatalogError

VERSION = 3
SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE items (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, description TEXT NOT NULL, language TEXT,
    fields TEXT NOT NULL, digest TEXT NOT NULL, embedded INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX items_waiting ON items (embedded) WHERE embedded = 0;
CREATE TABLE dropped (row INTEGER PRIMARY KEY);
CREATE TABLE facets (
    field TEXT NOT NULL, value TEXT NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (field, value, row)
) WITHOUT ROWID;
CREATE INDEX facets_row ON facets (row);
CREATE TABLE numbers (
    field TEXT NOT NULL, value REAL NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (field, value, row)
) WITHOUT ROWID;
CREATE INDEX numbers_row ON numbers (row);
CREATE TABLE names (name TEXT NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (name, row)) WITHOUT ROWID;
CREATE INDEX names_row ON names (row);
CREATE TABLE value_vectors (
    field TEXT NOT NULL, value TEXT NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (field, value)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (title, text, tokenize = 'trigram');
"""
CHOICES = """
CREATE TABLE choices (person INTEGER NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (person, row)) WITHOUT ROWID;
"""
SCHEMA += CHOICES
UPGRADES = {2: CHOICES}
"""What brings a file of an earlier version to the next one; files of versions that are not here are indexed again."""


def connect(path: Path, *, create: bool = False) -> sqlite3.Connection:
    """A connection to a catalogue's database for one thread.

    Raises CatalogError when it is missing (unless `create`), damaged, of a newer version, or cannot be written.
    """
    try:
        if not create and not path.exists():
            raise CatalogError(
                f"There is no catalogue database {path}.", "Index the file again with: polyrec index FILE"
            )
        database = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if version == 0 and create:
            database.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
            version = VERSION
        while version in UPGRADES:
            _upgrade(database, version)
            version += 1
        if version != VERSION:
            database.close()
            raise CatalogError(
                f"{path} was written by another version of polyrec.",
                "Remove it with polyrec remove, then index again.",
            )
    except sqlite3.Error as error:
        raise CatalogError(
            f"{path} cannot be opened: {error}.",
            "Check that the folder can be written and the disk is not full.",
        ) from None
    return database


def _upgrade(database: sqlite3.Connection, version: int) -> None:
    """Brings the file to the next version, unless another process has just done so."""
    database.execute("BEGIN IMMEDIATE")
    try:
        if database.execute("PRAGMA user_version").fetchone()[0] == version:
            database.execute(UPGRADES[version])
            database.execute(f"PRAGMA user_version = {version + 1}")
        database.execute("COMMIT")
    except BaseException:
        database.execute("ROLLBACK")
        raise


def read_meta(database: sqlite3.Connection) -> dict[str, str]:
    """What the catalogue says of itself."""
    return dict(database.execute("SELECT key, value FROM meta"))


def write_meta(database: sqlite3.Connection, **values: str) -> None:
    """Sets some of what the catalogue says of itself."""
    database.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())


def vectors_folder(database: sqlite3.Connection, folder: Path) -> Path:
    """Where the catalogue's vectors lie; a new name after each rebuild, for ChromaDB remembers folders by name."""
    name = read_meta(database).get("vectors")
    if name is None:
        name = f"vectors-{uuid.uuid4().hex[:8]}"
        write_meta(database, vectors=name)
    return folder / name


def forget_vectors(database: sqlite3.Connection, folder: Path) -> None:
    """Takes all vectors away, so that every item is embedded anew."""
    old = vectors_folder(database, folder)
    database.executescript(
        "BEGIN; DELETE FROM meta WHERE key IN ('embedder', 'vectors'); DELETE FROM value_vectors;"
        "UPDATE items SET embedded = 0; COMMIT;"
    )
    shutil.rmtree(old, ignore_errors=True)


def to_json(values: object) -> str:
    """JSON that is the same for the same values."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True)
