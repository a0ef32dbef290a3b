"""What a person has declared."""

from pydantic import BaseModel, ConfigDict, Field


class Facts(BaseModel):
    """Declared facts, all of them optional.

    `languages` are BCP-47 tags that the person reads, `region` an ISO 3166-1 code, `age` the years that the youngest
    who joins in has, `budget` the most that an item may cost, in the catalogue's currency.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    languages: tuple[str, ...] = ()
    region: str | None = Field(default=None, pattern="^[A-Z]{2}$")
    age: int | None = Field(default=None, ge=0, le=130)
    budget: float | None = Field(default=None, ge=0)
