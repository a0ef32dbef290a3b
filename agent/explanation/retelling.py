"""What an item's description says, in the person's language: as it stands, or retold by the model."""

from collections.abc import Mapping
from contextlib import closing
from math import inf

from polyrec.agent.explanation.verify import Verifier
from polyrec.agent.language import is_in_language
from polyrec.agent.llm import LanguageModel, Limits, Prompt, Usage
from polyrec.prompts import Prompts, load_retelling
from polyrec.prompts.loading import nearest
from polyrec.retrievers import Item

MOST_TOKENS = 90
ARROW = "\n→"
HOPELESS = 0.45
"""How far a retelling's confidence (Usage.confidence) may fall below what is needed while it is being written."""
EARLIEST = 12
"""Letters before that is looked at."""


class Reteller:
    """Says passages in one language.

    `languages` are those that the model writes well enough, each with the confidence that a sentence needs; None: all,
    whatever the confidence. What a translator thinks of its own words tells much of their quality (Fomicheva et al.
    2020, arXiv:2005.10608).
    """

    def __init__(
        self,
        prompts: Prompts,
        model: LanguageModel | None,
        languages: Mapping[str, float] | None,
        verifier: Verifier,
    ) -> None:
        self._language = prompts.tag
        needed = None if languages is None else {nearest(tag): confidence for tag, confidence in languages.items()}
        self._model = model if needed is None or prompts.tag in needed else None
        self._needed = -inf if needed is None else needed.get(prompts.tag, -inf)
        self._prompts = prompts
        self._verifier = verifier
        self.retold = 0

    def can_tell(self, passage: str) -> bool:
        """Whether there is hope for a passage: it is in the language, or a model may retell it."""
        return self._model is not None or is_in_language(passage, self._language)

    def tell(self, passage: str, item: Item, limits: Limits, usage: Usage) -> str | None:
        """A passage of an item's description in the language; None where it is in another one and nothing that the
        model makes of it passes the verifier.

        Raises ModelError when the model fails or time is over.
        """
        if is_in_language(passage, self._language):
            return passage
        if self._model is None:
            return None
        limits.check()
        said = self._write(self._model, retelling_prompt(self._prompts, passage), limits, usage)
        sentence = self._verifier.verify(said.strip().removeprefix(ARROW.strip()), passage, item) if said else None
        self.retold += sentence is not None
        return sentence

    def give_up(self) -> None:
        """Goes on without the model: what is in the person's language is still told."""
        self._model = None

    def _write(self, model: LanguageModel, prompt: Prompt, limits: Limits, usage: Usage) -> str:
        """What the model writes; nothing where it is not sure of its words."""
        said = ""
        usage.confidence = None
        with closing(model.stream(prompt, limits, usage)) as pieces:
            for piece in pieces:
                said += piece
                if len(said) >= EARLIEST and not self._is_sure(usage, HOPELESS):
                    return ""
        return said if self._is_sure(usage) else ""

    def _is_sure(self, usage: Usage, margin: float = 0.0) -> bool:
        return usage.confidence is None or usage.confidence >= self._needed - margin


def retelling_prompt(prompts: Prompts, passage: str) -> Prompt:
    """The instruction, its examples and the passage; all but the last stay the same within a language."""
    shown = zip(load_retelling().passages, prompts.prompt.retold, strict=True)
    system = "\n\n".join((prompts.prompt.system, *(f"{passage}{ARROW} {retold}" for passage, retold in shown)))
    return Prompt(system, f"{passage}{ARROW}")
