"""A model that says what it was told to: for tests, and for trying the path without weights."""

from collections.abc import Callable, Generator, Iterator, Sequence

from pydantic import ValidationError

from polyrec.agent.errors import ModelError
from polyrec.agent.llm.base import Answer, Limits, Prompt, Usage


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

    def stream(self, prompt: Prompt, limits: Limits, usage: Usage) -> Generator[str]:
        """See LanguageModel.stream."""
        self.prompts.append(prompt)
        usage.read += len(prompt.user.split())
        answer = self._answer(prompt)
        for stop in limits.stop:
            answer = answer.split(stop)[0]
        for word in answer.split(" ")[: limits.tokens]:
            limits.check()
            usage.written += 1
            yield word + " "

    def answer(self, prompt: Prompt, kind: type[Answer], limits: Limits, usage: Usage) -> Answer:
        """See LanguageModel.answer; what it was told to say must be JSON."""
        try:
            return kind.model_validate_json("".join(self.stream(prompt, limits, usage)))
        except ValidationError:
            raise ModelError(f"{self.name} gave an answer of another shape.", "Tell it to answer in JSON.") from None

    def count(self, text: str) -> int:
        """See LanguageModel.count: its tokens are words."""
        return len(text.split())

    def likelihoods(
        self, prompts: Sequence[Prompt], yes: str, no: str, limits: Limits, usage: Usage
    ) -> Iterator[float]:
        """See JudgingModel.likelihoods; the two answers and the tokens make no difference."""
        del yes, no, usage
        for prompt in prompts:
            if limits.are_over:
                return
            self.prompts.append(prompt)
            yield self._judge(prompt)

    def close(self) -> None:
        """Nothing to give back."""
