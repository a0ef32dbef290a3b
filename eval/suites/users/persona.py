"""Kinds of people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Persona:
    """How somebody looks for something: `facts` told a turn, and whether a rejection comes with its reason.

    The silent one tells nothing after the first message but "others, please": what the others reach beyond it, they
    reach by being listened to.
    """

    name: str
    opens_with: int
    facts: int
    gives_reasons: bool


PERSONAS = (
    Persona("talkative", opens_with=2, facts=2, gives_reasons=True),
    Persona("patient", opens_with=1, facts=1, gives_reasons=True),
    Persona("curt", opens_with=1, facts=1, gives_reasons=False),
    Persona("silent", opens_with=1, facts=0, gives_reasons=False),
)
