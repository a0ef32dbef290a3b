"""What is asked: cases from YAML that a non-programmer can read, and a fair sample of them."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any, Generic, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from polyrec.eval.errors import EvaluationError

Content = TypeVar("Content")
Record = TypeVar("Record")


class Part(BaseModel):
    """A record of the data; an unknown key is an error, so that a misspelt one is noticed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class Case(Generic[Content]):
    """One thing to ask. Cases of one `group` (a need in many languages, a dialogue) are not independent.

    `catalog` names the catalogue (see Lineup); `language` is the BCP-47 tag of what is said; `labels` are what results
    are broken down by besides catalogue and language.
    """

    id: str
    group: str
    catalog: str
    language: str
    content: Content
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dataset(Generic[Content]):
    """The cases of a suite, and why some are missing ("movies: there is no films.jsonl in …")."""

    cases: Sequence[Case[Content]]
    skipped: tuple[str, ...] = ()


def read_cases(package: str, name: str, shape: type[Record]) -> list[Record]:
    """The records of a YAML file of a suite; raises EvaluationError that says where one cannot be used."""
    try:
        adapter: TypeAdapter[list[Record]] = TypeAdapter(list[shape])  # type: ignore[valid-type]
        return adapter.validate_python(_read(package, name))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise EvaluationError(f"{name}: {where}: {first['msg']}.", "Mend the record; see docs/evaluation.md.") from None


@lru_cache(maxsize=16)
def read_messages(package: str) -> dict[str, dict[str, Any]]:
    """What is said, by BCP-47 tag and then by the id of the case: a text, or the texts of a dialogue turn by turn."""
    names = (entry.name for entry in files(package).joinpath("messages").iterdir())
    tags = sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml"))
    return {tag: _read(package, f"messages/{tag}.yaml") for tag in tags}


def choose(
    cases: Iterable[Case[Content]], languages: Sequence[str] | None, limit: int | None, seed: int
) -> list[Case[Content]]:
    """Up to `limit` cases (None for all) of these languages (None for all), as many of each language as can be.

    The same seed chooses the same cases. Raises EvaluationError when nothing is left.
    """
    by_language: dict[str, list[Case[Content]]] = defaultdict(list)
    for case in cases:
        if not languages or case.language in languages:
            by_language[case.language].append(case)
    if not by_language:
        raise EvaluationError(
            f"No case is in {', '.join(languages or ())}.", "Name languages by their BCP-47 tags: --languages en,de,ja"
        )
    for language, own in by_language.items():
        random.Random(f"{seed} {language}").shuffle(own)  # noqa: S311 (a sample, not a secret)
    chosen = list(_in_turns(list(by_language.values())))
    return chosen[:limit]


def _in_turns(piles: list[list[Case[Content]]]) -> Iterator[Case[Content]]:
    for place in range(max(map(len, piles))):
        yield from (pile[place] for pile in piles if place < len(pile))


def _read(package: str, name: str) -> Any:
    try:
        return yaml.safe_load(files(package).joinpath(name).read_text("utf-8"))
    except yaml.YAMLError as error:
        raise EvaluationError(f"{name} is no YAML: {error}.", "Put texts that hold : or ? into quotes.") from None
