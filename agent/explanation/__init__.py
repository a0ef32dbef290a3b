"""Saying why, in the person's language, and nothing that the catalogue does not say."""

from polyrec.agent.explanation.explain import Explainer
from polyrec.agent.explanation.templates import Wording

__all__ = ["Explainer", "Wording"]
