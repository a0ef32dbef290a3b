"""Kinds of people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Persona:
    """How somebody looks for something: `facts` told a turn, whether a rejection comes with its reason, and whether a
    question is answered.

    The silent one tells nothing after the first message but "others, please", unless it is asked.
    """

    name: str
    opens_with: int
    facts: int
    gives_reasons: bool
    answers: bool = True

    @property
    def unheard(self) -> "Persona":
        """The same person as somebody who does not listen hears them: only the first message, then "others"."""
        return Persona(self.name, self.opens_with, facts=0, gives_reasons=False, answers=False)


PERSONAS = (
    Persona("talkative", opens_with=2, facts=2, gives_reasons=True),
    Persona("patient", opens_with=1, facts=1, gives_reasons=True),
    Persona("curt", opens_with=1, facts=1, gives_reasons=False),
    Persona("silent", opens_with=1, facts=0, gives_reasons=False),
)
