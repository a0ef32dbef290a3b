"""The file: opened, brought up to date, written to by several processes at once."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from polyrec.agent.errors import MemoryFileError

FILE = "memory.db"
VERSION = 1
SCHEMA = """
CREATE TABLE people (person TEXT PRIMARY KEY, facts TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL, kind TEXT NOT NULL, catalog TEXT NOT NULL,
    item TEXT NOT NULL, value REAL, text TEXT NOT NULL, at REAL NOT NULL, UNIQUE (person, kind, catalog, item, text, at)
);
CREATE INDEX events_person ON events (person, id);
CREATE TABLE changes (person TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE conversations (
    name TEXT PRIMARY KEY, catalog TEXT NOT NULL, person TEXT, began REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE turns (
    conversation TEXT NOT NULL, number INTEGER NOT NULL, parent INTEGER, message TEXT NOT NULL,
    language TEXT NOT NULL, reply TEXT, state TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (conversation, number)
) WITHOUT ROWID;
"""
UPGRADES: dict[int, str] = {}
"""What brings a file of an earlier version to the next one."""
PATIENCE = 30.0
"""Seconds to wait for another process that is writing."""


class Database:
    """The file's connections, one a thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection; raises MemoryFileError where the file cannot be used."""
        if not hasattr(self._local, "connection"):
            with self._told():
                self._local.connection = _open(self.path)
        connection: sqlite3.Connection = self._local.connection
        return connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of it is kept or nothing. Raises MemoryFileError where it cannot be written."""
        connection = self.connection
        with self._told():
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Closes this thread's connection."""
        if hasattr(self._local, "connection"):
            self._local.connection.close()
            del self._local.connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Says what is wrong with the file in words."""
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            raise MemoryFileError(
                f"{self.path} cannot be used: {error}.",
                "Free some space and check that the folder can be written; nothing saved before is lost.",
            ) from None


def open_memory(folder: Path) -> Database:
    """The file in a folder of data; nothing is created before it is used."""
    return Database(folder / FILE)


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    version = _version(connection)
    if version > VERSION:
        connection.close()
        raise MemoryFileError(
            f"{path} was written by a newer polyrec (version {version} of the file; this one knows {VERSION}).",
            "Update polyrec, or set POLYREC_DATA_DIR to another folder. The file was left as it is.",
        )
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA secure_delete = ON")
    if version < VERSION:
        if version:
            _back_up(connection, path, version)
        _bring_up(connection)
    return connection


def _bring_up(connection: sqlite3.Connection) -> None:
    """Creates the tables or brings them to this version, unless another process has just done so."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _version(connection)
        steps = [SCHEMA] if version == 0 else [UPGRADES[known] for known in range(version, VERSION)]
        for statement in (part for step in steps for part in step.split(";") if part.strip()):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _back_up(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Copies the file beside itself before it is changed, once a version."""
    copy = path.with_name(f"{path.name}.v{version}")
    if not copy.exists():
        with sqlite3.connect(copy) as target:
            connection.backup(target)
        target.close()


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version
