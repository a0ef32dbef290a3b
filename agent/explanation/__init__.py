"""Saying why, in the person's language, and nothing that the catalogue does not say."""

from polyrec.agent.explanation.answers import Answers
from polyrec.agent.explanation.explain import Explainer
from polyrec.agent.explanation.passages import Passages
from polyrec.agent.explanation.retelling import MOST_TOKENS as RETOLD_TOKENS
from polyrec.agent.explanation.retelling import Reteller, retelling_prompt
from polyrec.agent.explanation.templates import Wording
from polyrec.agent.explanation.verify import Verifier

__all__ = ["RETOLD_TOKENS", "Answers", "Explainer", "Passages", "Reteller", "Verifier", "Wording", "retelling_prompt"]
