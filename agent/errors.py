"""Errors of the conversation; the family's head lives with the retrievers."""

from polyrec.retrievers import PolyrecError

__all__ = ["ConfigError", "MemoryFileError", "MessageError", "ModelError", "PolyrecError"]


class ModelError(PolyrecError):
    """A language model is unknown, missing, damaged, or cannot be reached."""


class MessageError(PolyrecError):
    """A message that cannot be answered: empty, or too long."""


class ConfigError(PolyrecError):
    """A setting that cannot be used."""


class MemoryFileError(PolyrecError):
    """The file of conversations and profiles, or a file to be read into it, cannot be used."""
