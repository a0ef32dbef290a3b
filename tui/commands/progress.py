"""Showing long work: on a terminal as a bar, elsewhere as a line now and then."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from polyrec.retrievers.text import clean

STAGES = {"reading": "Reading", "embedding": "Embedding"}
QUIET_SECONDS = 10.0


class IndexingBar:
    """Follows indexing; call it with the stage, how many items are done, and how many there are (0 if unknown)."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed}/{task.total}"),
            TextColumn("{task.fields[rate]:.0f} items/s"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        self._tasks: dict[str, TaskID] = {}
        self._started: dict[str, float] = {}
        self._last_line = time.monotonic()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """See polyrec.retrievers.Progress."""
        if stage == "embedding" and not total:
            return
        now = time.monotonic()
        rate = done / max(1e-6, now - self._started.setdefault(stage, now)) if done else 0.0
        if not self._console.is_terminal:
            if now - self._last_line >= QUIET_SECONDS:
                self._last_line = now
                self._console.print(f"{STAGES[stage]}: {done} of {total or '?'}, {rate:.0f} items/s")
            return
        if stage not in self._tasks:
            self._bar.start()
            self._tasks[stage] = self._bar.add_task(STAGES[stage], total=total or None, rate=0.0)
        self._bar.update(self._tasks[stage], completed=done, total=total or None, rate=rate)

    def stop(self) -> None:
        """Takes the bar away."""
        if self._tasks:
            self._bar.stop()


@contextmanager
def indexing_bar() -> Iterator[IndexingBar]:
    """A bar for indexing on standard error."""
    bar = IndexingBar(Console(stderr=True))
    try:
        yield bar
    finally:
        bar.stop()


@contextmanager
def download_bar(name: str) -> Iterator["DownloadBar"]:
    """A bar for a download on standard error."""
    bar = DownloadBar(name)
    try:
        yield bar
    finally:
        bar.stop()


class DownloadBar:
    """Follows a download; call it with the bytes that are here and the bytes there will be."""

    def __init__(self, name: str) -> None:
        self._console = Console(stderr=True)
        self._name = clean(name)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
            TimeRemainingColumn(),
            console=self._console,
        )
        self._task: TaskID | None = None
        self._last_line = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        """See polyrec.agent.models.pull."""
        if not self._console.is_terminal:
            if time.monotonic() - self._last_line >= QUIET_SECONDS:
                self._last_line = time.monotonic()
                sys.stderr.write(f"{self._name}: {done / 1e6:.0f} of {total / 1e6:.0f} MB\n")
            return
        if self._task is None:
            self._bar.start()
            self._task = self._bar.add_task(self._name, total=total)
        self._bar.update(self._task, completed=done)

    def stop(self) -> None:
        """Leaves the bar as it stands."""
        if self._task is not None:
            self._bar.stop()
