"""Profiles that last."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from polyrec.agent.memory.database import Database
from polyrec.agent.profile import Behaviour, Facts, Profile

FORMAT = 1
"""The version of an exported profile."""


class LastingProfile(Profile):
    """A person's profile in the file. Every change is written before it counts; those of other processes are seen."""

    def __init__(self, database: Database, person: str) -> None:
        super().__init__()
        self._database = database
        self.person = person
        self._seen = -1
        self.refresh()

    def refresh(self) -> None:
        """See Profile.refresh; costs next to nothing where no other process has changed anything."""
        with self._lock:
            connection = self._database.connection
            number = _changes(connection, self.person)
            if number != self._seen:
                self._events = list(_events(connection, self.person))
                facts = connection.execute("SELECT facts FROM people WHERE person = ?", (self.person,)).fetchone()
                self._facts = Facts.model_validate_json(facts[0]) if facts else Facts()
                self._seen = number
                self.version += 1

    def declare(self, facts: Facts) -> None:
        """See Profile.declare."""
        with self._lock:
            with self._database.writing() as connection:
                connection.execute(
                    "INSERT OR REPLACE INTO people VALUES (?, ?)", (self.person, facts.model_dump_json())
                )
                self._count(connection)
            super().declare(facts)

    def report(self, *events: Behaviour) -> None:
        """See Profile.report; an event that is known already counts once."""
        with self._lock:
            with self._database.writing() as connection:
                before = connection.total_changes
                connection.executemany(
                    "INSERT OR IGNORE INTO events (person, kind, catalog, item, value, text, at)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    [(self.person, e.kind, e.catalog, e.item, e.value, e.text, e.at) for e in events],
                )
                is_new = connection.total_changes - before == len(events)
                self._count(connection)
            if is_new:
                super().report(*events)
            else:
                self._seen = -1
                self.refresh()

    def forget(self, item: str | None = None, kind: str | None = None) -> int:
        """See Profile.forget; what goes is overwritten on disk."""
        with self._lock:
            with self._database.writing() as connection:
                connection.execute(
                    "DELETE FROM events WHERE person = ? AND (? IS NULL OR item = ?) AND (? IS NULL OR kind = ?)",
                    (self.person, item, item, kind, kind),
                )
                if item is None and kind is None:
                    connection.execute("DELETE FROM people WHERE person = ?", (self.person,))
                self._count(connection)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return super().forget(item, kind)

    def _count(self, connection: sqlite3.Connection) -> None:
        """Marks a change, so that other processes read again."""
        connection.execute(
            "INSERT INTO changes VALUES (?, 1) ON CONFLICT (person) DO UPDATE SET number = number + 1", (self.person,)
        )
        number = _changes(connection, self.person)
        self._seen = number if number == self._seen + 1 or self._seen < 0 else -1


class People:
    """All profiles of a file. The profile of a person is one object, however many conversations they have."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._open: dict[str, LastingProfile] = {}

    def profile(self, person: str) -> LastingProfile:
        """A person's profile, empty at first."""
        if person not in self._open:
            self._open[person] = LastingProfile(self._database, person)
        profile = self._open[person]
        profile.refresh()
        return profile

    def names(self) -> list[str]:
        """Everybody of whom something is known."""
        rows = self._database.connection.execute(
            "SELECT person FROM people UNION SELECT DISTINCT person FROM events ORDER BY 1"
        )
        return [person for (person,) in rows]


def export_profile(profile: Profile) -> str:
    """The profile as JSON, all of it, indented."""
    events = [asdict(event) for event in profile.events]
    whole: dict[str, Any] = {"version": FORMAT, "facts": profile.facts.model_dump(mode="json"), "events": events}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _events(connection: sqlite3.Connection, person: str) -> Iterable[Behaviour]:
    rows = connection.execute(
        "SELECT kind, catalog, item, value, text, at FROM events WHERE person = ? ORDER BY id", (person,)
    )
    return (Behaviour(*columns) for columns in rows)


def _changes(connection: sqlite3.Connection, person: str) -> int:
    found = connection.execute("SELECT number FROM changes WHERE person = ?", (person,)).fetchone()
    return found[0] if found else 0
