"""What a recommender needs before its first turn: a catalogue on the shelf, a model on its way."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from polyrec.agent.llm import LanguageModel
from polyrec.retrievers import SAMPLES, Embedder, Progress, Shelf


def catalog_name(catalog: str | Path, shelf: Shelf, embedder: "Future[Embedder]", progress: Progress) -> str:
    """The name of a catalogue that stands on the shelf, indexed now if it is a file or a sample not yet opened."""
    name = str(catalog)
    if isinstance(catalog, Path) or (name not in shelf.names() and Path(name).suffix):
        path = Path(catalog)
        shelf.index(path, embedder.result, progress=progress)
        return path.stem
    if name in SAMPLES:
        shelf.ensure_sample(name, embedder.result, progress)
    return name


def in_background(load: "Callable[[], LanguageModel | None]") -> "Future[LanguageModel | None]":
    """The model to come."""
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="polyrec-model")
    loading = pool.submit(load)
    pool.shutdown(wait=False)
    return loading
