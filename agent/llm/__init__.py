"""Language models by name; each vendor's file is imported only when it is chosen."""

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from polyrec.agent.config import Config
from polyrec.agent.errors import ModelError
from polyrec.agent.llm.base import JudgingModel, LanguageModel, Limits, Prompt, Usage
from polyrec.agent.llm.redacting import RedactingModel
from polyrec.agent.models import find_model, registry
from polyrec.agent.redaction import check_redaction

__all__ = [
    "NONE",
    "JudgingModel",
    "LanguageModel",
    "Limits",
    "Prompt",
    "Usage",
    "default_model",
    "is_hosted",
    "prepare_model",
]

NONE = "none"


def default_model(config: Config) -> str:
    """The model to use when none is named: the default one where it can run, `none` where it cannot."""
    if config.model:
        return config.model
    try:
        find_model(registry().default, config.models_dir)
    except ModelError:
        return NONE
    return registry().default if find_spec("llama_cpp") else NONE


def prepare_model(model: str | Any, config: Config) -> Callable[[], LanguageModel | None]:
    """What loads the model of a name: None for `none`; a LangChain chat model is wrapped, a LanguageModel is kept.

    Raises ModelError at once when the model is unknown or missing, or an extra is not installed; what is returned
    raises it when the model cannot be loaded.
    """
    if model == NONE:
        return lambda: None
    if not isinstance(model, str):
        wrapped = _wrap(model, redacting=config.redact)
        return lambda: wrapped
    if is_hosted(model):
        return _prepare_hosted(model, config)
    return _prepare_local(model, config)


def is_hosted(name: str) -> bool:
    """Whether a name is `PROVIDER:MODEL`, not a model of the registry or a file."""
    return ":" in name and not name.endswith(".gguf")


def _prepare_hosted(model: str, config: Config) -> Callable[[], LanguageModel]:
    if not find_spec("langchain"):
        raise ModelError("LangChain is not installed.", "Install it with: pip install 'polyrec[hosted]'")
    if config.redact:
        check_redaction()

    def load() -> LanguageModel:
        from polyrec.agent.llm.langchain import open_langchain

        opened = open_langchain(model, config.base_url, config.api_key, config.deadline)
        return RedactingModel(opened) if config.redact else opened

    return load


def _prepare_local(model: str, config: Config) -> Callable[[], LanguageModel]:
    path = find_model(model, config.models_dir)
    if not find_spec("llama_cpp"):
        raise ModelError("llama-cpp-python is not installed.", "Install it with: pip install 'polyrec[local]'")

    def load() -> LanguageModel:
        from polyrec.agent.llm.llama_cpp import LlamaCppModel

        return LlamaCppModel(path, threads=config.threads, states=config.states_dir)

    return load


def _wrap(model: Any, *, redacting: bool) -> LanguageModel:
    if hasattr(model, "invoke"):
        from polyrec.agent.llm.langchain import LangChainModel

        chat = LangChainModel(model)
        return RedactingModel(chat) if redacting else chat
    if hasattr(model, "stream") and hasattr(model, "close"):
        wrapped: LanguageModel = model
        return wrapped
    raise ModelError(
        f"{type(model).__name__} is no language model.",
        "Pass a name, a LangChain chat model, or an object with polyrec's LanguageModel methods.",
    )
