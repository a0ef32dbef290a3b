"""Finding a language's file, or the nearest one."""

import tomllib
from functools import lru_cache
from importlib.resources import files

from polyrec.prompts.language import Hostile, Judge, Prompts, Ranker, Retelling, Telling, Translator

FALLBACK = "en"
PACKAGE = "polyrec.prompts"
HOSTILE, JUDGE, RANKER = "hostile", "judge", "ranker"
RETELLING, TELLING, TRANSLATOR = "retelling", "telling", "translator"
OTHERS = (HOSTILE, JUDGE, RANKER, RETELLING, TELLING, TRANSLATOR)
"""Files that are no language's."""


@lru_cache(maxsize=1)
def available() -> tuple[str, ...]:
    """The BCP-47 tags of all languages that have a file, sorted."""
    names = (entry.name for entry in files(PACKAGE).iterdir())
    return tuple(
        sorted(stem for name in names if name.endswith(".toml") and (stem := name[: -len(".toml")]) not in OTHERS)
    )


@lru_cache(maxsize=64)
def load(tag: str) -> Prompts:
    """The texts for a BCP-47 tag: pt-BR falls back to pt, and what is not there to English.

    `load(tag).tag` says which file was used. Never raises for an unknown tag.
    """
    return Prompts.model_validate(_read(nearest(tag)))


def nearest(tag: str) -> str:
    """The tag of the file that `load` uses."""
    parts = tag.replace("_", "-").split("-")
    known = {name.lower(): name for name in available()}
    candidates = ("-".join(parts[:length]).lower() for length in range(len(parts), 0, -1))
    return next((known[name] for name in candidates if name in known), FALLBACK)


@lru_cache(maxsize=1)
def load_hostile() -> Hostile:
    """What texts from a catalogue must not resemble."""
    return Hostile.model_validate(_read(HOSTILE))


@lru_cache(maxsize=1)
def load_judge() -> Judge:
    """How the model is asked to judge one item."""
    return Judge.model_validate(_read(JUDGE))


@lru_cache(maxsize=1)
def load_ranker() -> Ranker:
    """How a hosted model is asked to order items."""
    return Ranker.model_validate(_read(RANKER))


@lru_cache(maxsize=1)
def load_retelling() -> Retelling:
    """The passages that every language retells."""
    return Retelling.model_validate(_read(RETELLING))


@lru_cache(maxsize=1)
def load_telling() -> Telling:
    """The words by which languages are told."""
    return Telling.model_validate(_read(TELLING))


@lru_cache(maxsize=1)
def load_translator() -> Translator:
    """How the model is asked to translate a wish."""
    return Translator.model_validate(_read(TRANSLATOR))


def _read(stem: str) -> dict[str, object]:
    return tomllib.loads(files(PACKAGE).joinpath(f"{stem}.toml").read_text("utf-8"))
