"""llama.cpp in this process, from a GGUF file."""

import codecs
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Lock

import llama_cpp
import numpy as np
from llama_cpp.llama_chat_format import Jinja2ChatFormatter
from numpy.typing import NDArray

from polyrec.agent.errors import ModelError
from polyrec.agent.llm.base import Limits, Prompt, Usage

CONTEXT = 4_096
CHUNK = 128
"""Tokens read between two looks at the clock."""
SYSTEM, USER = "\ue000system\ue000", "\ue000user\ue000"
CHATML = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}<|im_start|>assistant\n"
)


class LlamaCppModel:
    """One context, used by one caller at a time; what two prompts share at their start is read once.

    Decoding is greedy: the same prompt gives the same answer.
    """

    def __init__(self, path: Path, *, threads: int | None = None) -> None:
        self.name = path.stem
        self._lock = Lock()
        try:
            self._llama = llama_cpp.Llama(
                str(path), n_ctx=CONTEXT, n_batch=CHUNK, n_threads=threads or os.cpu_count(), verbose=False
            )
        except (ValueError, OSError) as error:
            raise ModelError(
                f"{path} cannot be loaded: {error}.",
                "The file may be damaged or made for another llama.cpp; fetch it again.",
            ) from None
        self._frame = self._read_template()
        self._kept: list[int] = []

    def stream(self, prompt: Prompt, limits: Limits, usage: Usage) -> Iterator[str]:
        """See LanguageModel.stream."""
        decoder = codecs.getincrementaldecoder("utf-8")("ignore")
        held = ""
        with self._lock:
            logits = self._read(self._tokens(prompt), usage, limits.deadline)
            for _ in range(limits.tokens):
                token = int(np.argmax(logits))
                if llama_cpp.llama_vocab_is_eog(llama_cpp.llama_model_get_vocab(self._llama.model), token):
                    break
                usage.written += 1
                held += decoder.decode(self._llama.detokenize([token], special=False))
                ends = [held.find(stop) for stop in limits.stop if stop in held]
                if ends:
                    held = held[: min(ends)]
                    break
                if held:
                    yield held
                    held = ""
                logits = self._read([*self._kept, token], None, limits.deadline)
        if held:
            yield held

    def likelihoods(
        self, prompts: Sequence[Prompt], yes: str, no: str, usage: Usage, deadline: float
    ) -> Iterator[float]:
        """See JudgingModel.likelihoods."""
        answers = [self._plain(word)[0] for word in (yes, no)]
        for prompt in prompts:
            with self._lock:
                try:
                    logits = self._read(self._tokens(prompt), usage, deadline)[answers]
                except ModelError:
                    if time.monotonic() > deadline:
                        return
                    raise
            yield float(1.0 / (1.0 + np.exp(logits[1] - logits[0])))

    def close(self) -> None:
        """See LanguageModel.close."""
        with self._lock:
            self._llama.close()

    def _read(self, tokens: list[int], usage: Usage | None, deadline: float) -> NDArray[np.float32]:
        """The logits behind the last token, shape (vocabulary,); only what the context does not hold is computed."""
        if len(tokens) >= CONTEXT:
            raise ModelError(
                f"The prompt has {len(tokens)} tokens; {self.name} reads {CONTEXT}.", "Ask in fewer words."
            )
        shared = 0
        for kept, wanted in zip(self._kept, tokens[:-1], strict=False):
            if kept != wanted:
                break
            shared += 1
        self._kept = self._kept[:shared]
        self._llama.n_tokens = shared
        for start in range(shared, len(tokens), CHUNK):
            if time.monotonic() > deadline:
                raise ModelError("The time for this turn is over.", "Raise deadline, or use a smaller model.")
            chunk = tokens[start : start + CHUNK]
            try:
                self._llama.eval(chunk)
            except RuntimeError as error:
                self._kept, self._llama.n_tokens = [], 0
                raise ModelError(f"{self.name} failed: {error}.", "Try again, or use another model.") from None
            self._kept += chunk
        if usage:
            usage.read += len(tokens) - shared
        return np.ctypeslib.as_array(llama_cpp.llama_get_logits(self._llama.ctx), shape=(self._llama.n_vocab(),))

    def _tokens(self, prompt: Prompt) -> list[int]:
        """The prompt in the model's chat template. Only the template's own text may become control tokens."""
        texts = [prompt.system, prompt.user] if len(self._frame) == 3 else [f"{prompt.system}\n\n{prompt.user}"]
        tokens = self._special(self._frame[0])
        for text, after in zip(texts, self._frame[1:], strict=True):
            tokens += self._plain(text) + self._special(after)
        return tokens + self._plain(prompt.start)

    def _plain(self, text: str) -> list[int]:
        tokens: list[int] = (
            self._llama.tokenize(text.encode("utf-8", "replace"), add_bos=False, special=False) if text else []
        )
        return tokens

    def _special(self, text: str) -> list[int]:
        tokens: list[int] = self._llama.tokenize(text.encode(), add_bos=False, special=True) if text else []
        return tokens

    def _read_template(self) -> list[str]:
        """The chat template's text around system and user message; around the user's alone where it knows no system."""
        template = self._llama.metadata.get("tokenizer.chat_template") or CHATML
        bos, eos = (self._token_text(token) for token in (self._llama.token_bos(), self._llama.token_eos()))
        render = Jinja2ChatFormatter(template=template, bos_token=bos, eos_token=eos)
        with_system = [{"role": "system", "content": SYSTEM}, {"role": "user", "content": USER}]
        try:
            text = render(messages=with_system).prompt  # type: ignore[arg-type]
        except Exception:  # a template is a program of the model's makers, and may raise anything
            text = ""
        if SYSTEM in text and text.find(SYSTEM) < text.find(USER):
            before, rest = text.split(SYSTEM, 1)
            return [before, *rest.split(USER, 1)]
        text = render(messages=with_system[1:]).prompt  # type: ignore[arg-type]
        return text.split(USER, 1)

    def _token_text(self, token: int) -> str:
        return self._llama.detokenize([token], special=True).decode("utf-8", "ignore") if token >= 0 else ""
