"""What polyrec says and listens for, one TOML a language."""

from polyrec.prompts.language import Cues, Explanation, Interface, ModelPrompt, Prompts
from polyrec.prompts.loading import (
    available,
    load,
    load_hostile,
    load_judge,
    load_ranker,
    load_retelling,
    load_telling,
    load_translator,
)

__all__ = [
    "Cues",
    "Explanation",
    "Interface",
    "ModelPrompt",
    "Prompts",
    "available",
    "load",
    "load_hostile",
    "load_judge",
    "load_ranker",
    "load_retelling",
    "load_telling",
    "load_translator",
]
