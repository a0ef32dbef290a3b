"""Errors of evaluation; the family's head lives with the retrievers."""

from polyrec.retrievers import PolyrecError


class EvaluationError(PolyrecError):
    """A case, a suite, a system or a report that cannot be used."""
