"""The wheel, as somebody else gets it."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("agent", "eval", "prompts", "retrievers", "tui")


def test_every_package_is_listed() -> None:
    listed = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"])
    here = {
        "polyrec." + ".".join(path.parent.relative_to(ROOT).parts)
        for room in ROOMS
        for path in (ROOT / room).rglob("__init__.py")
    }
    assert listed == here


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(".*", "build", "*.egg-info", "__pycache__", "tests"))
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, source], check=True
    )
    return next(folder.glob("*.whl"))


@pytest.mark.slow
def test_the_wheel_holds_polyrec_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {
        "polyrec",
        next(name for name in names if "dist-info" in name).split("/")[0],
    }
    for needed in (
        "prompts/ja.toml",
        "retrievers/samples/films.jsonl",
        "agent/models/registry.toml",
        "tui/chat/chat.tcss",
        "agent/py.typed",
        "eval/suites/wishes/needs.yaml",
        "eval/suites/wishes/messages/ja.yaml",
        "eval/suites/diversity/courses.jsonl",
    ):
        assert f"polyrec/{needed}" in names
    assert not any("tests" in name for name in names)


@pytest.mark.slow
def test_the_wheel_alone_can_ask(wheel: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    binaries = tmp_path / "venv" / "bin"
    subprocess.run([binaries / "python", "-m", "pip", "install", "--quiet", wheel], check=True)
    installed = {path.name for path in (tmp_path / "venv" / "lib").glob("python*/site-packages/*")}
    assert "polyrec" in installed
    assert not installed & {*ROOMS, "torch", "llama_cpp", "langchain"}
    environment = {**os.environ, "HOME": str(tmp_path), "POLYREC_DATA_DIR": str(tmp_path / "data")}
    command = [str(binaries / "polyrec"), "ask", "Algo como Amélie, pero más oscuro", "--model", "none", "--json"]
    result = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path, check=True)
    reply = json.loads(result.stdout)
    assert reply["language"] == "es"
    assert len(reply["items"]) == 3
