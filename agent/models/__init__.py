"""The models that polyrec can fetch, and fetching them."""

from polyrec.agent.models.pull import pull
from polyrec.agent.models.registry import ModelEntry, entry, find_model, is_complete, registry

__all__ = ["ModelEntry", "entry", "find_model", "is_complete", "pull", "registry"]
