"""Examining an installation: each part, its state, and what mends it."""

import importlib.metadata
import os
import platform
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec

from polyrec.agent.config import Config
from polyrec.agent.embedding import configured_embedder
from polyrec.agent.explanation import RETOLD_TOKENS, retelling_prompt
from polyrec.agent.language import is_in_language
from polyrec.agent.llm import LanguageModel, Limits, Prompt, Usage, default_model, prepare_model
from polyrec.agent.models import languages_of
from polyrec.prompts import load
from polyrec.retrievers import PolyrecError, Shelf

SAMPLE_TEXT = "A quiet comedy about two neighbours who share one garden, told over four seasons. "
TRIED = ("ar", "de", "es", "fr", "hi", "ja", "pl", "ru", "sw", "tr", "zh")
NEEDED_DISK = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One part and its state; `remedy` is None when all is well."""

    part: str
    state: str
    remedy: str | None = None


def examine(config: Config) -> Iterator[Diagnosis]:
    """Looks at every part in turn; measuring the embedder and the model takes a few seconds each."""
    yield Diagnosis("python", f"{platform.python_version()}, {os.cpu_count()} cores")
    yield Diagnosis("polyrec", importlib.metadata.version("polyrec"))
    yield _folder(config)
    yield _catalogs(config)
    yield _embedder(config)
    for package, extra in (
        ("llama_cpp", "local"),
        ("langchain", "hosted"),
        ("sentence_transformers", "transformers"),
    ):
        if find_spec(package):
            yield Diagnosis(
                package,
                importlib.metadata.version(package.replace("_", "-").replace("llama-cpp", "llama-cpp-python")),
            )
        else:
            yield Diagnosis(package, "not installed", f"pip install 'polyrec[{extra}]'")
    yield _model(config)


def _folder(config: Config) -> Diagnosis:
    folder = config.data_dir
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(existing).free
    if not os.access(existing, os.W_OK):
        return Diagnosis(
            "data folder", f"{folder} cannot be written", "Check its permissions, or set POLYREC_DATA_DIR."
        )
    if free < NEEDED_DISK:
        return Diagnosis(
            "data folder",
            f"{folder}, {free / 1e9:.1f} GB free",
            "Free some space: the default model and its index want 2 GB.",
        )
    return Diagnosis("data folder", f"{folder}, {free / 1e9:.0f} GB free")


def _catalogs(config: Config) -> Diagnosis:
    names = Shelf(config.data_dir / "catalogs").names()
    if not names:
        return Diagnosis("catalogues", "none yet", "polyrec ask 'something funny' indexes the sample films")
    return Diagnosis("catalogues", ", ".join(names))


def _embedder(config: Config) -> Diagnosis:
    try:
        embedder = configured_embedder(config)
    except PolyrecError as error:
        return Diagnosis("embedder", str(error), error.remedy)
    embedder.query(["warm-up"])
    started, count = time.perf_counter(), 24
    embedder.passage([SAMPLE_TEXT * 3] * count)
    rate = count / (time.perf_counter() - started)
    started = time.perf_counter()
    embedder.query(["a quiet comedy"])
    return Diagnosis(
        "embedder",
        f"{embedder.name}: {rate:.0f} items/s, a query in {1000 * (time.perf_counter() - started):.0f} ms",
    )


def _model(config: Config) -> Diagnosis:
    name = default_model(config)
    if name == "none":
        return Diagnosis(
            "language model",
            "none; explanations come from templates",
            "polyrec models pull qwen2.5-coder-1.5b",
        )
    try:
        started = time.perf_counter()
        model = prepare_model(name, config)()
        if model is None:
            return Diagnosis("language model", "none")
        loaded = time.perf_counter() - started
        usage = Usage()
        started = first = time.perf_counter()
        for number, _ in enumerate(
            model.stream(Prompt("You are brief.", SAMPLE_TEXT * 10 + "What is it about?"), Limits(32), usage)
        ):
            first = time.perf_counter() if number == 0 else first
        ended = time.perf_counter()
        written = _languages(model, config)
        model.close()
    except PolyrecError as error:
        return Diagnosis("language model", str(error), error.remedy)
    reads, writes = usage.read / max(1e-6, first - started), (usage.written - 1) / max(1e-6, ended - first)
    return Diagnosis(
        "language model",
        f"{name}: loaded in {loaded:.1f} s, reads {reads:.0f} and writes {writes:.0f} tokens/s; retells in {written}",
    )


def _languages(model: LanguageModel, config: Config) -> str:
    """The languages in which the model may retell; where nothing is known of it, those of TRIED that it keeps to."""
    known = config.writes if config.writes is not None else languages_of(model.name)
    if known is not None:
        return ", ".join(known) or "no language"
    kept = [tag for tag in TRIED if is_in_language(_retold(model, tag), tag)]
    return f"all languages; of {', '.join(TRIED)} it keeps to {', '.join(kept) or 'none'}"


def _retold(model: LanguageModel, tag: str) -> str:
    limits = Limits(RETOLD_TOKENS, ("\n",))
    return "".join(model.stream(retelling_prompt(load(tag), SAMPLE_TEXT), limits, Usage())).strip() or SAMPLE_TEXT
