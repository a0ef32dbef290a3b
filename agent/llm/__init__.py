"""Language models by name; each vendor's file is imported only when it is chosen."""

from importlib.util import find_spec
from typing import Any

from polyrec.agent.config import Config
from polyrec.agent.errors import ModelError
from polyrec.agent.llm.base import JudgingModel, LanguageModel, Limits, Prompt, Usage
from polyrec.agent.models import find_model, registry

__all__ = ["JudgingModel", "LanguageModel", "Limits", "Prompt", "Usage", "default_model", "open_model"]

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


def open_model(model: str | Any, config: Config) -> LanguageModel | None:
    """The model of a name, None for `none`; a LangChain chat model is wrapped, a LanguageModel is taken as it is.

    Raises ModelError when it is unknown, missing or damaged, or an extra is not installed.
    """
    if model == NONE:
        return None
    if not isinstance(model, str):
        return _open_object(model)
    if ":" in model and not model.endswith(".gguf"):
        if not find_spec("langchain"):
            raise ModelError("LangChain is not installed.", "Install it with: pip install 'polyrec[hosted]'")
        from polyrec.agent.llm.langchain import open_langchain

        return open_langchain(model, config.base_url, config.api_key, config.deadline)
    path = find_model(model, config.models_dir)
    if not find_spec("llama_cpp"):
        raise ModelError("llama-cpp-python is not installed.", "Install it with: pip install 'polyrec[local]'")
    from polyrec.agent.llm.llama_cpp import LlamaCppModel

    return LlamaCppModel(path, threads=config.threads)


def _open_object(model: Any) -> LanguageModel:
    if hasattr(model, "invoke"):
        from polyrec.agent.llm.langchain import LangChainModel

        return LangChainModel(model)
    if hasattr(model, "stream") and hasattr(model, "close"):
        wrapped: LanguageModel = model
        return wrapped
    raise ModelError(
        f"{type(model).__name__} is no language model.",
        "Pass a name, a LangChain chat model, or an object with polyrec's LanguageModel methods.",
    )
