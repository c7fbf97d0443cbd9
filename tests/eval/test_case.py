"""Where gold quotations stand in the articles of a store."""

import json
from collections.abc import Iterator

import pytest

from eval.case import check_stories, locate
from eval.sets import EvalQuestion, Gold
from index import Filters, Store, build, open_store
from index.errors import UsageError

TEXT = "José saw a therapist. Of 15 people, 5 people died. Now the\nrapist fled, as 5 people saw."


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("one")
    (folder / "in.jsonl").write_text(json.dumps({"id": "a", "title": "A", "text": TEXT}))
    build([folder / "in.jsonl"], store=folder / "store")
    with open_store(folder / "store") as opened:
        yield opened


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("Jose\u0301  saw", ["José saw"]),
        ("5 people", ["5 people", "5 people"]),
        ("the rapist", ["the\nrapist"]),
        ("erapist", ["erapist"]),
        ("a the rapist", ["a therapist"]),
    ],
)
def test_where_a_quotation_stands(store: Store, quote: str, found: list[str]) -> None:
    (span,) = locate(EvalQuestion("q", "?", True, (), (Gold("a", quote),)), store)
    assert [TEXT[start:end] for start, end in span.places] == found
    for start, end in span.places:
        assert span.is_within("a", start, end) and (start == 0 or TEXT[start - 1] != "1")


def test_words_that_do_not_stand_there_do_not(store: Store) -> None:
    with pytest.raises(UsageError, match="does not stand in"):
        locate(EvalQuestion("q", "?", True, (), (Gold("a", "sawatherapist"),)), store)


def test_a_story_that_is_not_there_is_told_before_anything_is_asked(store: Store) -> None:
    asked = EvalQuestion("q", "?", True, (), (), filters=Filters(story="gone"))
    with pytest.raises(UsageError, match="Question q: there is no story 'gone'"):
        check_stories([asked], store)
    check_stories([EvalQuestion("q", "?", True, (), ())], store)
