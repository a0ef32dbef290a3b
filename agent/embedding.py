"""The embedder that the settings name."""

from collections.abc import Sequence

from polyrec.agent.config import Config
from polyrec.agent.redaction import check_redaction, redact
from polyrec.retrievers import Embedder, Endpoint, open_embedder
from polyrec.retrievers.embedders import Vectors

ELSEWHERE = "openai:"
"""How the names of embedders begin that are reached through a server."""


def configured_embedder(config: Config, name: str | Embedder | None = None) -> Embedder:
    """The embedder of this name, or the configured one; see `open_embedder`.

    Where texts are to be redacted, one behind a server gets questions without what identifies somebody. Raises
    ConfigError where that cannot be done.
    """
    key = config.embedder_api_key
    endpoint = Endpoint(
        base_url=config.embedder_url,
        api_key=key.get_secret_value() if key else None,
        query_prompt=config.embedder_query_prompt,
        passage_prompt=config.embedder_passage_prompt,
    )
    wanted = name or config.embedder
    embedder = open_embedder(wanted, endpoint)
    if config.redact and isinstance(wanted, str) and wanted.startswith(ELSEWHERE):
        check_redaction()
        return RedactingEmbedder(embedder)
    return embedder


class RedactingEmbedder:
    """Hands questions on to another embedder once they are redacted, see `redact`; items are the catalogue's own."""

    def __init__(self, embedder: Embedder) -> None:
        self.name = embedder.name
        self.dimension = embedder.dimension
        self._embedder = embedder

    def query(self, texts: Sequence[str]) -> Vectors:
        """See Embedder.query."""
        return self._embedder.query([redact(text) for text in texts])

    def passage(self, texts: Sequence[str]) -> Vectors:
        """See Embedder.passage."""
        return self._embedder.passage(texts)
