"""When to ask a hosted model again, when not, and what to tell the person."""

from collections.abc import Callable, Generator, Iterator
from typing import Any, TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from polyrec.agent.errors import ModelError
from polyrec.agent.llm.base import Limits

Piece = TypeVar("Piece")
ATTEMPTS = 3
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 8.0
"""Seconds: the pause is drawn at random below a limit that doubles ("full jitter", Brooker 2015)."""
PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
"""Statuses that a server may take back a moment later."""
WRONG_FORM = frozenset({400, 404, 415, 422, 500, 501})
"""Statuses with which servers answer a response format that they do not know; llama-cpp-python's says 500."""
REMEDIES = {
    401: "Check the key in POLYREC_API_KEY.",
    403: "Check the key in POLYREC_API_KEY, and what it may use.",
    404: "Check the model's name, and that POLYREC_BASE_URL ends as your server wants it (mostly in /v1).",
    429: "Wait a little, or raise the limits of your account.",
}
UNREACHABLE = "Is the server running? Check POLYREC_BASE_URL and the network."


def retrying(start: Callable[[], Iterator[Piece]], limits: Limits) -> Callable[[], Generator[Piece]]:
    """A source that is started again, up to three times, as long as it fails in passing before its first piece.

    It waits as long as the server says in Retry-After, else a little longer each time, and never beyond the limits.
    """
    pause = wait_random_exponential(multiplier=FIRST_PAUSE, max=LONGEST_PAUSE)

    def wait(state: RetryCallState) -> float:
        asked = _asked_pause(state.outcome.exception() if state.outcome else None)
        return pause(state) if asked is None else asked

    def is_worth_it(error: BaseException) -> bool:
        return is_passing(error) and (_asked_pause(error) or 0.0) < limits.seconds_left

    def first_piece() -> tuple[list[Piece], Iterator[Piece]]:
        pieces = start()
        return [piece for piece in [next(pieces, None)] if piece is not None], pieces

    def source() -> Generator[Piece]:
        attempts = Retrying(
            stop=stop_after_attempt(ATTEMPTS), wait=wait, retry=retry_if_exception(is_worth_it), reraise=True
        )
        first, rest = attempts(first_piece)
        yield from first
        yield from rest

    return source


def is_passing(error: BaseException) -> bool:
    """Whether the same request may succeed a moment later: a busy server, a lost connection."""
    status = status_of(error)
    if status is not None:
        return status in PASSING
    return any(word in kind.__name__ for kind in type(error).__mro__ for word in ("Connect", "Timeout", "Protocol"))


def is_refused_for_its_form(error: ModelError) -> bool:
    """Whether a server did not like the request itself, such as a response format that it does not know."""
    cause = error.__cause__
    return isinstance(cause, TypeError | NotImplementedError) or status_of(cause) in WRONG_FORM


def model_error(name: str, error: BaseException) -> ModelError:
    """What a person is told: the kind of failure and what mends it, never the provider's text, which may hold a key."""
    status = status_of(error)
    if status is None:
        remedy = UNREACHABLE if is_passing(error) else "See what is wrong with: polyrec doctor"
        return ModelError(f"{name} did not answer: {type(error).__name__}.", remedy)
    return ModelError(f"{name} did not answer: HTTP {status}.", REMEDIES.get(status, "Try again later."))


def status_of(error: Any) -> int | None:
    """The HTTP status behind a provider's error; None where there is none."""
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) else None


def _asked_pause(error: BaseException | None) -> float | None:
    """Seconds that the server asks to wait; None where it does not say, or says a date."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except ValueError:
        return None
