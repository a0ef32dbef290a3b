"""Whether a wish that polyrec found is the one that was meant."""

from polyrec.eval.conditions import Condition, Counted, HasValue, HasWords, InRange, Resembles, SortedBy
from polyrec.retrievers import FacetWish, Kind, Order, RangeWish, Schema, SimilarWish, Wish

Found = Wish | Order | int
"""What a request asks for: wishes, an order, and how many."""
SLACK = 1.0
"""How far the end of a range of years may lie off: "before 1980" may or may not include 1980."""


def fulfils(condition: Condition, wish: Found, schema: Schema) -> bool:
    """Whether a wish says what the condition says."""
    match condition, wish:
        case HasValue(), FacetWish():
            values = {wish.value, *wish.alternatives}
            same = wish.field in condition.fields and values <= set(condition.values)
            return same and wish.negated is condition.negated
        case InRange(), RangeWish():
            slack = SLACK if schema.fields[condition.field].kind in (Kind.YEAR, Kind.DATE) else 0.0
            ends = _near(condition.low, wish.low, slack) and _near(condition.high, wish.high, slack)
            return wish.field == condition.field and ends and wish.negated is condition.negated
        case SortedBy(), Order():
            return (wish.field, wish.descending) == (condition.field, condition.descending)
        case Resembles(), SimilarWish():
            return wish.item_id == condition.item_id and wish.negated is condition.negated
        case Counted(), int():
            return wish == condition.count
    return False


def about(condition: Condition, wish: Found) -> bool:
    """Whether a wish concerns what the condition concerns, rightly or wrongly."""
    if isinstance(wish, SimilarWish):
        return isinstance(condition, Resembles)
    match condition:
        case HasValue():
            return not isinstance(wish, int) and wish.field in condition.fields
        case InRange() | SortedBy():
            return not isinstance(wish, int) and wish.field == condition.field
        case Counted():
            return isinstance(wish, int)
    return False


def kind_of(one: Condition | Found) -> str:
    """The kind of a wish in reports: facet, not facet, range, like, sort, count."""
    match one:
        case HasValue() | FacetWish():
            return "not facet" if one.negated else "facet"
        case InRange() | RangeWish():
            return "range"
        case Resembles() | SimilarWish():
            return "like"
        case SortedBy() | Order():
            return "sort"
        case Counted() | int():
            return "count"
        case HasWords():
            return "words"


def _near(wanted: float | None, found: float | None, slack: float) -> bool:
    if wanted is None or found is None:
        return wanted is found
    return abs(wanted - found) <= slack
