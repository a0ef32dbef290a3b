"""How long a turn takes, warm and cold, and how much memory it needs."""

import platform
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import psutil

from polyrec.agent import Recommender, Replied, Reply
from polyrec.retrievers import Progress

WISHES = (
    "a funny French film from the nineties, no horror",
    "Ein ruhiges Drama über eine Familie am Meer",
    "Algo como Amélie, pero más oscuro",
    "宇宙が舞台の静かなSF映画",
    "фильм о войне, снятый до 1970 года",
    "فيلم عن طفل وأبيه",
    "एक प्रेम कहानी जिसमें संगीत हो",
    "un thriller coréen de moins de deux heures",
)
STAGES = ("understood", "found", "ranked", "first_word", "replied")


@dataclass(frozen=True, slots=True)
class TurnReport:
    """Seconds since the turn began, by stage, one value a turn; memory in bytes; cold runs in seconds."""

    model: str
    items: int
    stages: dict[str, list[float]]
    tokens_read: list[int]
    memory: int
    cold: list[float]

    def lines(self) -> Iterator[str]:
        """The report as a table."""
        yield f"{self.items} items, model {self.model}, {len(self.stages['found'])} warm turns"
        yield f"{platform.machine()}, {psutil.cpu_count()} cores, Python {platform.python_version()}"
        yield f"{'stage':<12} {'p50':>8} {'p95':>8}"
        for stage, seconds in self.stages.items():
            yield f"{stage:<12} {np.percentile(seconds, 50):>6.3f} s {np.percentile(seconds, 95):>6.3f} s"
        yield f"tokens read a turn: {np.mean(self.tokens_read):.0f}"
        yield f"resident memory: {self.memory / 1e6:.0f} MB"
        yield f"cold `polyrec ask --model none`: {min(self.cold):.2f} to {max(self.cold):.2f} s"


def measure_turns(catalog: str, model: str | None, rounds: int, progress: Progress) -> TurnReport:
    """Asks every wish `rounds` times after one round to warm up, then asks cold in new processes."""
    bot = Recommender.open(catalog, model=model, progress=progress)
    bot.wait_for_model()
    replies: list[Reply] = []
    for turn in range(rounds + 1):
        for wish in WISHES:
            reply = next(event.reply for event in bot.session().stream(wish) if isinstance(event, Replied))
            if turn:
                replies.append(reply)
    memory = psutil.Process().memory_info().rss
    name, items = replies[0].model, len(bot.catalog)
    bot.close()
    return TurnReport(
        model=name,
        items=items,
        stages={stage: [reply.timings[stage] for reply in replies] for stage in STAGES},
        tokens_read=[reply.usage.read for reply in replies],
        memory=memory,
        cold=[_cold_ask(catalog) for _ in range(3)],
    )


def _cold_ask(catalog: str) -> float:
    command = [
        sys.executable,
        "-m",
        "polyrec.tui.main",
        "ask",
        WISHES[0],
        "--catalog",
        catalog,
        "--model",
        "none",
    ]
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started
