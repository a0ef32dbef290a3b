"""A model that says what it was told to: for tests, and for trying the path without weights."""

import time
from collections.abc import Callable, Iterator, Sequence

from polyrec.agent.llm.base import Limits, Prompt, Usage


class ScriptedModel:
    """Answers each prompt with `answer(prompt)`, word by word; likelihoods come from `judge(prompt)` in [0, 1]."""

    def __init__(
        self,
        answer: Callable[[Prompt], str],
        judge: Callable[[Prompt], float] = lambda _: 0.5,
        name: str = "scripted",
    ) -> None:
        self.name = name
        self.prompts: list[Prompt] = []
        self._answer = answer
        self._judge = judge

    def stream(self, prompt: Prompt, limits: Limits, usage: Usage) -> Iterator[str]:
        """See LanguageModel.stream."""
        self.prompts.append(prompt)
        usage.read += len(prompt.user.split())
        answer = self._answer(prompt)
        for stop in limits.stop:
            answer = answer.split(stop)[0]
        for word in answer.split(" ")[: limits.tokens]:
            if time.monotonic() > limits.deadline:
                return
            usage.written += 1
            yield word + " "

    def likelihoods(
        self, prompts: Sequence[Prompt], yes: str, no: str, usage: Usage, deadline: float
    ) -> Iterator[float]:
        """See JudgingModel.likelihoods; the two answers and the tokens make no difference."""
        del yes, no, usage
        for prompt in prompts:
            if time.monotonic() > deadline:
                return
            self.prompts.append(prompt)
            yield self._judge(prompt)

    def close(self) -> None:
        """Nothing to give back."""
