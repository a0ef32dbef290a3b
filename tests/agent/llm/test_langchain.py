"""The OpenAI-compatible door, against a server on the loopback that speaks the protocol and fails as real ones do."""

import http.server
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from pydantic import BaseModel, SecretStr

from polyrec.agent import Config, ModelError, Recommender
from polyrec.agent.llm import Limits, Prompt, Usage, prepare_model
from polyrec.prompts import load
from polyrec.retrievers import Embedder

KEY = "sk-very-secret-0123456789"
SENTENCE = "A sour weatherman wakes up on the same winter morning again and again."
Handler = Callable[["Server", http.server.BaseHTTPRequestHandler, int], None]


class Answer(BaseModel):
    """What is asked for under a schema."""

    order: list[int]


@dataclass
class Server:
    """What the next requests meet, in turn (the last again and again), and what was asked."""

    behaviours: list[Handler] = field(default_factory=list)
    asked: list[dict[str, object]] = field(default_factory=list)
    url: str = ""


def send(handler: http.server.BaseHTTPRequestHandler, status: int, body: bytes, kind: str, **headers: str) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def chunk(text: str) -> bytes:
    delta = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}
    whole = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [delta]}
    return f"data: {json.dumps(whole)}\n\n".encode()


def says(text: str) -> Handler:
    """Answers with a text, as a stream where that is asked for."""

    def behave(server: Server, handler: http.server.BaseHTTPRequestHandler, number: int) -> None:
        if server.asked[number].get("stream"):
            words = b"".join(chunk(word) for word in text.split(" ") for word in (word, " "))
            send(handler, 200, words + b"data: [DONE]\n\n", "text/event-stream")
            return
        message = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
        whole = {"id": "1", "object": "chat.completion", "created": 0, "model": "m", "choices": [message]}
        send(handler, 200, json.dumps(whole).encode(), "application/json")

    return behave


def fails(status: int, **headers: str) -> Handler:
    def behave(server: Server, handler: http.server.BaseHTTPRequestHandler, number: int) -> None:
        del server, number
        body = json.dumps({"error": {"message": f"no, not with {KEY}"}}).encode()
        send(handler, status, body, "application/json", **headers)

    return behave


def breaks_off(server: Server, handler: http.server.BaseHTTPRequestHandler, number: int) -> None:
    """Promises more than it sends."""
    del server, number
    send(handler, 200, chunk("A sour weatherman wakes "), "text/event-stream", Content_Length="100000")


def stalls(server: Server, handler: http.server.BaseHTTPRequestHandler, number: int) -> None:
    """Says nothing for a minute."""
    del server, number, handler
    time.sleep(60)


def refuses_schemas(text: str) -> Handler:
    def behave(server: Server, handler: http.server.BaseHTTPRequestHandler, number: int) -> None:
        (fails(400) if "response_format" in server.asked[number] else says(text))(server, handler, number)

    return behave


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server()

    class ChatHandler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            number = len(state.asked)
            state.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            state.behaviours[min(number, len(state.behaviours) - 1)](state, self, number)

        def log_message(self, *_: object) -> None:
            pass

    listening = http.server.ThreadingHTTPServer(("127.0.0.1", 0), ChatHandler)
    listening.daemon_threads = True
    listening.block_on_close = False
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    state.url = f"http://127.0.0.1:{listening.server_port}/v1"
    yield state
    listening.shutdown()
    listening.server_close()


@pytest.fixture
def hosted(config: Config, server: Server) -> Config:
    """Settings that lead to the server."""
    return Config(
        **config.model_dump(exclude={"base_url", "api_key", "deadline", "judge", "translate"}),
        base_url=server.url, api_key=SecretStr(KEY), deadline=20.0, judge=0, translate=False,
    )  # fmt: skip


def ask(config: Config, seconds: float = 20.0) -> str:
    model = prepare_model("openai:m", config)()
    assert model is not None
    limits = Limits(50, ("\n",), time.monotonic() + seconds)
    return "".join(model.stream(Prompt("Be brief.", "Why?"), limits, Usage())).strip()


def test_it_streams(hosted: Config, server: Server) -> None:
    server.behaviours = [says(SENTENCE)]
    assert ask(hosted) == SENTENCE
    roles = [message["role"] for message in server.asked[0]["messages"]]  # type: ignore[attr-defined]
    assert roles == ["system", "user"]


@pytest.mark.parametrize("failure", [fails(500), fails(503), fails(429, Retry_After="0.1"), fails(429)])
def test_what_fails_in_passing_is_asked_again(hosted: Config, server: Server, failure: Handler) -> None:
    server.behaviours = [failure, says(SENTENCE)]
    assert ask(hosted) == SENTENCE
    assert len(server.asked) == 2


def test_the_server_says_how_long_to_wait(hosted: Config, server: Server) -> None:
    server.behaviours = [fails(429, Retry_After="1"), says(SENTENCE)]
    started = time.monotonic()
    assert ask(hosted) == SENTENCE
    assert time.monotonic() - started >= 1


def test_nobody_waits_longer_than_the_turn(hosted: Config, server: Server) -> None:
    server.behaviours = [fails(429, Retry_After="3600"), says(SENTENCE)]
    with pytest.raises(ModelError, match="429") as caught:
        ask(hosted)
    assert "Wait" in caught.value.remedy
    assert len(server.asked) == 1


def test_it_gives_up_after_three_times(hosted: Config, server: Server) -> None:
    server.behaviours = [fails(500)]
    with pytest.raises(ModelError, match="500"):
        ask(hosted)
    assert len(server.asked) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_what_will_not_pass_is_not_asked_again_and_no_key_is_shown(hosted: Config, server: Server, status: int) -> None:
    server.behaviours = [fails(status)]
    with pytest.raises(ModelError, match=str(status)) as caught:
        ask(hosted)
    assert KEY not in f"{caught.value} {caught.value.remedy} {hosted!r}"
    assert len(server.asked) == 1


def test_a_refused_connection(hosted: Config) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    nowhere = hosted.model_copy(update={"base_url": f"http://127.0.0.1:{port}/v1"})
    with pytest.raises(ModelError) as caught:
        ask(nowhere)
    assert "running" in caught.value.remedy


def test_a_stream_that_stops_half_way(hosted: Config, server: Server) -> None:
    server.behaviours = [breaks_off]
    with pytest.raises(ModelError):
        ask(hosted)


def test_a_stall_ends_with_the_turn(hosted: Config, server: Server) -> None:
    server.behaviours = [stalls]
    started = time.monotonic()
    with pytest.raises(ModelError, match="time"):
        ask(hosted, seconds=1.0)
    assert time.monotonic() - started < 10


def test_an_empty_reply(hosted: Config, server: Server) -> None:
    server.behaviours = [says("")]
    assert ask(hosted) == ""


@pytest.mark.parametrize("text", ['{"order": [2, 1]}', 'Of course:\n```json\n{"order": [2, 1]}\n```'])
def test_an_answer_under_a_schema(hosted: Config, server: Server, text: str) -> None:
    server.behaviours = [refuses_schemas(text)]
    model = prepare_model("openai:m", hosted)()
    assert model is not None
    for _ in range(2):
        assert model.answer(Prompt("Order.", "…"), Answer, Limits(50), Usage()).order == [2, 1]
    assert sum("response_format" in asked for asked in server.asked) == 2


def test_malformed_json_is_asked_for_once_more(hosted: Config, server: Server) -> None:
    model = prepare_model("openai:m", hosted)()
    assert model is not None
    server.behaviours = [says('{"order": [2,'), says('{"order": [2, 1]}')]
    assert model.answer(Prompt("Order.", "…"), Answer, Limits(50), Usage()).order == [2, 1]
    server.behaviours = [says("no idea")]
    with pytest.raises(ModelError, match="shape"):
        model.answer(Prompt("Order.", "…"), Answer, Limits(50), Usage())


WISH = "Une comédie sur un présentateur météo, un jour d'hiver"


def test_a_turn_with_a_hosted_model(hosted: Config, server: Server, embedder: Embedder) -> None:
    retold = "Un présentateur météo grincheux se réveille chaque jour le même matin d'hiver."
    server.behaviours = [says(retold)]
    bot = Recommender.open("films", model="openai:m", embedder=embedder, config=hosted)
    reply = bot.session().reply("a comedy about a weatherman and a winter day", n=1, language="fr")
    assert [item.id for item in reply.items] == ["groundhog-day-1993"]
    assert retold in reply.text
    assert reply.written_by_model == 1
    assert reply.model == "openai:m"


@pytest.mark.parametrize(
    "behaviour",
    [fails(401), fails(500), breaks_off, says("You should watch “Blade Runner” instead."), says(""), says("{")],
)
def test_whatever_the_server_does_the_reply_is_whole(
    hosted: Config, server: Server, embedder: Embedder, behaviour: Handler
) -> None:
    server.behaviours = [behaviour]
    bot = Recommender.open("films", model="openai:m", embedder=embedder, config=hosted)
    reply = bot.session().reply(WISH)
    assert len(reply.items) == 3
    assert reply.written_by_model == 0
    assert "Blade Runner" not in reply.text
    assert all(item.title in reply.text for item in reply.items)
    assert set(reply.notes) <= {load("fr").explanation.model_failed}
    assert KEY not in repr(reply)


def test_a_stalled_turn_ends_by_its_deadline_with_a_note(hosted: Config, server: Server, embedder: Embedder) -> None:
    server.behaviours = [stalls]
    bot = Recommender.open(
        "films", model="openai:m", embedder=embedder, config=hosted.model_copy(update={"deadline": 2.0})
    )
    started = time.monotonic()
    reply = bot.session().reply(WISH)
    assert time.monotonic() - started < 10
    assert reply.notes == (load("fr").explanation.model_failed,)


def test_a_hosted_model_orders_and_its_order_does_not_depend_on_ours(
    hosted: Config, server: Server, embedder: Embedder
) -> None:
    server.behaviours = [says('{"order": [4, 1]}')]
    bot = Recommender.open("films", model="openai:m", embedder=embedder, config=hosted.model_copy(update={"judge": 6}))
    reply = bot.session().reply("a film about people and the sea", n=6)
    by_id = sorted(reply.items, key=lambda item: item.id)
    assert reply.items[0].id == by_id[3].id
    assert by_id[3].relevance == 1.0


def test_a_chat_model_object_is_taken_as_it_is(config: Config, embedder: Embedder) -> None:
    model = FakeListChatModel(responses=[SENTENCE])
    reply = Recommender.open("films", model=model, embedder=embedder, config=config).session().reply("a quiet film")
    assert len(reply.items) == 3
