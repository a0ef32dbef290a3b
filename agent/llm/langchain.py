"""Any chat model that LangChain knows: OpenAI, every OpenAI-compatible server, and the other providers."""

import json
from collections.abc import Callable, Generator, Iterator
from typing import Any

import regex
from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage
from pydantic import SecretStr, ValidationError

from polyrec.agent.errors import ModelError
from polyrec.agent.llm.base import Answer, Limits, Prompt, Usage
from polyrec.agent.llm.patience import is_refused_for_its_form, model_error, retrying
from polyrec.agent.llm.pump import pump

JSON = regex.compile(r"\{.*\}", regex.DOTALL)
AS_JSON = "Answer with one JSON object alone, which follows this JSON schema: "
BYTES_A_TOKEN = 4
"""OpenAI's rule of thumb for English; other scripts take fewer bytes a token or about as many."""


def open_langchain(name: str, base_url: str | None, api_key: SecretStr | None, timeout: float) -> "LangChainModel":
    """The model `PROVIDER:MODEL`; `timeout` is in seconds a request. Raises ModelError when it cannot be set up."""
    settings: dict[str, Any] = {"timeout": timeout, "max_retries": 0, "temperature": 0}
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
            f"{name} cannot be set up: {type(error).__name__}.",
            "Check the name; set POLYREC_API_KEY, and POLYREC_BASE_URL for your own server.",
        ) from None


class LangChainModel:
    """A LangChain chat model. Requests that fail for a moment are repeated while the turn has time."""

    def __init__(self, model: BaseChatModel, name: str | None = None) -> None:
        self.name = name or str(getattr(model, "model_name", type(model).__name__))
        self._model = model
        self._formats = [_openai_format, _llama_format]

    def stream(self, prompt: Prompt, limits: Limits, usage: Usage) -> Generator[str]:
        """See LanguageModel.stream. The answer's start is left out, since hosted models cannot be prefilled."""
        messages = _messages(prompt)
        held, said = "", 0
        for chunk in self._ask(lambda: self._model.stream(messages, max_tokens=limits.tokens), limits):
            _count(chunk, usage)
            held += chunk.text
            text = held.lstrip()
            ends = [text.find(stop) for stop in limits.stop if stop in text]
            ready = text[said : min(ends)] if ends else text[said:]
            said += len(ready)
            if ready:
                yield ready
            if ends:
                return

    def answer(self, prompt: Prompt, kind: type[Answer], limits: Limits, usage: Usage) -> Answer:
        """See LanguageModel.answer. The schema stands in the prompt, and is enforced where the server can.

        What is no such object is asked for once more.
        """
        schema = kind.model_json_schema()
        messages = _messages(Prompt(f"{prompt.system}\n\n{AS_JSON}{json.dumps(schema)}", prompt.user))
        for _ in range(2):
            text = self._answer(messages, schema, limits, usage)
            found = JSON.search(text)
            try:
                return kind.model_validate_json(found[0] if found else text)
            except ValidationError:
                continue
        raise ModelError(f"{self.name} gave an answer of another shape.", "Try again, or use another model.")

    def count(self, text: str) -> int:
        """See LanguageModel.count: an estimate."""
        return len(text.encode()) // BYTES_A_TOKEN + 1

    def close(self) -> None:
        """LangChain keeps no connection that must be closed."""

    def _answer(self, messages: list[BaseMessage], schema: dict[str, Any], limits: Limits, usage: Usage) -> str:
        wanted: dict[str, Any] = {"response_format": self._formats[0](schema)} if self._formats else {}
        try:
            [reply] = self._ask(
                lambda: iter([self._model.invoke(messages, max_tokens=limits.tokens, **wanted)]), limits
            )
        except ModelError as error:
            if not (wanted and is_refused_for_its_form(error)):
                raise
            self._formats.pop(0)
            return self._answer(messages, schema, limits, usage)
        _count(reply, usage)
        return str(reply.text)

    def _ask(self, start: Callable[[], Iterator[Any]], limits: Limits) -> Iterator[Any]:
        """What the provider sends, from a thread of its own, so that a server which falls silent holds nobody up."""
        try:
            yield from pump(retrying(start, limits), limits)
        except ModelError:
            raise
        except Exception as error:  # every provider raises its own kinds, and some are plain Exception
            raise model_error(self.name, error) from error


def _openai_format(schema: dict[str, Any]) -> dict[str, Any]:
    """How OpenAI, vLLM, Ollama and llama-server take a schema."""
    return {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}}


def _llama_format(schema: dict[str, Any]) -> dict[str, Any]:
    """How llama-cpp-python's server takes it."""
    return {"type": "json_object", "schema": schema}


def _messages(prompt: Prompt) -> list[BaseMessage]:
    return [SystemMessage(prompt.system), HumanMessage(prompt.user)]


def _count(chunk: Any, usage: Usage) -> None:
    if chunk.usage_metadata:
        usage.read += chunk.usage_metadata["input_tokens"]
        usage.written += chunk.usage_metadata["output_tokens"]
