"""What outlasts the process: conversations and profiles, in one SQLite file."""

from polyrec.agent.memory.conversations import Conversations, SavedTurn
from polyrec.agent.memory.database import Database, open_memory
from polyrec.agent.memory.importing import Imported, read_behaviour
from polyrec.agent.memory.people import LastingProfile, People, export_profile

__all__ = [
    "Conversations",
    "Database",
    "Imported",
    "LastingProfile",
    "People",
    "SavedTurn",
    "export_profile",
    "open_memory",
    "read_behaviour",
]
