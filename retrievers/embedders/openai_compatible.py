"""Any server that speaks OpenAI's `/v1/embeddings`: OpenAI, vLLM, Ollama, llama-server, text-embeddings-inference."""

from collections.abc import Sequence

import numpy as np
import openai

from polyrec.retrievers.embedders.base import Endpoint, Vectors, unit
from polyrec.retrievers.errors import EmbedderError

BATCH = 64
LONGEST = 8_000
"""Characters of a text that are sent."""


class OpenAICompatibleEmbedder:
    """A model behind a server, asked in batches; every failed request is tried three times."""

    def __init__(self, model: str, endpoint: Endpoint) -> None:
        key = endpoint.api_key or ("none" if endpoint.base_url else None)
        try:
            self._client = openai.OpenAI(
                base_url=endpoint.base_url, api_key=key, timeout=endpoint.timeout, max_retries=2
            )
        except openai.OpenAIError:
            raise EmbedderError(
                "The embedder has no key.", "Set POLYREC_EMBEDDER_API_KEY, or POLYREC_EMBEDDER_URL for your own server."
            ) from None
        self._model = model
        self._endpoint = endpoint
        self.name = f"openai:{model}"
        self.dimension = self.query(["?"]).shape[1]

    def query(self, texts: Sequence[str]) -> Vectors:
        """See Embedder.query."""
        return self._embed([self._endpoint.query_prompt + text[:LONGEST] for text in texts])

    def passage(self, texts: Sequence[str]) -> Vectors:
        """See Embedder.passage."""
        return self._embed([self._endpoint.passage_prompt + text[:LONGEST] for text in texts])

    def _embed(self, texts: Sequence[str]) -> Vectors:
        parts = [self._ask(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)]
        return unit(np.concatenate(parts))

    def _ask(self, texts: Sequence[str]) -> Vectors:
        try:
            answer = self._client.embeddings.create(model=self._model, input=list(texts), encoding_format="float")
            ordered = sorted(answer.data, key=lambda one: one.index)
            vectors = np.array([one.embedding for one in ordered], np.float32)
        except openai.APIStatusError as error:
            raise EmbedderError(
                f"The embedder {self.name} refused: HTTP {error.status_code}.",
                "Check its name and POLYREC_EMBEDDER_API_KEY.",
            ) from None
        except (openai.OpenAIError, ValueError, TypeError, AttributeError) as error:
            raise EmbedderError(
                f"The embedder {self.name} did not answer: {type(error).__name__}.",
                "Check POLYREC_EMBEDDER_URL, and that the server is running.",
            ) from None
        if vectors.ndim != 2 or len(vectors) != len(texts) or not np.isfinite(vectors).all():
            raise EmbedderError(
                f"The embedder {self.name} answered with something else than one vector a text.", "Check its name."
            )
        return vectors
