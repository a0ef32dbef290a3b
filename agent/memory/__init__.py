"""What outlasts the process: conversations and profiles, in one SQLite file."""

from polyrec.agent.memory.conversations import Conversations, SavedTurn
from polyrec.agent.memory.database import Database
from polyrec.agent.memory.importing import Imported, read_behaviour
from polyrec.agent.memory.people import LastingProfile, People

__all__ = [
    "Conversations",
    "Database",
    "Imported",
    "LastingProfile",
    "People",
    "SavedTurn",
    "read_behaviour",
]
