"""What a llama.cpp model made of prompts' beginnings, kept on disk, so that no process reads them twice."""

import ctypes
import hashlib
import os
from array import array
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import llama_cpp

MOST = 16
"""Files that are kept; one of 250 tokens takes 7 MB with the default model."""


class Prefixes:
    """States of a context behind token sequences, one file each, named by the model and the tokens.

    A changed model or prompt has another name; what was not used for longest goes first. A folder that cannot be
    written is the same as an empty one.
    """

    def __init__(self, folder: Path, model: Path) -> None:
        self._folder = folder
        stat = model.stat()
        self._model = f"{model.name} {stat.st_size} {stat.st_mtime_ns} {llama_cpp.__version__}"

    def restore(self, context: llama_cpp.llama_context_p, tokens: Sequence[int]) -> bool:
        """Puts the context where it was behind these tokens; False when that is not known."""
        path = self._path(tokens)
        if not path.is_file():
            return False
        found, room = ctypes.c_size_t(0), (llama_cpp.llama_token * len(tokens))()
        size = llama_cpp.llama_state_seq_load_file(
            context, os.fsencode(path), 0, room, len(tokens), ctypes.byref(found)
        )
        if not size or list(room[: found.value]) != list(tokens):
            path.unlink(missing_ok=True)
            return False
        with suppress(OSError):
            path.touch()
        return True

    def keep(self, context: llama_cpp.llama_context_p, tokens: Sequence[int]) -> None:
        """Remembers the context, which holds exactly these tokens."""
        path = self._path(tokens)
        unfinished = path.with_suffix(f".{os.getpid()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            kept = (llama_cpp.llama_token * len(tokens))(*tokens)
            if llama_cpp.llama_state_seq_save_file(context, os.fsencode(unfinished), 0, kept, len(tokens)):
                unfinished.replace(path)
            files = sorted(self._folder.glob("*.state"), key=lambda file: file.stat().st_mtime, reverse=True)
            for old in files[MOST:]:
                old.unlink(missing_ok=True)
        except OSError:
            unfinished.unlink(missing_ok=True)

    def _path(self, tokens: Sequence[int]) -> Path:
        digest = hashlib.sha256(self._model.encode() + b"\0" + array("i", tokens).tobytes())
        return self._folder / f"{digest.hexdigest()[:32]}.state"
