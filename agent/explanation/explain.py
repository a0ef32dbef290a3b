"""The reply's text: an opening, then each item with its evidence and, where it passes, a sentence of the model's."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import Template

from polyrec.agent.card import write_card
from polyrec.agent.errors import ModelError
from polyrec.agent.events import RankedItem
from polyrec.agent.explanation.templates import Wording
from polyrec.agent.explanation.verify import Verifier
from polyrec.agent.llm import LanguageModel, Limits, Prompt, Usage
from polyrec.agent.understanding import Understanding
from polyrec.prompts import Prompts
from polyrec.retrievers import Constraint, Embedder, Request, Schema

MOST_TOKENS = 70


@dataclass(slots=True)
class Explainer:
    """Writes one turn's text: what is sure from templates, then what the model adds, as far as it passes.

    `written` counts the model's sentences that passed; `failed` says that the model broke down or ran out of time.
    """

    request: Request
    items: Sequence[RankedItem]
    dropped: Sequence[Constraint]
    prompts: Prompts
    understanding: Understanding
    embedder: Embedder
    schema: Schema
    model: LanguageModel | None
    usage: Usage
    deadline: float
    written: int = 0
    failed: bool = False

    def stream(self) -> Iterator[str]:
        """Yields verified pieces: the opening, then of each item its title, its evidence, and what the model adds."""
        wording = Wording(self.prompts, self.schema, self.request.language)
        verifier = Verifier(self.understanding, self.embedder, self.request, self.items)
        yield wording.opening(self.request, self.items, self.dropped)
        for number, item in enumerate(self.items, start=1):
            yield f"\n\n{number}. {item.title}\n{wording.reason(item)}"
            if sentence := self._model_sentence(item, verifier):
                self.written += 1
                yield f" {sentence}"

    def _model_sentence(self, item: RankedItem, verifier: Verifier) -> str | None:
        """The model's sentence when it passes; None when there is no model, no time, or nothing that passes.

        An item that misses a wish is left to the template, which never argues it away.
        """
        if self.model is None or self.failed or any(piece.finding == "misses" for piece in item.evidence):
            return None
        if time.monotonic() > self.deadline:
            self.failed = True
            return None
        texts = self.prompts.prompt
        user = Template(texts.reason).safe_substitute(
            request=self.request.text, card=write_card(item.item, self.schema)
        )
        limits = Limits(MOST_TOKENS, ("\n",), self.deadline)
        try:
            sentence = "".join(self.model.stream(Prompt(texts.system, user.strip(), texts.start), limits, self.usage))
        except ModelError:
            self.failed = True
            return None
        return verifier.verify(sentence.removeprefix(texts.start), item.item)
