"""Catalogues, and finding things in them."""

from .catalog import Catalog, FacetValue, check_embedder
from .embedders import Embedder, open_embedder
from .errors import CatalogError, EmbedderError, PolyrecError
from .indexing import IndexReport, Progress, read_schema
from .items import Item
from .request import Constraint, FacetWish, RangeWish, Request, SimilarWish, Source, Span, Wish
from .schema import FACETS, FieldSpec, Kind, Schema, dump_schema, load_schema
from .search import Candidates, Hit, retrieve
from .shelf import SAMPLES, Shelf

__all__ = [
    "FACETS", "SAMPLES", "Candidates", "Catalog", "CatalogError", "Constraint", "Embedder", "EmbedderError", "FacetValue", "FacetWish",
    "FieldSpec", "Hit", "IndexReport", "Item", "Kind", "PolyrecError", "Progress", "RangeWish", "Request",
    "Schema", "Shelf", "SimilarWish", "Source", "Span", "Wish", "check_embedder", "dump_schema", "load_schema",
    "open_embedder", "read_schema", "retrieve",
]
