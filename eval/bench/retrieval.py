"""How long understanding and search take, by the size of the catalogue and by what is filtered."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from polyrec.agent.understanding import Understanding
from polyrec.eval.bench.synthetic import build_catalog
from polyrec.retrievers import (
    Catalog,
    Embedder,
    FacetWish,
    Order,
    Progress,
    RangeWish,
    Request,
    Span,
    Wish,
    open_embedder,
    retrieve,
)
from polyrec.retrievers.fusion import fuse
from polyrec.retrievers.lexical import search_words
from polyrec.retrievers.search import DENSE_WEIGHT, LEXICAL_WEIGHT, WIDE

HERE = Span(0, 0, "")
SAID = (
    "a drama about a lighthouse keeper and his brother, from the nineties, no horror",
    "Ein ruhiger Krimi aus Frankreich, kürzer als zwei Stunden",
    "une comédie italienne d'avant 1970",
    "une histoire de train et de neige",
    "宇宙が舞台の静かなドラマ、90分以内",
    "фильм о войне, снятый до 1970 года",
    "فيلم عن طفل وأبيه من التسعينات",
    "एक प्रेम कहानी जिसमें संगीत हो",
    "un thriller coréen de moins de deux heures",
    "a storm, a letter and a garden",
)


def _facet(field: str, value: str, *, negated: bool = False) -> FacetWish:
    return FacetWish(field, value, HERE, "words", negated)


def _range(field: str, low: float | None, high: float | None) -> RangeWish:
    return RangeWish(field, low, high, HERE, "numbers")


FILTERS: dict[str, tuple[tuple[Wish, ...], Order | None]] = {
    "none": ((), None),
    "most (not a genre)": ((_facet("genres", "western", negated=True),), None),
    "a genre": ((_facet("genres", "comedy"),), None),
    "a decade": ((_range("year", 1990, 1999),), None),
    "genre, decade, not a country": (
        (_facet("genres", "crime"), _range("year", 1990, 1999), _facet("country", "US", negated=True)),
        None,
    ),
    "a person": ((_facet("director", "Person 7"),), None),
    "what nothing meets": ((_facet("genres", "war"), _range("minutes", None, 30)), None),
    "the newest": ((_facet("genres", "drama"),), Order("year", True, HERE)),
}


@dataclass(frozen=True, slots=True)
class RetrievalReport:
    """Of a catalogue of `items`: seconds of understanding, seconds of search by filter, and fused recall@50."""

    items: int
    understood: list[float]
    found: dict[str, list[float]]
    recall: float

    def lines(self) -> Iterator[str]:
        """The report as a table."""
        yield f"{self.items:,} items"
        yield _line("understanding", self.understood)
        for name, seconds in self.found.items():
            yield _line(f"search, {name}", seconds)
        yield _line("search, all", [second for seconds in self.found.values() for second in seconds])
        yield f"fused recall@{WIDE} against exact search: {self.recall:.3f}"


def measure_retrieval(sizes: Sequence[int], rounds: int, progress: Progress) -> Iterator[RetrievalReport]:
    """Measures catalogues of these sizes, each built anew, searched once to warm up, then `rounds` times."""
    embedder = open_embedder()
    for size in sizes:
        with TemporaryDirectory(prefix="polyrec-bench-") as folder:
            catalog = build_catalog(Path(folder), size, embedder, progress)
            yield _measure(catalog, embedder, rounds)
            catalog.close()


def _measure(catalog: Catalog, embedder: Embedder, rounds: int) -> RetrievalReport:
    understanding = Understanding(catalog, embedder)
    understood: list[float] = []
    found: dict[str, list[float]] = {name: [] for name in FILTERS}
    recalls = []
    for turn in range(rounds + 1):
        for text in SAID:
            started = time.perf_counter()
            request = understanding.understand(text, None, "en")
            understood += [time.perf_counter() - started] if turn else []
            for name, (wishes, order) in FILTERS.items():
                asked = replace(request, wishes=wishes, order=order)
                started = time.perf_counter()
                hits = retrieve(asked, catalog, embedder).hits
                found[name] += [time.perf_counter() - started] if turn else []
                if turn == 1 and order is None and catalog.matching(asked.constraints).any():
                    recalls.append(_recall([catalog.row(hit.item.id) for hit in hits], asked, catalog, embedder))
    return RetrievalReport(len(catalog), understood, found, float(np.mean(recalls)))


def _recall(found: Sequence[int | None], request: Request, catalog: Catalog, embedder: Embedder) -> float:
    """The share that was found of what an unhurried search finds: all vectors compared, all words however common."""
    allowed = catalog.matching(request.constraints)
    rows = np.flatnonzero(allowed[catalog.matrix.rows])
    cosines = catalog.matrix.vectors[rows].astype(np.float64) @ embedder.query([request.text])[0]
    dense = catalog.matrix.rows[rows[np.argsort(-cosines, kind="stable")[:WIDE]]].tolist()
    lexical = search_words(catalog, request.rest, WIDE, allowed, common=len(catalog))
    scores = fuse([dense, lexical], [DENSE_WEIGHT, LEXICAL_WEIGHT])
    exact = sorted(scores, key=lambda row: (-scores[row], row))[:WIDE]
    return len(set(exact) & set(found)) / len(exact)


def _line(name: str, seconds: Sequence[float]) -> str:
    p50, p95 = np.percentile(seconds, (50, 95)) * 1000
    return f"{name:<40} {p50:>7.1f} ms p50 {p95:>7.1f} ms p95"
