"""Conversations that go on where they ended, even in the middle of a turn."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from polyrec.agent.dialogue.state import State, from_json, to_json
from polyrec.agent.errors import MemoryFileError
from polyrec.agent.memory.database import Database


@dataclass(frozen=True, slots=True)
class SavedTurn:
    """One turn. `state` holds after it, `parent` is the number of the turn that undoing leads to (0: the
    beginning; None: there is nothing to undo).

    `reply` is None where the turn was cut off before its last word.
    """

    number: int
    parent: int | None
    message: str
    language: str
    reply: str | None
    state: State


class Conversations:
    """All conversations of a file, by name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, name: str, catalog: str, person: str | None) -> None:
        """Opens a conversation; raises MemoryFileError when one of that name is about another catalogue or person's."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO conversations VALUES (?, ?, ?, ?)", (name, catalog, person, time.time())
            )
            known = connection.execute("SELECT catalog, person FROM conversations WHERE name = ?", (name,)).fetchone()
        if known != (catalog, person):
            raise MemoryFileError(
                f"The conversation {name} is about the catalogue {known[0]}"
                + (f" and belongs to {known[1]}." if known[1] != person else "."),
                "Take another name, or go on with that catalogue and person.",
            )

    def save(self, name: str, turn: SavedTurn) -> None:
        """Keeps a turn, or the end of one that was kept before."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO turns VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    name,
                    turn.number,
                    turn.parent,
                    turn.message,
                    turn.language,
                    turn.reply,
                    to_json(turn.state),
                    time.time(),
                ),
            )

    def last(self, name: str) -> SavedTurn | None:
        """The last turn, None in a conversation that has none."""
        turns = self.turns(name, limit=1)
        return turns[0] if turns else None

    def turn(self, name: str, number: int) -> SavedTurn | None:
        """One turn by its number."""
        found = self._database.connection.execute(
            "SELECT number, parent, message, language, reply, state FROM turns WHERE conversation = ? AND number = ?",
            (name, number),
        ).fetchone()
        return _turn(*found) if found else None

    def turns(self, name: str, limit: int = 50) -> Sequence[SavedTurn]:
        """The last turns, up to `limit`, the oldest first."""
        found = self._database.connection.execute(
            "SELECT number, parent, message, language, reply, state FROM turns WHERE conversation = ?"
            " ORDER BY number DESC LIMIT ?",
            (name, limit),
        ).fetchall()
        return [_turn(*columns) for columns in reversed(found)]

    def names(self) -> list[tuple[str, str, str | None, int]]:
        """All conversations: name, catalogue, person, and number of turns; the one used last first."""
        return self._database.connection.execute(
            "SELECT name, catalog, person, count(number) FROM conversations LEFT JOIN turns ON conversation = name"
            " GROUP BY name ORDER BY max(coalesce(at, began)) DESC"
        ).fetchall()

    def forget(self, name: str) -> None:
        """Removes a conversation."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM turns WHERE conversation = ?", (name,))
            connection.execute("DELETE FROM conversations WHERE name = ?", (name,))


def _turn(number: int, parent: int | None, message: str, language: str, reply: str | None, state: str) -> SavedTurn:
    return SavedTurn(number, parent, message, language, reply, from_json(state))
