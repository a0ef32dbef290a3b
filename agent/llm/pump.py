"""Reading a slow source without being held up by it."""

from collections.abc import Callable, Generator, Iterator
from queue import Empty, Queue
from threading import Event, Thread
from typing import TypeVar

from polyrec.agent.llm.base import Limits, time_is_over

Piece = TypeVar("Piece")
LOOK = 0.05
"""Seconds between two looks at whether the turn was cancelled."""


def pump(start: Callable[[], Generator[Piece]], limits: Limits) -> Iterator[Piece]:
    """What `start()` yields, read by a thread of its own; it is left to itself once the limits are over.

    Raises what the source raises, and ModelError when time is over.
    """
    limits.check()
    pieces: Queue[tuple[Piece | None, BaseException | None]] = Queue()
    ended = Event()

    def read() -> None:
        try:
            source = start()
            for piece in source:
                pieces.put((piece, None))
                if ended.is_set():
                    source.close()
                    return
            pieces.put((None, None))
        except BaseException as error:  # handed to the reader, whatever it is
            pieces.put((None, error))

    Thread(target=read, name="polyrec-hosted-model", daemon=True).start()
    try:
        while True:
            piece, error = _next(pieces, limits)
            if error is not None:
                raise error
            if piece is None:
                return
            yield piece
    finally:
        ended.set()


def _next(
    pieces: "Queue[tuple[Piece | None, BaseException | None]]", limits: Limits
) -> tuple[Piece | None, BaseException | None]:
    while not limits.are_over:
        try:
            return pieces.get(timeout=min(LOOK, limits.seconds_left))
        except Empty:
            continue
    raise time_is_over()
