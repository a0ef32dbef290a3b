"""The embedder that the settings name."""

from polyrec.agent.config import Config
from polyrec.retrievers import Embedder, Endpoint, open_embedder


def configured_embedder(config: Config, name: str | Embedder | None = None) -> Embedder:
    """The embedder of this name, or the configured one; see `open_embedder`."""
    key = config.embedder_api_key
    endpoint = Endpoint(
        base_url=config.embedder_url,
        api_key=key.get_secret_value() if key else None,
        query_prompt=config.embedder_query_prompt,
        passage_prompt=config.embedder_passage_prompt,
    )
    return open_embedder(name or config.embedder, endpoint)
