"""The suites by name; each is imported only when it is run."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from polyrec.agent import Config
from polyrec.agent.llm import prepare_model
from polyrec.eval.errors import EvaluationError
from polyrec.eval.suites.base import Suite

SUITES = {
    "wishes": "Wishes",
    "understanding": "Understanding",
    "conversations": "Conversations",
    "explanations": "Explanations",
    "redial": "Redial",
    "diversity": "Diversity",
    "users": "Users",
    "profiles": "Profiles",
    "speed": "Speed",
}


MODELS = {"explanations": "judge", "users": "speaker"}
"""What a suite may use a language model of its own for, by the name of its argument."""


def open_suite(name: str, models: Mapping[str, str], config: Config) -> Suite[Any]:
    """The suite of this name with language models of its own, by their use (see MODELS).

    Raises EvaluationError when there is no such suite or no such use, ModelError when a model cannot be opened.
    """
    if name not in SUITES:
        raise EvaluationError(f"There is no suite {name!r}.", f"Choose among: {', '.join(SUITES)}.")
    for use in models:
        if MODELS.get(name) != use:
            raise EvaluationError(f"The suite {name} has no {use}.", "Only explanations are judged, only users speak.")
    opened = {use: prepare_model(model, config)() for use, model in models.items()}
    suite: Suite[Any] = getattr(import_module(f"{__name__}.{name}"), SUITES[name])(**opened)
    return suite
