"""What polyrec asks of a language model."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable


@dataclass(slots=True)
class Usage:
    """Tokens of one turn. `read` counts those that the model had to compute, not those found in its cache."""

    read: int = 0
    written: int = 0


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question: instructions, what is asked, and the first words of the answer.

    All three may hold untrusted text: an adapter never lets it become a control token.
    """

    system: str
    user: str
    start: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """When an answer ends: after `tokens`, before any of `stop`, or at the clock time `deadline` (time.monotonic)."""

    tokens: int
    stop: tuple[str, ...] = field(default=())
    deadline: float = float("inf")


class LanguageModel(Protocol):
    """Writes text. `name` is shown to people. May be used from several threads; calls may wait for one another."""

    name: str

    def stream(self, prompt: Prompt, limits: Limits, usage: Usage) -> Iterator[str]:
        """Yields the answer's pieces, without `prompt.start`. Closing the iterator stops the model.

        Raises ModelError when the model cannot answer.
        """
        ...

    def close(self) -> None:
        """Gives memory and connections back."""
        ...


@runtime_checkable
class JudgingModel(Protocol):
    """A model that can also say how likely it would answer one way rather than another."""

    def likelihoods(
        self, prompts: Sequence[Prompt], yes: str, no: str, usage: Usage, deadline: float
    ) -> Iterator[float]:
        """For each prompt, P(yes) / (P(yes) + P(no)) as the next word, in [0, 1].

        What the prompts have in common at their start is read once. Ends early when `deadline` (time.monotonic) passes.
        """
        ...
