"""Any chat model that LangChain knows: OpenAI, every OpenAI-compatible server, and the other providers."""

import time
from collections.abc import Iterator
from typing import Any

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage
from pydantic import SecretStr

from polyrec.agent.errors import ModelError
from polyrec.agent.llm.base import Limits, Prompt, Usage


def open_langchain(name: str, base_url: str | None, api_key: SecretStr | None, timeout: float) -> "LangChainModel":
    """The model `PROVIDER:MODEL`; `timeout` is in seconds a request. Raises ModelError when it cannot be set up."""
    settings: dict[str, Any] = {"timeout": timeout, "max_retries": 1, "temperature": 0}
    if base_url:
        settings |= {"base_url": base_url, "api_key": api_key.get_secret_value() if api_key else "none"}
    elif api_key:
        settings["api_key"] = api_key.get_secret_value()
    try:
        return LangChainModel(init_chat_model(name, **settings), name)
    except ImportError as error:
        raise ModelError(
            f"The provider of {name} is not installed: {error.name or error}.",
            "Install it, for instance: pip install langchain-openai",
        ) from None
    except Exception as error:  # every provider raises its own kinds, and some are plain Exception
        raise ModelError(
            f"{name} cannot be set up: {_first_line(error)}",
            "Check the name; set POLYREC_API_KEY, and POLYREC_BASE_URL for your own server.",
        ) from None


class LangChainModel:
    """A LangChain chat model."""

    def __init__(self, model: BaseChatModel, name: str | None = None) -> None:
        self.name = name or str(getattr(model, "model_name", type(model).__name__))
        self._model = model

    def stream(self, prompt: Prompt, limits: Limits, usage: Usage) -> Iterator[str]:
        """See LanguageModel.stream. The answer's start is left out, since hosted models cannot be prefilled."""
        messages = [SystemMessage(prompt.system), HumanMessage(prompt.user)]
        held = ""
        try:
            for chunk in self._model.stream(messages, max_tokens=limits.tokens):
                if time.monotonic() > limits.deadline:
                    return
                if chunk.usage_metadata:
                    usage.read += chunk.usage_metadata["input_tokens"]
                    usage.written += chunk.usage_metadata["output_tokens"]
                held += chunk.text
                ends = [held.lstrip().find(stop) for stop in limits.stop if stop in held.lstrip()]
                if ends:
                    yield held.lstrip()[: min(ends)]
                    return
            yield held
        except Exception as error:  # every provider raises its own kinds, and some are plain Exception
            raise ModelError(
                f"{self.name} did not answer: {type(error).__name__}.",
                "See what is wrong with: polyrec doctor",
            ) from None

    def close(self) -> None:
        """LangChain keeps no connection that must be closed."""


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
