"""The models that polyrec can fetch, and fetching them."""

from .pull import pull
from .registry import ModelEntry, entry, find_model, is_complete, registry

__all__ = ["ModelEntry", "entry", "find_model", "is_complete", "pull", "registry"]
