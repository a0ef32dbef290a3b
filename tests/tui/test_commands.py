import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from polyrec.agent.models import registry


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory, film_rows: list[dict[str, object]]) -> Path:
    """A data folder with the catalogue `small`, made by the command itself."""
    folder = tmp_path_factory.mktemp("cli")
    source = folder / "small.jsonl"
    source.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in film_rows[:20]), "utf-8")
    result = polyrec(folder, "index", str(source))
    assert result.returncode == 0, result.stderr
    assert "20 added, 0 changed, 0 removed, 0 unchanged, 0 rejected." in result.stdout
    return folder


def polyrec(data_dir: Path, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "POLYREC_DATA_DIR": str(data_dir), **more}
    command = [sys.executable, "-m", "polyrec.tui.main", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=data_dir, check=False)


def test_a_turn_from_the_shell(data_dir: Path) -> None:
    result = polyrec(
        data_dir, "ask", "Ein Film über Menschen, kein Horror", "--catalog", "small", "--model", "none", "-n", "2"
    )
    assert result.returncode == 0
    assert result.stdout.count("\n1. ") == result.stdout.count("\n2. ") == 1
    assert result.stderr == ""


def test_a_turn_as_json(data_dir: Path) -> None:
    result = polyrec(data_dir, "ask", "a film about people", "-c", "small", "-m", "none", "--json", "--lang", "fi")
    reply = json.loads(result.stdout)
    assert reply["language"] == "fi"
    assert reply["model"] == "none"
    assert len(reply["items"]) == 3


def test_catalogues_are_listed_shown_and_removed(data_dir: Path, tmp_path: Path) -> None:
    assert "small" in polyrec(data_dir, "catalogs").stdout
    shown = polyrec(data_dir, "show", "small").stdout
    assert "genres" in shown
    item = shown.splitlines()[-1].split()[0]
    assert "minutes" in polyrec(data_dir, "show", "small", item).stdout
    (tmp_path / "tiny.csv").write_text("title,year\nA,1990\nB,1991\n")
    assert polyrec(data_dir, "index", str(tmp_path / "tiny.csv")).returncode == 0
    assert polyrec(data_dir, "remove", "tiny", "--yes").returncode == 0
    assert "tiny" not in polyrec(data_dir, "catalogs").stdout


def test_a_schema_can_be_written_and_used(data_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "dishes.csv").write_text("name,diet,minutes\n" + "".join(f"Dish {n},vegan,{n}\n" for n in range(20)))
    schema = tmp_path / "dishes.toml"
    assert polyrec(data_dir, "index", str(tmp_path / "dishes.csv"), "--write-schema", str(schema)).returncode == 0
    assert 'kind = "title"' in schema.read_text()
    assert polyrec(data_dir, "index", str(tmp_path / "dishes.csv"), "--schema", str(schema)).returncode == 0
    reply = json.loads(
        polyrec(data_dir, "ask", "a vegan dish under 8 minutes", "-c", "dishes", "-m", "none", "--json").stdout
    )
    kinds = {(wish["kind"], wish["field"]) for wish in reply["request"]["wishes"]}
    assert kinds == {("facet", "diet"), ("range", "minutes")}
    assert all(item["fields"]["minutes"] <= 8 for item in reply["items"])


def test_rejects_are_reported_with_their_lines(data_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "mixed.jsonl").write_text('{"title": "A"}\n{"title": ""}\nnonsense\n{"title": "B"}\n')
    result = polyrec(data_dir, "index", str(tmp_path / "mixed.jsonl"))
    assert result.returncode == 0
    assert "2 added" in result.stdout
    assert "line 2: title: missing" in result.stderr
    assert "line 3: not JSON" in result.stderr


def test_a_disk_that_fills_up_costs_nothing_but_time(data_dir: Path, tmp_path: Path) -> None:
    rows = (json.dumps({"title": f"Thing {n}", "text": f"All about thing {n}. " * 20}) for n in range(300))
    (tmp_path / "things.jsonl").write_text("\n".join(rows))
    limits = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000));"
    code = f"{limits} sys.argv[1:] = ['index', {str(tmp_path / 'things.jsonl')!r}]; from polyrec.tui.main import main; main()"
    environment = {**os.environ, "POLYREC_DATA_DIR": str(tmp_path / "data")}
    full = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert full.returncode == 2, full.stderr
    assert len(full.stderr.strip().splitlines()) == 2, full.stderr
    assert "cannot be written" in full.stderr
    again = polyrec(tmp_path / "data", "index", str(tmp_path / "things.jsonl"))
    assert again.returncode == 0
    assert "300" in polyrec(tmp_path / "data", "show", "things").stdout


def test_models_are_listed(data_dir: Path) -> None:
    assert registry().default in polyrec(data_dir, "models", "list").stdout


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["ask", "x", "--catalog", "nowhere"], "no catalogue 'nowhere'"),
        (["ask", "x", "--catalog", "small", "--model", "gpt-9000"], "no model 'gpt-9000'"),
        (["ask", "x", "--catalog", "small", "--model", "/no/such.gguf"], "no model file"),
        (["ask", " ", "--catalog", "small"], "message is empty"),
        (["ask", "x" * 100_000, "--catalog", "small"], "100,000 characters"),
        (["ask", "x", "--catalog", "small", "-n", "0"], "cannot be shown"),
        (["index", "missing.csv"], "no file"),
        (["index", "."], "is a folder"),
        (["show", "small", "no-such-item"], "no item 'no-such-item'"),
        (["show", "../etc"], "cannot name"),
        (["models", "path", "nothing"], "no model 'nothing'"),
        (["remove", "nothing", "--yes"], "no catalogue"),
        (["chat", "--catalog", "small"], "needs a terminal"),
    ],
)
def test_what_a_person_can_mend_is_said_in_two_lines(data_dir: Path, arguments: list[str], problem: str) -> None:
    result = polyrec(data_dir, *arguments)
    assert result.returncode == 2
    assert problem in result.stderr
    assert len(result.stderr.strip().splitlines()) == 2
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_a_gguf_that_is_none(data_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "cut.gguf").write_bytes(b"GGUF\x03\x00\x00\x00 and then nothing")
    (tmp_path / "fake.gguf").write_bytes(b"hello")
    for name in ("cut.gguf", "fake.gguf"):
        result = polyrec(data_dir, "ask", "a family", "-c", "small", "-m", str(tmp_path / name), "--json")
        assert result.returncode == 2
        assert len(result.stderr.strip().splitlines()) == 2, result.stderr


def test_control_characters_in_a_message_are_harmless(data_dir: Path) -> None:
    result = polyrec(data_dir, "ask", "a \x1b[31mfamily\u202e film\x07", "-c", "small", "-m", "none")
    assert result.returncode == 0
    assert "\x1b" not in result.stdout


def test_settings_are_read_from_a_file_and_refused_when_wrong(data_dir: Path) -> None:
    settings = data_dir / "polyrec.toml"
    try:
        settings.write_text('model = "none"\nlanguage = "sw"\n')
        reply = json.loads(polyrec(data_dir, "ask", "😂", "-c", "small", "--json").stdout)
        assert (reply["language"], reply["model"]) == ("sw", "none")
        settings.write_text('colour = "red"\n')
        result = polyrec(data_dir, "ask", "x", "-c", "small")
        assert result.returncode == 2
        assert "colour" in result.stderr
    finally:
        settings.unlink()
