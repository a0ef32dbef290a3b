"""From what was observed to numbers with intervals.

Every measure is a ratio of two sums over observations: a mean (value / 1), a precision (right / found), an F1
(2 right / (found + wanted)). Intervals are 95% percentile bootstraps (Efron and Tibshirani 1993) that draw whole
groups: observations of one need in many languages, or of one dialogue, are not independent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import bootstrap

RESAMPLES = 1_000
CONFIDENCE = 0.95
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Score:
    """One observation's share in a measure. A denominator of 0 says that the measure does not apply."""

    numerator: float
    denominator: float = 1.0


@dataclass(frozen=True, slots=True)
class Measure:
    """What a number means. `statistic` is taken over observations; `unit` is share, s, tokens or letters."""

    name: str
    meaning: str
    better: Literal["higher", "lower", "nearer to 0.5", "neither"] = "higher"
    unit: Literal["share", "s", "tokens", "letters", "turns"] = "share"
    statistic: Literal["ratio", "p50", "p95"] = "ratio"
    source: str = ""
    """The score it is taken of, where that has another name."""
    overall: bool = True
    """Whether it says anything over all observations, or only where they are broken down."""

    @property
    def score(self) -> str:
        """The name of the score that it is taken of."""
        return self.source or self.name


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95% interval (None with fewer than two groups) over `count` observations."""

    value: float
    low: float | None
    high: float | None
    count: int


Grouped = Iterable[tuple[str, Score]]
"""Scores, each with the group that it belongs to."""


def estimate(scores: Grouped, measure: Measure, seed: int) -> Estimate | None:
    """The measure over these scores; None where it applies to none of them."""
    kept = [(group, score) for group, score in scores if score.denominator > 0]
    if not kept:
        return None
    sums, sizes = _sums(kept, measure)
    value = float(_statistic(measure)(*sums, axis=-1))
    low, high = _interval(sums, measure, seed) if sizes > 1 else (None, None)
    return Estimate(value, low, high, len(kept))


def difference(pairs: Sequence[tuple[str, Score, Score]], measure: Measure, seed: int) -> Estimate | None:
    """How much the second of each (group, first, second) is above the first; None where nothing can be paired."""
    kept = [pair for pair in pairs if pair[1].denominator > 0 and pair[2].denominator > 0]
    if not kept:
        return None
    first, groups = _sums([(group, score) for group, score, _ in kept], measure)
    second, _ = _sums([(group, score) for group, _, score in kept], measure)
    of = _statistic(measure)
    half = len(first)

    def gain(*sums: Floats, axis: int) -> Any:
        return of(*sums[half:], axis=axis) - of(*sums[:half], axis=axis)

    value = float(gain(*first, *second, axis=-1))
    low, high = _resample((*first, *second), gain, seed) if groups > 1 else (None, None)
    return Estimate(value, low, high, len(kept))


def _sums(scores: Sequence[tuple[str, Score]], measure: Measure) -> tuple[tuple[Floats, ...], int]:
    """What is resampled, and how many there are: sums by group for a ratio, single values for a percentile."""
    if measure.statistic != "ratio":
        return (np.array([score.numerator / score.denominator for _, score in scores]),), len(scores)
    groups: dict[str, list[float]] = {}
    for group, score in scores:
        total = groups.setdefault(group, [0.0, 0.0])
        total[0] += score.numerator
        total[1] += score.denominator
    return (np.array([n for n, _ in groups.values()]), np.array([d for _, d in groups.values()])), len(groups)


def _statistic(measure: Measure) -> Any:
    if measure.statistic == "ratio":
        return lambda numerators, denominators, axis: numerators.sum(axis) / denominators.sum(axis)
    percent = float(measure.statistic[1:])
    return lambda values, axis: np.percentile(values, percent, axis=axis)


def _interval(sums: tuple[Floats, ...], measure: Measure, seed: int) -> tuple[float, float]:
    return _resample(sums, _statistic(measure), seed)


def _resample(sums: tuple[Floats, ...], statistic: Any, seed: int) -> tuple[float, float]:
    result = bootstrap(
        sums,
        statistic,
        n_resamples=RESAMPLES,
        batch=100,
        paired=len(sums) > 1,
        vectorized=True,
        confidence_level=CONFIDENCE,
        method="percentile",
        rng=np.random.default_rng(seed),
    )
    return float(result.confidence_interval.low), float(result.confidence_interval.high)
