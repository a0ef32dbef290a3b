"""Saying why, in the person's language, and nothing that the catalogue does not say."""

from .explain import Explainer
from .templates import Wording

__all__ = ["Explainer", "Wording"]
