"""What a suite is: cases, what is observed when a system meets one, and the measures that sum it up."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from polyrec.eval.cases import Case, Dataset
from polyrec.eval.lineup import USUAL, System
from polyrec.eval.scores import Measure, Score
from polyrec.eval.tables import Table

if TYPE_CHECKING:
    from polyrec.eval.records import Record

Content = TypeVar("Content")
Plot = Literal["bars", "line"]


@dataclass(frozen=True, slots=True)
class Observation:
    """What one case, or one turn of it, showed. `labels` are added to the case's; `seen` is for people to read."""

    scores: Mapping[str, Score]
    labels: Mapping[str, str] = field(default_factory=dict)
    seen: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A question answered by one table and one plot: `measure` by the values of `label`."""

    label: str
    measure: str
    plot: Plot = "bars"

    @property
    def title(self) -> str:
        """What the table and the plot show."""
        ending = f" by {self.label}"
        return self.measure.removesuffix(ending) + ending


@dataclass(frozen=True, slots=True)
class Published:
    """Somebody else's figures, printed beside ours; `note` says where they differ from ours in kind."""

    note: str
    rows: Mapping[str, Mapping[str, float]]


class Suite(ABC, Generic[Content]):
    """A question about polyrec. The first of `measures` is the one that it is about.

    `systems` names what can take part (see Lineup); `limit` is how many cases are asked of a language model unless
    somebody says otherwise: more would take longer than an hour.
    """

    name: str
    question: str
    measures: Sequence[Measure]
    breakdowns: Sequence[Breakdown]
    systems: Sequence[str] = USUAL
    limit: int | None = None
    published: Published | None = None

    @abstractmethod
    def cases(self, data: Path) -> Dataset[Content]:
        """All cases; `data` is the folder of what does not come with polyrec. May be empty, and then says why."""

    @abstractmethod
    def run(self, case: Case[Content], system: System) -> Sequence[Observation]:
        """Asks a system one case through `session().stream`, and says what it showed."""

    def tables(self, records: "Sequence[Record]") -> Sequence[Table]:
        """What cannot be said case by case."""
        del records
        return ()

    def measure(self, name: str) -> Measure:
        """The measure of this name."""
        return next(measure for measure in self.measures if measure.name == name)
