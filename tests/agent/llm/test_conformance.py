"""What every adapter must do, whatever stands behind it."""

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from polyrec.agent import Config, ModelError
from polyrec.agent.llm import LanguageModel, Limits, Prompt, Usage, prepare_model
from polyrec.agent.llm.scripted import ScriptedModel
from polyrec.agent.models import find_model, registry

ASK = Prompt("You answer in one short sentence.", "What is the capital of France?")
STARTING = 120.0


class City(BaseModel):
    """What is asked for under a schema."""

    name: str


def scripted(_: Path) -> Iterator[LanguageModel]:
    def answer(prompt: Prompt) -> str:
        return '{"name": "Paris"}' if "JSON" in prompt.system else "It is Paris, as far as I know, and has long been."

    yield ScriptedModel(answer)


def in_process(models_dir: Path) -> Iterator[LanguageModel]:
    model = prepare_model(registry().default, Config(models_dir=models_dir))()
    assert model is not None
    yield model
    model.close()


def served(models_dir: Path) -> Iterator[LanguageModel]:
    """The default model behind llama-cpp-python's own OpenAI-compatible server, on the loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    path = find_model(registry().default, models_dir)
    server = subprocess.Popen(
        [sys.executable, "-m", "llama_cpp.server", "--model", str(path), "--host", "127.0.0.1", "--port", str(port),
         "--n_ctx", "2048", "--verbose", "False", "--interrupt_requests", "False"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )  # fmt: skip
    try:
        wait_for(f"http://127.0.0.1:{port}/v1/models", server)
        model = prepare_model("openai:default", Config(base_url=f"http://127.0.0.1:{port}/v1", deadline=120))()
        assert model is not None
        yield model
        model.close()
    finally:
        server.terminate()
        server.wait(20)


def wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + STARTING
    while time.monotonic() < until:
        assert server.poll() is None, "the server has ended"
        try:
            urllib.request.urlopen(url, timeout=2).close()
        except OSError:
            time.sleep(0.3)
        else:
            return
    pytest.fail("the server did not start")


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(scripted, id="scripted"),
        pytest.param(in_process, id="llama.cpp", marks=pytest.mark.model),
        pytest.param(served, id="openai", marks=pytest.mark.model),
    ],
)
def model(request: pytest.FixtureRequest, models_dir: Path) -> Iterator[LanguageModel]:
    yield from request.param(models_dir)


def test_it_has_a_name(model: LanguageModel) -> None:
    assert model.name


def test_it_streams(model: LanguageModel) -> None:
    assert "Paris" in "".join(model.stream(ASK, Limits(20), Usage()))


def test_it_stops_before_a_stop(model: LanguageModel) -> None:
    whole = "".join(model.stream(ASK, Limits(20), Usage()))
    cut = "".join(model.stream(ASK, Limits(20, ("Paris",)), Usage()))
    assert "Paris" not in cut
    assert whole.lstrip().startswith(cut.strip())


def test_it_answers_under_a_schema(model: LanguageModel) -> None:
    prompt = Prompt("You answer in JSON.", 'Name the capital of France as {"name": …}.')
    assert model.answer(prompt, City, Limits(40), Usage()).name == "Paris"


def test_it_counts_tokens(model: LanguageModel) -> None:
    assert model.count("") <= 1
    assert 2 <= model.count("a quiet film about the sea") <= 30


def test_closing_the_stream_frees_the_model(model: LanguageModel) -> None:
    stream = model.stream(ASK, Limits(50), Usage())
    next(stream)
    stream.close()
    assert "Paris" in "".join(model.stream(ASK, Limits(20, (), time.monotonic() + 60), Usage()))


def test_time_that_is_over_is_an_error_and_the_next_answer_is_whole(model: LanguageModel) -> None:
    with pytest.raises(ModelError, match="time"):
        list(model.stream(ASK, Limits(20, (), time.monotonic() - 1), Usage()))
    assert "Paris" in "".join(model.stream(ASK, Limits(20), Usage()))


def test_another_thread_may_cancel(model: LanguageModel) -> None:
    cancelled = threading.Event()
    stream = model.stream(ASK, Limits(50, (), float("inf"), cancelled), Usage())
    next(stream)
    cancelled.set()
    with pytest.raises(ModelError):
        list(stream)


def test_two_conversations_at_once_do_not_mix(model: LanguageModel) -> None:
    said: dict[str, str] = {}
    capitals = {"France": "Paris", "Japan": "Tokyo"} if model.name != "scripted" else {"France": "Paris"}

    def ask(country: str) -> None:
        prompt = Prompt(ASK.system, f"What is the capital of {country}?")
        said[country] = "".join(model.stream(prompt, Limits(20), Usage()))

    threads = [threading.Thread(target=ask, args=(country,)) for country in capitals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(capital in said[country] for country, capital in capitals.items())
