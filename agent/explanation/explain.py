"""The reply's text: an opening, then each item with its reason, from the model where it passes and else from templates."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from string import Template

from polyrec.prompts import Prompts
from polyrec.retrievers import Request, Schema

from ..card import write_card
from ..errors import ModelError
from ..events import RankedItem
from ..llm import LanguageModel, Limits, Prompt, Usage
from ..understanding.titles import Titles
from .templates import Wording
from .verify import verify

MOST_TOKENS = 90


@dataclass(slots=True)
class Explainer:
    """Writes one turn's text. `written` counts the model's reasons that passed; `failed` says that the model broke down."""

    request: Request
    items: Sequence[RankedItem]
    prompts: Prompts
    schema: Schema
    titles: Titles
    model: LanguageModel | None
    usage: Usage
    deadline: float
    written: int = 0
    failed: bool = False
    _shown: frozenset[str] = field(init=False, default=frozenset())

    def stream(self) -> Iterator[str]:
        """Yields verified pieces: the opening, then a line for each item."""
        wording = Wording(self.prompts, self.schema, self.request.language)
        self._shown = frozenset({*(item.id for item in self.items), *(wish.item_id for wish in self.request.similar)})
        yield wording.opening(self.request, self.items)
        for number, item in enumerate(self.items, start=1):
            yield f"\n\n{number}. {item.title}\n"
            yield self._model_reason(item) or wording.reason(item)

    def _model_reason(self, item: RankedItem) -> str | None:
        """The model's sentence when it passes; None when there is no model, no time, or nothing that passes.

        An item that misses a wish is left to the template, which never argues it away.
        """
        misses = any(piece.finding == "misses" for piece in item.evidence)
        if self.model is None or self.failed or misses or time.monotonic() > self.deadline:
            return None
        texts = self.prompts.prompt
        user = Template(texts.reason).safe_substitute(request=self.request.text, card=write_card(item.item, self.schema))
        limits = Limits(MOST_TOKENS, ("\n",), self.deadline)
        try:
            sentence = "".join(self.model.stream(Prompt(texts.system, user.strip(), texts.start), limits, self.usage))
        except ModelError:
            self.failed = True
            return None
        passed = verify(sentence.removeprefix(texts.start), self.request, item.item, self._shown, self.titles)
        self.written += passed is not None
        return passed
