"""What polyrec asks of a language model."""

import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Protocol, TypeVar, runtime_checkable

from pydantic import BaseModel

from polyrec.agent.errors import ModelError

Answer = TypeVar("Answer", bound=BaseModel)


@dataclass(slots=True)
class Usage:
    """Tokens of one turn. `read` counts those that the model had to compute, not those found in its cache.

    `confidence` is the mean natural logarithm of the likelihoods that the model gave the tokens of the answer which it
    wrote last, or writes now; None where it does not tell.
    """

    read: int = 0
    written: int = 0
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question: instructions, what is asked, and the first words of the answer.

    `system` never changes between turns, so that an adapter may keep what the model made of it. All three may hold
    untrusted text: an adapter never lets it become a control token.
    """

    system: str
    user: str
    start: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """When an answer ends: after `tokens`, before any of `stop`, at the clock time `deadline` (time.monotonic), or as
    soon as `cancelled` is set, by any thread.
    """

    tokens: int
    stop: tuple[str, ...] = ()
    deadline: float = float("inf")
    cancelled: Event | None = None

    @property
    def seconds_left(self) -> float:
        """Seconds until the answer must end; 0 when it is over or cancelled."""
        if self.cancelled is not None and self.cancelled.is_set():
            return 0.0
        return max(0.0, self.deadline - time.monotonic())

    @property
    def are_over(self) -> bool:
        """Whether the answer must end now."""
        return self.seconds_left <= 0

    def check(self) -> None:
        """Raises ModelError when the answer must end now."""
        if self.are_over:
            raise time_is_over()


def time_is_over() -> ModelError:
    """What is raised when a model's time has run out, or nobody waits for it any more."""
    return ModelError("The time for this turn is over.", "Raise deadline, or use a faster model.")


class LanguageModel(Protocol):
    """Writes text. `name` is shown to people. May be used from several threads; calls may wait for one another."""

    name: str

    def stream(self, prompt: Prompt, limits: Limits, usage: Usage) -> Generator[str]:
        """Yields the answer's pieces, without `prompt.start`. Closing the iterator stops the model.

        Raises ModelError when the model cannot answer or its time is over.
        """
        ...

    def answer(self, prompt: Prompt, kind: type[Answer], limits: Limits, usage: Usage) -> Answer:
        """An answer of this shape, under its JSON schema.

        Raises ModelError when the model cannot answer, or answers something else.
        """
        ...

    def count(self, text: str) -> int:
        """How many tokens the model makes of a text; an estimate where its tokenizer is not at hand."""
        ...

    def close(self) -> None:
        """Gives memory and connections back."""
        ...


@runtime_checkable
class JudgingModel(Protocol):
    """A model that can also say how likely it would answer one way rather than another."""

    def likelihoods(
        self, prompts: Sequence[Prompt], yes: str, no: str, limits: Limits, usage: Usage
    ) -> Iterator[float]:
        """For each prompt, P(yes) / (P(yes) + P(no)) as the next word, in [0, 1].

        What the prompts have in common at their start is read once. Ends early when the limits are over.
        """
        ...
