"""A language model as a judge of sentences that no rule can check."""

from collections.abc import Sequence

from polyrec.agent.card import write_card
from polyrec.agent.llm import JudgingModel, Limits, Prompt, Usage
from polyrec.retrievers import Item, Schema

SYSTEM = "You check whether a sentence about an item is supported by what the catalogue says of it. Answer Yes or No."
QUESTION = "The catalogue says: {card}\nThe sentence says: {sentence}\nIs the sentence supported by the catalogue?"
SUPPORTED = 0.5


class Judge:
    """Asks a model about each sentence; its answer is the likelihood of Yes against No."""

    def __init__(self, model: JudgingModel) -> None:
        self._model = model

    def refuse(self, sentences: Sequence[tuple[Item, str]], schema: Schema) -> tuple[int, int]:
        """How many sentences about items the model does not find supported, and how many it was asked about."""
        prompts = [
            Prompt(SYSTEM, QUESTION.format(card=write_card(item, schema, item.description), sentence=sentence))
            for item, sentence in sentences
        ]
        likelihoods = list(self._model.likelihoods(prompts, "Yes", "No", Limits(1), Usage()))
        return sum(likelihood < SUPPORTED for likelihood in likelihoods), len(likelihoods)
