"""Words and names as they are written, by SQLite's FTS5 trigram index."""

from collections.abc import Set as AbstractSet

from polyrec.retrievers.catalog import Catalog
from polyrec.retrievers.text import WORD, fold, is_unspaced

MOST_TERMS = 32
TITLE_WEIGHT, TEXT_WEIGHT = 4.0, 1.0


def search_words(catalog: Catalog, text: str, count: int, among: AbstractSet[int] | None = None) -> list[int]:
    """Up to `count` rows that hold words of the text, best first by BM25; only rows of `among` unless it is None."""
    terms = _terms(text)
    if not terms or count < 1:
        return []
    query = " OR ".join(f'"{term}"' for term in terms)
    ranked = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words, ?, ?)"
    rows = (row for (row,) in catalog.database.execute(ranked, (query, TITLE_WEIGHT, TEXT_WEIGHT)))
    found = []
    for row in rows:
        if among is None or row in among:
            found.append(row)
            if len(found) == count:
                break
    return found


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
