"""The conversation: understand, retrieve, rank, explain.

from polyrec.agent import Recommender

chat = Recommender.open("films").session()
print(chat.reply("Algo como Amélie, pero más oscuro").text)
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from polyrec.agent.config import Config, load_config
    from polyrec.agent.errors import ConfigError, MemoryFileError, MessageError, ModelError, PolyrecError
    from polyrec.agent.events import Event, Evidence, Found, Ranked, RankedItem, Replied, Reply, TextDelta, Understood
    from polyrec.agent.recommender import Recommender
    from polyrec.agent.session import Session

__all__ = [
    "Config",
    "ConfigError",
    "Event",
    "Evidence",
    "Found",
    "MemoryFileError",
    "MessageError",
    "ModelError",
    "PolyrecError",
    "Ranked",
    "RankedItem",
    "Recommender",
    "Replied",
    "Reply",
    "Session",
    "TextDelta",
    "Understood",
    "load_config",
]

_HOMES = {
    "config": ("Config", "load_config"),
    "errors": ("ConfigError", "MemoryFileError", "MessageError", "ModelError", "PolyrecError"),
    "events": (
        "Event",
        "Evidence",
        "Found",
        "Ranked",
        "RankedItem",
        "Replied",
        "Reply",
        "TextDelta",
        "Understood",
    ),
    "recommender": ("Recommender",),
    "session": ("Session",),
}


def __getattr__(name: str) -> object:
    """Imports a public name when it is first used, so that importing the package costs nothing."""
    from importlib import import_module

    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f".{module}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
