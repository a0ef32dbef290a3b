"""llama.cpp in this process, from a GGUF file."""

import codecs
import ctypes
import json
import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Lock

import llama_cpp
import llama_cpp._internals
import llama_cpp.llama
import numpy as np
from llama_cpp.llama_chat_format import Jinja2ChatFormatter
from llama_cpp.llama_grammar import json_schema_to_gbnf
from numpy.typing import NDArray
from pydantic import ValidationError

from polyrec.agent.errors import ModelError
from polyrec.agent.llm.base import Answer, Limits, Prompt, Usage, time_is_over
from polyrec.agent.llm.prefixes import Prefixes

CONTEXT = 4_096
CHUNK = 128
"""Tokens read between two looks at the clock."""
WORTH_KEEPING = 24
"""Tokens from which a prompt's beginning is kept on disk: fewer are read as fast as loaded."""
LONGEST_WAIT = 3_600.0
SYSTEM, USER = "\ue000system\ue000", "\ue000user\ue000"
CHATML = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}<|im_start|>assistant\n"
)


class LlamaCppModel:
    """One context, used by one caller at a time; what two prompts share at their start is read once.

    What the model made of a prompt's system text is kept in `states`, for other turns and other processes. Decoding is
    greedy: the same prompt gives the same answer.
    """

    def __init__(self, path: Path, *, threads: int | None = None, states: Path | None = None) -> None:
        self.name = path.stem
        self._lock = Lock()
        _leave_streams_alone()
        try:
            self._llama = llama_cpp.Llama(
                str(path), n_ctx=CONTEXT, n_batch=CHUNK, n_threads=threads or os.cpu_count(), verbose=False
            )
        except (ValueError, OSError) as error:
            raise ModelError(
                f"{path} cannot be loaded: {error}.",
                "The file may be damaged or made for another llama.cpp; fetch it again.",
            ) from None
        self._vocabulary = llama_cpp.llama_model_get_vocab(self._llama.model)
        self._frame = self._read_template()
        self._prefixes = Prefixes(states, path) if states else None
        self._kept: list[int] = []

    def stream(self, prompt: Prompt, limits: Limits, usage: Usage) -> Generator[str]:
        """See LanguageModel.stream."""
        with self._alone(limits):
            yield from self._write(prompt, limits, usage, None)

    def answer(self, prompt: Prompt, kind: type[Answer], limits: Limits, usage: Usage) -> Answer:
        """See LanguageModel.answer; a grammar made of the schema holds the model to it."""
        with self._alone(limits), self._grammar(json.dumps(kind.model_json_schema())) as sampler:
            text = "".join(self._write(prompt, limits, usage, sampler))
        try:
            return kind.model_validate_json(text)
        except ValidationError:
            raise ModelError(f"{self.name} gave an answer of another shape.", "Try again with more tokens.") from None

    def likelihoods(
        self, prompts: Sequence[Prompt], yes: str, no: str, limits: Limits, usage: Usage
    ) -> Iterator[float]:
        """See JudgingModel.likelihoods."""
        answers = [self._plain(word)[0] for word in (yes, no)]
        for prompt in prompts:
            try:
                with self._alone(limits):
                    logits = self._read_prompt(prompt, usage, limits)[answers]
            except ModelError:
                if limits.are_over:
                    return
                raise
            yield float(1.0 / (1.0 + np.exp(logits[1] - logits[0])))

    def count(self, text: str) -> int:
        """See LanguageModel.count."""
        return len(self._plain(text))

    def close(self) -> None:
        """See LanguageModel.close."""
        with self._lock:
            self._llama.close()

    @contextmanager
    def _alone(self, limits: Limits) -> Iterator[None]:
        """The context for this caller alone; whoever waits longer than it has time gives up."""
        if not self._lock.acquire(timeout=min(limits.seconds_left, LONGEST_WAIT)):
            raise time_is_over()
        try:
            yield
        finally:
            self._lock.release()

    def _write(self, prompt: Prompt, limits: Limits, usage: Usage, sampler: "ctypes.c_void_p | None") -> Iterator[str]:
        """The likeliest token again and again, or the likeliest that the sampler's grammar allows."""
        decoder = codecs.getincrementaldecoder("utf-8")("ignore")
        longest = max(map(len, limits.stop), default=1) - 1
        held = ""
        logits = self._read_prompt(prompt, usage, limits)
        total = 0.0
        for length in range(1, limits.tokens + 1):
            token = (
                int(np.argmax(logits))
                if sampler is None
                else llama_cpp.llama_sampler_sample(sampler, self._llama.ctx, -1)
            )
            if llama_cpp.llama_vocab_is_eog(self._vocabulary, token):
                break
            usage.written += 1
            total += _log_likelihood(logits, token)
            usage.confidence = total / length
            held += decoder.decode(self._llama.detokenize([token], special=False))
            if ends := [held.find(stop) for stop in limits.stop if stop in held]:
                held = held[: min(ends)]
                break
            if ready := held[: len(held) - longest]:
                yield ready
                held = held[len(ready) :]
            logits = self._read([*self._kept, token], len(self._kept), None, limits)
        if held:
            yield held

    @contextmanager
    def _grammar(self, schema: str) -> Iterator[ctypes.c_void_p]:
        """A sampler that takes the likeliest token among those that a JSON schema allows."""
        chain = llama_cpp.llama_sampler_chain_init(llama_cpp.llama_sampler_chain_default_params())
        grammar = llama_cpp.llama_sampler_init_grammar(self._vocabulary, json_schema_to_gbnf(schema).encode(), b"root")
        llama_cpp.llama_sampler_chain_add(chain, grammar)
        llama_cpp.llama_sampler_chain_add(chain, llama_cpp.llama_sampler_init_greedy())
        try:
            yield chain
        finally:
            llama_cpp.llama_sampler_free(chain)

    def _read_prompt(self, prompt: Prompt, usage: Usage, limits: Limits) -> NDArray[np.float32]:
        beginning, rest = self._tokens(prompt)
        return self._read([*beginning, *rest], len(beginning), usage, limits)

    def _read(self, tokens: list[int], lasting: int, usage: Usage | None, limits: Limits) -> NDArray[np.float32]:
        """The logits behind the last token, shape (vocabulary,); only what the context does not hold is computed.

        The first `lasting` tokens are those that other prompts will begin with, too.
        """
        if len(tokens) >= CONTEXT:
            raise ModelError(
                f"The prompt has {len(tokens)} tokens; {self.name} reads {CONTEXT}.", "Ask in fewer words."
            )
        shared = 0
        for kept, wanted in zip(self._kept, tokens[:-1], strict=False):
            if kept != wanted:
                break
            shared += 1
        if shared < lasting and lasting >= WORTH_KEEPING and self._prefixes:
            shared = self._recall(self._prefixes, tokens[:lasting], shared, usage, limits)
        self._compute(tokens, shared, usage, limits)
        return np.ctypeslib.as_array(llama_cpp.llama_get_logits(self._llama.ctx), shape=(self._llama.n_vocab(),))

    def _recall(self, prefixes: Prefixes, tokens: list[int], shared: int, usage: Usage | None, limits: Limits) -> int:
        """How many tokens the context holds now: all of these, loaded where they are known and else computed."""
        if prefixes.restore(self._llama.ctx, tokens):
            self._kept = list(tokens)
        else:
            self._compute(tokens, shared, usage, limits)
            prefixes.keep(self._llama.ctx, tokens)
        return len(tokens)

    def _compute(self, tokens: list[int], shared: int, usage: Usage | None, limits: Limits) -> None:
        """Lets the model read what stands behind the first `shared` tokens, which its context holds."""
        self._kept = self._kept[:shared]
        self._llama.n_tokens = shared
        for start in range(shared, len(tokens), CHUNK):
            limits.check()
            chunk = tokens[start : start + CHUNK]
            try:
                self._llama.eval(chunk)
            except RuntimeError as error:
                self._kept, self._llama.n_tokens = [], 0
                raise ModelError(f"{self.name} failed: {error}.", "Try again, or use another model.") from None
            self._kept += chunk
            if usage:
                usage.read += len(chunk)

    def _tokens(self, prompt: Prompt) -> tuple[list[int], list[int]]:
        """The prompt in the model's chat template: its beginning up to the end of the system text, and the rest.

        Only the template's own text may become control tokens.
        """
        before, *between, after = self._frame
        beginning = self._special(before) + self._plain(prompt.system)
        beginning += self._special(between[0]) if between else self._plain("\n\n")
        return beginning, self._plain(prompt.user) + self._special(after) + self._plain(prompt.start)

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


def _log_likelihood(logits: NDArray[np.float32], token: int) -> float:
    highest = logits.max()
    return float(logits[token] - highest - np.log(np.exp(logits - highest).sum()))


SAY_NOTHING = llama_cpp.llama_log_callback(lambda *_: None)
"""Takes llama.cpp's log; what goes wrong comes back as an error."""


def _leave_streams_alone() -> None:
    """Keeps llama-cpp-python from turning off the standard streams of the whole process while it loads and frees.

    What other threads print in that time would be lost. Its log goes nowhere instead.
    """
    llama_cpp.llama_log_set(SAY_NOTHING, ctypes.c_void_p(0))
    for module in (llama_cpp.llama, llama_cpp._internals):
        vars(module)["suppress_stdout_stderr"] = lambda **_: nullcontext()
