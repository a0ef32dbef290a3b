import subprocess
import sys

import pytest

HEAVY = {
    "torch",
    "langchain",
    "langchain_core",
    "llama_cpp",
    "sentence_transformers",
    "chromadb",
    "textual",
    "polars",
    "openai",
}


@pytest.mark.parametrize(
    ("statement", "banned"),
    [
        ("import polyrec.tui.main", HEAVY | {"numpy", "pydantic", "babel", "rich.console"}),
        ("import polyrec.agent", HEAVY | {"numpy", "pydantic"}),
        ("from polyrec.agent import Recommender", HEAVY),
        ("import polyrec.retrievers", HEAVY),
        ("import polyrec.tui.chat.app", HEAVY - {"textual"}),
    ],
)
def test_imports_stay_light(statement: str, banned: set[str]) -> None:
    code = f"import sys; {statement}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not banned & set(loaded)
