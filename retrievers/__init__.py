"""Catalogues, and finding things in them."""

from polyrec.retrievers.catalog import Catalog, FacetValue, check_embedder
from polyrec.retrievers.embedders import Embedder, Endpoint, open_embedder
from polyrec.retrievers.errors import CatalogError, EmbedderError, PolyrecError
from polyrec.retrievers.indexing import IndexReport, Progress, read_schema, silent
from polyrec.retrievers.items import Item
from polyrec.retrievers.learning import Learned, learn
from polyrec.retrievers.request import (
    Constraint,
    FacetWish,
    Leaning,
    Order,
    RangeWish,
    Request,
    SimilarWish,
    Source,
    Span,
    Wish,
)
from polyrec.retrievers.schema import FACETS, FieldSpec, Kind, Schema, dump_schema, load_schema
from polyrec.retrievers.search import Candidates, Hit, retrieve
from polyrec.retrievers.shelf import SAMPLES, Shelf
from polyrec.retrievers.taste import NO_TASTE, Taste

__all__ = [
    "FACETS",
    "NO_TASTE",
    "SAMPLES",
    "Candidates",
    "Catalog",
    "CatalogError",
    "Constraint",
    "Embedder",
    "EmbedderError",
    "Endpoint",
    "FacetValue",
    "FacetWish",
    "FieldSpec",
    "Hit",
    "IndexReport",
    "Item",
    "Kind",
    "Leaning",
    "Learned",
    "Order",
    "PolyrecError",
    "Progress",
    "RangeWish",
    "Request",
    "Schema",
    "Shelf",
    "SimilarWish",
    "Source",
    "Span",
    "Taste",
    "Wish",
    "check_embedder",
    "dump_schema",
    "learn",
    "load_schema",
    "open_embedder",
    "read_schema",
    "retrieve",
    "silent",
]
