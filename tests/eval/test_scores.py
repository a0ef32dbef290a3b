import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import SetF, calc_aggregate

from polyrec.eval.compare import verdict
from polyrec.eval.scores import Measure, Score, difference, estimate

SHARE = Measure("share", "")
MEDIAN = Measure("median", "", "lower", "s", "p50")


def test_an_f1_over_counts_is_the_library_s() -> None:
    wanted, found = {"a": 1, "b": 1, "c": 1, "d": 1}, {"a": 1.0, "b": 1.0, "x": 1.0}
    library = calc_aggregate([SetF], {"q": wanted}, {"q": found})[SetF]
    counted = estimate([("q", Score(2 * 2, len(wanted) + len(found)))], SHARE, 0)
    assert counted is not None
    assert counted.value == pytest.approx(library)


def test_a_ratio_weighs_by_its_denominators() -> None:
    found = estimate([("a", Score(1, 1)), ("b", Score(0, 3))], SHARE, 0)
    assert found is not None
    assert found.value == 0.25
    assert found.count == 2


def test_what_does_not_apply_is_left_out() -> None:
    assert estimate([("a", Score(0, 0))], SHARE, 0) is None
    found = estimate([("a", Score(0, 0)), ("b", Score(1, 1))], SHARE, 0)
    assert found is not None
    assert (found.value, found.low, found.count) == (1.0, None, 1)


def test_groups_are_drawn_whole() -> None:
    alone = [(str(n), Score(n % 2)) for n in range(100)]
    together = [(str(n % 2), Score(n % 2)) for n in range(100)]
    narrow, wide = estimate(alone, SHARE, 0), estimate(together, SHARE, 0)
    assert narrow is not None and wide is not None
    assert narrow.low is not None and narrow.high is not None
    assert narrow.high - narrow.low < 0.3
    assert (wide.low, wide.high) == (0.0, 1.0)


def test_percentiles() -> None:
    found = estimate([(str(n), Score(n)) for n in range(1, 102)], MEDIAN, 0)
    assert found is not None
    assert found.value == 51.0
    assert found.low is not None and found.high is not None
    assert found.low < 51.0 < found.high


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 5)), min_size=2, max_size=20))
def test_the_interval_holds_the_value(pairs: list[tuple[int, int]]) -> None:
    found = estimate([(str(n), Score(*pair)) for n, pair in enumerate(pairs)], SHARE, 0)
    assert found is not None and found.low is not None and found.high is not None
    assert found.low - 1e-9 <= found.value <= found.high + 1e-9 or len(pairs) < 4


def test_only_what_leaves_zero_out_is_real() -> None:
    better = difference([(str(n), Score(0), Score(n % 4 > 0)) for n in range(40)], SHARE, 0)
    same = difference([(str(n), Score(n % 2), Score((n + 1) % 2)) for n in range(40)], SHARE, 0)
    assert better is not None and same is not None
    assert better.value == pytest.approx(0.75)
    assert verdict(better, SHARE) == "better"
    assert verdict(better, Measure("waste", "", "lower")) == "worse"
    assert verdict(same, SHARE) == "not shown"


def test_the_same_seed_gives_the_same_interval() -> None:
    scores = [(str(n), Score(n % 3 == 0)) for n in range(30)]
    assert estimate(scores, SHARE, 7) == estimate(scores, SHARE, 7)
