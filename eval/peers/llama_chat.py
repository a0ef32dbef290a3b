"""A GGUF as a LangChain chat model, by llama-cpp-python's own chat completion."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import BaseChatModel, generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage, convert_to_openai_messages
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from llama_cpp import Llama

CONTEXT = 4_096


class LlamaChat(BaseChatModel):
    """Greedy decoding; `llama` keeps the longest prefix that two prompts in a row share."""

    llama: Any

    @classmethod
    def open(cls, path: Path, threads: int | None) -> "LlamaChat":
        """Loads a model file; its chat template must come with it."""
        return cls(llama=Llama(str(path), n_ctx=CONTEXT, n_threads=threads, verbose=False))

    @property
    def _llm_type(self) -> str:
        return "llama.cpp"

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        del run_manager
        answer = self.llama.create_chat_completion(
            convert_to_openai_messages(messages), stop=stop, stream=True, temperature=0, **kwargs
        )
        for piece in answer:
            if text := piece["choices"][0]["delta"].get("content"):
                yield ChatGenerationChunk(message=AIMessageChunk(content=text))

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return generate_from_stream(self._stream(messages, stop, run_manager, **kwargs))

    def get_num_tokens(self, text: str) -> int:
        """How many tokens the model reads for a text."""
        return len(self.llama.tokenize(text.encode(), add_bos=False))
