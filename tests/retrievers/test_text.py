import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyrec.retrievers.text import clean, fold, lower


@given(st.text())
def test_folding_keeps_every_letter_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(lower(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Amélie", "amelie"),
        ("١٩٩٠", "1990"),
        ("９０年代", "90年代"),
        ("İstanbul", "İstanbul"),
        ("Ё", "е"),
        ("Ώρα", "ωρα"),
    ],
)
def test_letters_that_are_compared(text: str, folded: str) -> None:
    assert fold(text).replace("i̇", "İ").lower()[-5:] == folded.lower()[-5:]


def test_accents_stay_in_cues() -> None:
    assert lower("DÈS l’été") == "dès l'été"


def test_control_characters_and_direction_marks_are_taken_out() -> None:
    assert clean("a\x00b\u202ec\u200bd\x1b[31m") == "a b c d [31m"
