"""What the fields of a catalogue mean, and how people name them."""

import tomllib
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from polyrec.retrievers.errors import CatalogError


class Kind(StrEnum):
    """What a field is to a recommender."""

    ID = "id"
    TITLE = "title"
    DESCRIPTION = "description"
    CATEGORY = "category"
    NUMBER = "number"
    YEAR = "year"
    DATE = "date"
    PERSON = "person"
    COUNTRY = "country"
    LANGUAGE = "language"
    ITEM_LANGUAGE = "item_language"
    LINK = "link"
    TEXT = "text"
    IGNORE = "ignore"


NUMERIC = {Kind.NUMBER, Kind.YEAR, Kind.DATE}
FACETS = {Kind.CATEGORY, Kind.PERSON, Kind.COUNTRY, Kind.LANGUAGE, Kind.ITEM_LANGUAGE}


class FieldSpec(BaseModel):
    """One field. `unit` is a CLDR unit ("minute", "gram") or an ISO 4217 currency; `separator` splits a text cell
    into several values. A second field of kind title holds other titles of the same item."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    unit: str | None = None
    separator: str | None = None


class Words(BaseModel):
    """How one language names fields and their values; a final * in a value's word stands for any letters.

    The first word of a value is the one that is shown.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    fields: dict[str, str] = Field(default_factory=dict)
    values: dict[str, dict[str, list[str]]] = Field(default_factory=dict)


class Schema(BaseModel):
    """The fields of a catalogue in their order, and the words for them by BCP-47 tag."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fields: dict[str, FieldSpec]
    words: dict[str, Words] = Field(default_factory=dict)

    def named(self, *kinds: Kind) -> tuple[str, ...]:
        """The names of the fields of these kinds, in the catalogue's order."""
        return tuple(name for name, spec in self.fields.items() if spec.kind in kinds)

    def first(self, kind: Kind) -> str | None:
        """The first field of this kind, or None."""
        return next(iter(self.named(kind)), None)

    def label(self, name: str, language: str) -> str:
        """What a person who reads `language` calls the field; its own name where no words are known."""
        for tag in (language, language.split("-")[0], "en"):
            if tag in self.words and name in self.words[tag].fields:
                return self.words[tag].fields[name]
        return name.replace("_", " ")


def load_schema(path: Path) -> Schema:
    """Reads a schema file; raises CatalogError when it is missing or says what no field can mean."""
    try:
        return Schema.model_validate(tomllib.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        raise CatalogError(
            f"There is no schema file {path}.", "Write one with: polyrec index FILE --write-schema"
        ) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogError(
            f"The schema file {path} cannot be read: {error}.",
            "Mend it, or write a new one with --write-schema.",
        ) from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise CatalogError(
            f"{path}: {where}: {first['msg']}.", f"A field's kind is one of: {', '.join(Kind)}."
        ) from None


def dump_schema(schema: Schema) -> str:
    """The schema's fields as TOML that `load_schema` reads; its words, which are never inferred, are left out."""
    lines = ["# What each field means. Kinds: " + ", ".join(Kind) + ".", ""]
    for name, spec in schema.fields.items():
        lines.append(f"[fields.{_key(name)}]")
        lines.extend(f"{key} = {_string(str(value))}" for key, value in spec.model_dump(exclude_none=True).items())
        lines.append("")
    return "\n".join(lines)


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " else f"\\u{ord(c):04x}" for c in escaped) + '"'


def _key(name: str) -> str:
    return name if name.isascii() and name.replace("_", "").replace("-", "").isalnum() else _string(name)
