"""What comes in as text, and is none."""

import pytest

from index import Filters
from index.errors import UsageError
from index.given import checked_text


def test_text_is_handed_back() -> None:
    assert checked_text("It", "Ærø 😀") == "Ærø 😀"


@pytest.mark.parametrize(
    ("value", "why"),
    [(5, "not int"), (None, "not NoneType"), (b"x", "not bytes"), ("\ud800", "half")],
)
def test_what_is_no_text(value: object, why: str) -> None:
    with pytest.raises(UsageError, match=f"^It .*{why}"):
        checked_text("It", value)


@pytest.mark.parametrize(
    "fields", [{"source": "\ud800"}, {"source": 5}, {"after": "2024-01-01"}, {"as_of": 5}]
)
def test_filters_of_something_else(fields: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        Filters(**fields)  # type: ignore[arg-type]
