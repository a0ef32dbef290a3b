"""The OpenAI-compatible door, against a server on loopback that speaks the protocol."""

import http.server
import json
import threading
from collections.abc import Iterator

import pytest

from polyrec.agent import Config, Recommender
from polyrec.agent.llm import Limits, Prompt, Usage, prepare_model
from polyrec.prompts import load
from polyrec.retrievers import Embedder

SENTENCE = "A sour weatherman wakes up on the same winter morning again and again."


class ChatHandler(http.server.BaseHTTPRequestHandler):
    """Streams one sentence, or fails with `status`."""

    status = 200
    asked: list[dict[str, object]] = []  # noqa: RUF012

    def do_POST(self) -> None:
        self.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.status)
        self.send_header("Content-Type", "text/event-stream" if self.status == 200 else "application/json")
        self.end_headers()
        if self.status != 200:
            self.wfile.write(b'{"error": {"message": "no"}}')
            return
        for word in SENTENCE.split(" "):
            chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m",
                     "choices": [{"index": 0, "delta": {"role": "assistant", "content": word + " "}, "finish_reason": None}]}  # fmt: skip
            self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.write(b"data: [DONE]\n\n")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def hosted(config: Config, monkeypatch: pytest.MonkeyPatch) -> Iterator[Config]:
    """Settings that lead to the server."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), ChatHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    ChatHandler.asked.clear()
    monkeypatch.setattr(ChatHandler, "status", 200)
    yield config.model_copy(update={"base_url": f"http://127.0.0.1:{server.server_port}/v1", "deadline": 20.0})
    server.shutdown()
    server.server_close()


def test_a_hosted_model_streams(hosted: Config) -> None:
    model = prepare_model("openai:m", hosted)()
    assert model is not None
    assert "".join(model.stream(Prompt("Be brief.", "Why?"), Limits(50, ("\n",)), Usage())).strip() == SENTENCE
    roles = [message["role"] for message in ChatHandler.asked[0]["messages"]]  # type: ignore[attr-defined]
    assert roles == ["system", "user"]


def test_a_turn_with_a_hosted_model(hosted: Config, embedder: Embedder) -> None:
    bot = Recommender.open("films", model="openai:m", embedder=embedder, config=hosted)
    reply = bot.session().reply("a comedy about a weatherman and a winter day", n=1)
    assert [item.id for item in reply.items] == ["groundhog-day-1993"]
    assert SENTENCE in reply.text
    assert reply.written_by_model == 1
    assert reply.model == "openai:m"


@pytest.mark.parametrize("status", [401, 500])
def test_a_server_that_fails_leaves_a_whole_reply(
    hosted: Config, embedder: Embedder, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setattr(ChatHandler, "status", status)
    reply = (
        Recommender.open("films", model="openai:m", embedder=embedder, config=hosted)
        .session()
        .reply("a film about people")
    )
    assert len(reply.items) == 3
    assert reply.notes == (load("en").explanation.model_failed,)
