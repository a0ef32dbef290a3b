"""The one family of errors that a person may meet."""


class PolyrecError(Exception):
    """Something that the person can mend.

    `str(error)` says what is wrong, `remedy` what to do about it. Anything else that escapes is a bug.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.remedy = remedy


class CatalogError(PolyrecError):
    """A catalogue, or a file that should become one, cannot be used."""


class EmbedderError(PolyrecError):
    """An embedder is missing, or is not the one that a catalogue was indexed with."""
