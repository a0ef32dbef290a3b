"""The models that polyrec can fetch, and fetching them."""

from polyrec.agent.models.entries import ModelEntry, entry, find_model, is_complete, languages_of, registry
from polyrec.agent.models.fetching import pull

__all__ = ["ModelEntry", "entry", "find_model", "is_complete", "languages_of", "pull", "registry"]
