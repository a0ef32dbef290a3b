"""Showing long work: on a terminal as a bar, elsewhere as a line now and then. Rich is imported when a bar is drawn."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.progress import ProgressColumn, TaskID

STAGES = {"reading": "Reading", "embedding": "Embedding"}
QUIET_SECONDS = 10.0


class Bar:
    """A bar on standard error that appears with the first report and is gone after the last."""

    def __init__(self, *columns: "ProgressColumn") -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        self._bar: Progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            *columns,
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._tasks: dict[str, TaskID] = {}
        self._bar.start()

    def show(self, name: str, done: int, total: int, **fields: Any) -> None:
        """Draws one task's state; `fields` are for columns that show them."""
        if name not in self._tasks:
            self._tasks[name] = self._bar.add_task(name, total=total or None, **fields)
        self._bar.update(self._tasks[name], completed=done, total=total or None, **fields)

    def stop(self) -> None:
        """Takes the bar away."""
        self._bar.stop()


class IndexingProgress:
    """Follows indexing; see polyrec.retrievers.Progress."""

    def __init__(self) -> None:
        self._bar: Bar | None = None
        self._started: dict[str, float] = {}
        self._last_line = time.monotonic()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Shows how many items of a stage are done."""
        if stage == "embedding" and not total:
            return
        now = time.monotonic()
        rate = done / max(1e-6, now - self._started.setdefault(stage, now)) if done else 0.0
        if sys.stderr.isatty():
            if self._bar is None:
                from rich.progress import TextColumn

                items = TextColumn("{task.completed}/{task.total}  {task.fields[rate]:.0f} items/s")
                self._bar = Bar(items)
            self._bar.show(STAGES[stage], done, total, rate=rate)
        elif now - self._last_line >= QUIET_SECONDS:
            self._last_line = now
            sys.stderr.write(f"{STAGES[stage]}: {done} of {total or '?'}, {rate:.0f} items/s\n")

    def stop(self) -> None:
        """Ends the bar, if there is one."""
        if self._bar:
            self._bar.stop()


class DownloadProgress:
    """Follows the download of a model; see polyrec.agent.models.pull."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._bar: Bar | None = None
        self._last_line = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        """Shows how many bytes are here."""
        if sys.stderr.isatty():
            if self._bar is None:
                from rich.progress import DownloadColumn, TransferSpeedColumn

                self._bar = Bar(DownloadColumn(), TransferSpeedColumn())
            self._bar.show(self._name, done, total)
        elif time.monotonic() - self._last_line >= QUIET_SECONDS:
            self._last_line = time.monotonic()
            sys.stderr.write(f"{self._name}: {done / 1e6:.0f} of {total / 1e6:.0f} MB\n")

    def stop(self) -> None:
        """Ends the bar, if there is one."""
        if self._bar:
            self._bar.stop()


class EvaluationProgress:
    """Follows an evaluation: first the catalogues that it needs, then its cases; see polyrec.eval.run.Watching."""

    def __init__(self) -> None:
        self.indexing = IndexingProgress()
        self._bar: Bar | None = None
        self._started = self._last_line = time.monotonic()

    def watching(self, done: int, total: int, standing: str) -> None:
        """Shows how many answers there are, how long the rest will take, and how it stands."""
        now = time.monotonic()
        if sys.stderr.isatty():
            if self._bar is None:
                from rich.progress import TextColumn

                self.indexing.stop()
                self._bar = Bar(TextColumn("{task.completed}/{task.total}  {task.fields[standing]}", markup=False))
            self._bar.show("Asking", done, total, standing=standing)
        elif now - self._last_line >= QUIET_SECONDS:
            self._last_line = now
            left = (now - self._started) / done * (total - done)
            sys.stderr.write(f"Asking: {done} of {total}, {left / 60:.0f} min left, {standing}\n")

    def stop(self) -> None:
        """Ends what is drawn."""
        self.indexing.stop()
        if self._bar:
            self._bar.stop()


@contextmanager
def evaluation_bar() -> Iterator[EvaluationProgress]:
    """Shows an evaluation while the block runs."""
    progress = EvaluationProgress()
    try:
        yield progress
    finally:
        progress.stop()


@contextmanager
def indexing_bar() -> Iterator[IndexingProgress]:
    """Shows indexing while the block runs."""
    progress = IndexingProgress()
    try:
        yield progress
    finally:
        progress.stop()


@contextmanager
def download_bar(name: str) -> Iterator[DownloadProgress]:
    """Shows a download while the block runs."""
    progress = DownloadProgress(name)
    try:
        yield progress
    finally:
        progress.stop()
