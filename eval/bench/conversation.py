"""What state and profile cost: turns of a person with many events, a long conversation opened, many at once."""

import random
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from polyrec.agent import Config, Recommender, Session, load_config
from polyrec.agent.memory import SavedTurn
from polyrec.agent.profile import Behaviour
from polyrec.retrievers import Progress

EVENTS, TURNS, SESSIONS = 10_000, 1_000, 50
SAID = ("a comedy", "no romance", "from the nineties or later", "others", "how long is the second one?", "undo that")
ROUNDS = 5
PAUSE = 3.0
"""Seconds in which people read a reply of three items and type, on the average; most need longer."""


@dataclass(frozen=True, slots=True)
class ConversationReport:
    """Seconds: of turns without and with a profile, of the turn right after an event, of opening a long conversation,
    and of turns when many sessions talk at once; `mixed` counts sessions that ended up with another's wishes.
    """

    items: int
    plain: list[float]
    known: list[float]
    changed: list[float]
    opened: list[float]
    crowded: list[float]
    thronged: list[float]
    mixed: int

    def lines(self) -> Iterator[str]:
        """The report as a table."""
        yield f"{self.items} items, no model, {EVENTS} events a profile, {SESSIONS} sessions at once"
        yield f"{'':<44} {'p50':>9} {'p95':>9}"
        for name, seconds in (
            ("turn", self.plain),
            ("turn with state and profile kept", self.known),
            ("turn right after feedback", self.changed),
            (f"opening a conversation of {TURNS} turns", self.opened),
            (f"turn, {SESSIONS} sessions, {PAUSE:g} s to read a reply", self.crowded),
            (f"turn, {SESSIONS} sessions without a pause", self.thronged),
        ):
            p50, p95 = np.percentile(seconds, [50, 95])
            yield f"{name:<44} {1000 * p50:>6.1f} ms {1000 * p95:>6.1f} ms"
        yield f"sessions mixed up: {self.mixed}"


def measure_conversation(catalog: str, progress: Progress) -> ConversationReport:
    """Measures over a catalogue, with a memory of its own that is thrown away."""
    config = load_config()
    Recommender.open(catalog, model="none", config=config, progress=progress).close()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "catalogs").symlink_to(config.data_dir / "catalogs")
        own = config.model_copy(update={"data_dir": Path(folder)})
        return _measure(catalog, own)


def _measure(catalog: str, config: Config) -> ConversationReport:
    bot = Recommender.open(catalog, model="none", config=config)
    items = [item.id for item in bot.catalog.page(len(bot.catalog))]
    now = time.time()
    bot.people.profile("somebody").report(
        *(Behaviour("view", catalog, items[number % len(items)], at=now - 60.0 * number) for number in range(EVENTS))
    )
    _timed(bot.session("en"))
    plain = [seconds for _ in range(ROUNDS) for seconds in _timed(bot.session("en"))]
    known, changed = [], []
    for number in range(ROUNDS):
        session = bot.session("en", name=f"talk {number}", person="somebody")
        known += _timed(session)
        session.feedback("like", session.state.last[0])
        changed += _timed(session, ("a drama",))
    opened = _open_long(bot)
    crowded, mixed = _crowd(bot, PAUSE)
    thronged, more_mixed = _crowd(bot, 0.0)
    bot.close()
    return ConversationReport(len(items), plain, known, changed, opened, crowded, thronged, mixed + more_mixed)


def _open_long(bot: Recommender) -> list[float]:
    session = bot.session("en", name="long", person="somebody")
    _timed(session)
    for number in range(session.turns + 1, TURNS + 1):
        bot.conversations.save("long", SavedTurn(number, number - 1, "others", "en", "…", session.state))
    seconds = []
    for _ in range(4 * ROUNDS):
        started = time.perf_counter()
        bot.session("en", name="long", person="somebody")
        seconds.append(time.perf_counter() - started)
    return seconds


def _crowd(bot: Recommender, pause: float) -> tuple[list[float], int]:
    """Seconds of turns when all sessions talk at once, and how many of them hold a year that is not their own.

    `pause` is in seconds after each reply, on the average; sessions begin at different moments of it.
    """
    years = [1950 + number for number in range(SESSIONS)]
    sessions = [bot.session("en") for _ in years]

    def talk(place: int) -> list[float]:
        chance = random.Random(place)  # noqa: S311 (pauses, not secrets)
        seconds = []
        for message in (f"a film from {years[place]} or later", "no romance", "others", "how long is the second one?"):
            time.sleep(chance.uniform(0, 2 * pause))
            seconds += _timed(sessions[place], (message,))
        return seconds

    with ThreadPoolExecutor(SESSIONS) as pool:
        seconds = [one for many in pool.map(talk, range(SESSIONS)) for one in many]
    own = [
        any(getattr(wish, "low", None) == year for wish in session.wishes)
        for session, year in zip(sessions, years, strict=True)
    ]
    return seconds, own.count(False)


def _timed(session: Session, messages: tuple[str, ...] = SAID) -> list[float]:
    seconds = []
    for message in messages:
        started = time.perf_counter()
        session.reply(message)
        seconds.append(time.perf_counter() - started)
    return seconds
