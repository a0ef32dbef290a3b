"""A person's likes, dislikes, what they know, and what they declared."""

from collections.abc import Iterable, Iterator, Sequence
from threading import RLock

from polyrec.agent.profile.behaviour import KNOWING, OPINIONS, Behaviour
from polyrec.agent.profile.facts import Facts

HALF_LIFE = 180 * 86_400.0
"""Seconds after which an event counts half."""


class Profile:
    """One person, in memory; see `polyrec.agent.memory` for one that lasts. May be used from several threads."""

    def __init__(self, events: Iterable[Behaviour] = (), facts: Facts | None = None) -> None:
        self._lock = RLock()
        self._events = list(events)
        self._facts = facts or Facts()
        self.version = 0

    @property
    def events(self) -> Sequence[Behaviour]:
        """All events, in the order in which they were reported."""
        return self._events

    @property
    def facts(self) -> Facts:
        """What was declared."""
        return self._facts

    def declare(self, facts: Facts) -> None:
        """Puts declared facts in the place of earlier ones."""
        with self._lock:
            self._facts = facts
            self.version += 1

    def refresh(self) -> None:
        """Sees what others have changed; nobody else can change a profile in memory."""

    def report(self, *events: Behaviour) -> None:
        """Adds events."""
        with self._lock:
            self._events.extend(events)
            self.version += 1

    def forget(self, item: str | None = None, kind: str | None = None) -> int:
        """Removes the events of an item, of a kind, or of both; all, and the facts, where neither is named.

        Returns how many events went.
        """
        with self._lock:
            kept = [event for event in self._events if not _is_meant(event, item, kind)]
            gone = len(self._events) - len(kept)
            self._events = kept
            if item is None and kind is None:
                self._facts = Facts()
            self.version += 1
            return gone

    def known(self, catalog: str) -> frozenset[str]:
        """The items of a catalogue that the person knows."""
        return frozenset(event.item for event in self._of(catalog) if event.kind in KNOWING)

    def worths(self, catalog: str, now: float) -> dict[str, float]:
        """What each item of a catalogue is worth to the person, in [-1, 1]: events fade with their age.

        Of opinions the last counts, of deeds the one that says most. Events of the future count as of now.
        """
        opinions: dict[str, Behaviour] = {}
        done: dict[str, float] = {}
        for event in self._of(catalog):
            if event.kind in OPINIONS:
                last = opinions.get(event.item)
                opinions[event.item] = event if last is None or event.at >= last.at else last
            elif worth := event.worth:
                done[event.item] = max(done.get(event.item, 0.0), worth * _fading(event, now))
        told = {item: event.worth * _fading(event, now) for item, event in opinions.items()}
        return {**done, **told}

    def _of(self, catalog: str) -> Iterator[Behaviour]:
        return (event for event in self._events if event.catalog == catalog and event.item)


def _is_meant(event: Behaviour, item: str | None, kind: str | None) -> bool:
    return (item is None or event.item == item) and (kind is None or event.kind == kind)


def _fading(event: Behaviour, now: float) -> float:
    return float(0.5 ** (max(0.0, now - event.at) / HALF_LIFE))
