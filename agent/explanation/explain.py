"""The reply's text: an opening, then each item with its evidence and what its description says, in one language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from polyrec.agent.errors import ModelError
from polyrec.agent.events import RankedItem
from polyrec.agent.explanation.passages import Passages
from polyrec.agent.explanation.retelling import Reteller
from polyrec.agent.explanation.templates import Wording
from polyrec.agent.llm import Limits, Usage


@dataclass(slots=True)
class Explainer:
    """Writes one turn's text. `failed` says that the model broke down or ran out of time: the rest went without it."""

    wording: Wording
    passages: Passages
    reteller: Reteller
    limits: Limits
    usage: Usage
    failed: bool = False

    def stream(self, opening: str, items: Sequence[RankedItem]) -> Iterator[str]:
        """Yields pieces that may be shown: the opening, then of each item its title, its evidence, and its passage."""
        yield opening
        for number, item in enumerate(items, start=1):
            reason = self.wording.reason(item) or self.wording.facts(item)
            yield f"\n\n{number}. {self.wording.heading(item)}\n{reason}"
            if sentence := self._passage(item):
                yield f" {sentence}"

    def _passage(self, item: RankedItem) -> str | None:
        passage = self.passages.of(item.item, self.reteller.can_tell)
        if passage is None:
            return None
        try:
            return self.reteller.tell(passage, item.item, self.limits, self.usage)
        except ModelError:
            self.failed = True
            self.reteller.give_up()
            return None
