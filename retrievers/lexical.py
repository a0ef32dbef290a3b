"""Words and names as they are written, by SQLite's FTS5 trigram index."""

from polyrec.retrievers.catalog import Catalog
from polyrec.retrievers.columns import Mask
from polyrec.retrievers.text import WORD, fold, is_unspaced

MOST_TERMS = 32
COMMON = 20_000
"""A word that stands in more items tells nothing and would take long to count."""
TITLE_WEIGHT, TEXT_WEIGHT = 4.0, 1.0


def search_words(
    catalog: Catalog, text: str, count: int, allowed: Mask | None = None, common: int = COMMON
) -> list[int]:
    """Up to `count` rows that hold words of the text, best first by BM25; only allowed ones, unless that is None.

    Words that more than `common` items hold are passed over.
    """
    terms = [term for term in _terms(text) if _is_telling(catalog, term, common)]
    if not terms or count < 1:
        return []
    query = " OR ".join(f'"{term}"' for term in terms)
    ranked = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words, ?, ?)"
    rows = (row for (row,) in catalog.database.execute(ranked, (query, TITLE_WEIGHT, TEXT_WEIGHT)))
    found = []
    for row in rows:
        if allowed is None or allowed[row]:
            found.append(row)
            if len(found) == count:
                break
    return found


def _is_telling(catalog: Catalog, term: str, common: int) -> bool:
    found: int = catalog.database.execute(
        "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)", (f'"{term}"', common + 1)
    ).fetchone()[0]
    return 0 < found <= common


def _terms(text: str) -> list[str]:
    """Words of three letters or more; where words are not spaced, every three letters in a row.

    A term holds letters and digits only, so it can mean nothing else to FTS5.
    """
    terms: dict[str, None] = {}
    for match in WORD.finditer(fold(text)):
        word = match.group().replace("'", "").replace("’", "")
        if is_unspaced(word):
            terms |= dict.fromkeys(word[i : i + 3] for i in range(len(word) - 2))
        elif len(word) >= 3:
            terms[word] = None
    return list(terms)[:MOST_TERMS]
