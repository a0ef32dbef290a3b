"""A model elsewhere that never sees an e-mail address, a phone number or a card number."""

from collections.abc import Generator
from dataclasses import replace

from polyrec.agent.llm.base import Answer, LanguageModel, Limits, Prompt, Usage
from polyrec.agent.redaction import redact


class RedactingModel:
    """Hands prompts on to another model once they are redacted, see `redact`."""

    def __init__(self, model: LanguageModel) -> None:
        self.name = model.name
        self._model = model

    def stream(self, prompt: Prompt, limits: Limits, usage: Usage) -> Generator[str]:
        """See LanguageModel.stream."""
        return self._model.stream(_redacted(prompt), limits, usage)

    def answer(self, prompt: Prompt, kind: type[Answer], limits: Limits, usage: Usage) -> Answer:
        """See LanguageModel.answer."""
        return self._model.answer(_redacted(prompt), kind, limits, usage)

    def count(self, text: str) -> int:
        """See LanguageModel.count."""
        return self._model.count(text)

    def close(self) -> None:
        """See LanguageModel.close."""
        self._model.close()


def _redacted(prompt: Prompt) -> Prompt:
    return replace(prompt, system=redact(prompt.system), user=redact(prompt.user))
