"""What the worker tells the screen."""

from textual.message import Message

from polyrec.agent import Event, PolyrecError


class TurnHappened(Message):
    """An event of turn number `turn`."""

    def __init__(self, turn: int, event: Event) -> None:
        super().__init__()
        self.turn = turn
        self.event = event


class TurnFailed(Message):
    """Turn number `turn` could not be answered."""

    def __init__(self, turn: int, error: PolyrecError) -> None:
        super().__init__()
        self.turn = turn
        self.error = error


class ModelReady(Message):
    """The language model is loaded, or there is none; `error` says why it cannot be."""

    def __init__(self, name: str | None, error: PolyrecError | None = None) -> None:
        super().__init__()
        self.name = name
        self.error = error
