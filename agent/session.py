"""One person's conversation."""

from collections.abc import Iterator
from threading import Event as Flag
from threading import Lock
from typing import TYPE_CHECKING

from polyrec.agent.events import Event, Replied, Reply

if TYPE_CHECKING:
    from polyrec.agent.recommender import Recommender


class Session:
    """Turns that follow one another, one at a time. Sessions of one Recommender know nothing of each other.

    `language` is the BCP-47 tag of the last reply, None before the first.
    """

    def __init__(self, recommender: "Recommender", default_language: str) -> None:
        self._recommender = recommender
        self._default_language = default_language
        self._lock = Lock()
        self._cancelled = Flag()
        self.language: str | None = None
        self.replies: list[Reply] = []

    def stream(self, message: str, *, n: int | None = None, language: str | None = None) -> Iterator[Event]:
        """The events of one turn, ending with Replied, for up to `n` items (1 to 20); None shows as many as the
        message asks for, or three.

        `language` settles the reply's BCP-47 tag; None lets the message and the session decide. Raises MessageError
        for a message that cannot be answered, ModelError when the model cannot be loaded.
        """
        with self._lock:
            self._cancelled.clear()
            turn = self._recommender.turn(message, n, language, self.language, self._default_language, self._cancelled)
            for event in turn:
                if isinstance(event, Replied):
                    self.language = event.reply.language
                    self.replies.append(event.reply)
                yield event

    def reply(self, message: str, *, n: int | None = None, language: str | None = None) -> Reply:
        """One turn, waited for; see `stream`."""
        return next(event.reply for event in self.stream(message, n=n, language=language) if isinstance(event, Replied))

    def cancel(self) -> None:
        """Stops the model in the turn that runs now, from any thread; the turn then ends with what needs no model."""
        self._cancelled.set()
