"""A report that stands in several papers counts once, and an answer says where else it stands."""

import json
from datetime import date
from pathlib import Path

import pytest

from index import Article, Store, build, open_store
from qa import Answer, QASettings, ask

WIRE = (
    "The ferry Skarrow Star ran aground off Lowmarsh on Friday night with {} people on board, the "
    "coast guard said. Two lifeboats brought everybody to the harbour of Lowmarsh before midnight. "
    "The ferry had left Port Aldry at seven in the evening, in thick fog and a rising sea. Nobody "
    "was hurt, but an engineer was treated for the cold. The owner of the ferry, the Aldry Line, "
    "said that a pump had failed. Divers are to look at the hull on Sunday, and the line to "
    "Skarrow stays closed until they have."
)
OWN = " Fishers in Lowmarsh told this paper that they had heard the horn for an hour."
QUESTION = "How many people were on board the ferry Skarrow Star?"


def article(name: str, text: str, day: int = 3) -> Article:
    return Article(f"{name}.txt", text, f"Ferry aground, says {name}", name, date(2024, 5, day))


ARTICLES = [
    article("Agency", WIRE.format(84)),
    article("Courier", WIRE.format(84)),
    article("Herald", "Fog. " + WIRE.format(84) + OWN, 4),
    article("Mirror", WIRE.format(86), 4),
    Article("tram.txt", "The tram of Port Aldry carried 9,000 people on its first day.", "Tram"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("copies") / "store"
    assert build(articles=ARTICLES, store=place).articles == len(ARTICLES)
    return place


@pytest.fixture
def store(folder: Path) -> Store:
    return open_store(folder)


def asked(store: Store, text: str = QUESTION, **more: object) -> Answer:
    settings = QASettings.load(answerer="extractive")
    return ask(text, store=store, settings=settings, **more)  # type: ignore[arg-type]


def test_one_stands_for_its_copies(store: Store) -> None:
    answer = asked(store)
    assert (answer.short and "84" in answer.short) or "86" in str(answer.short)
    first = answer.citations[0]
    with_it = {first.article_id, *(copy.article_id for copy in first.also_in)}
    assert with_it == {"Agency.txt", "Courier.txt", "Herald.txt"} or with_it == {"Mirror.txt"}
    read = [one.article_id for one in answer.passages]
    assert len({"Agency.txt", "Courier.txt"} & set(read)) == 1


def test_json_has_the_copies_beside_the_citation(store: Store) -> None:
    content = json.loads(json.dumps(asked(store, before=date(2024, 5, 3)).to_json()))
    (first,) = content["citations"]
    (other,) = first["also_in"]
    assert {first["source"], other["source"]} == {"Agency", "Courier"}
    assert other["date"] == "2024-05-03" and other["title"].startswith("Ferry aground")


def test_copies_outside_the_filters_are_not_named(store: Store) -> None:
    answer = asked(store, source="Courier")
    assert {one.article_id for one in answer.citations} == {"Courier.txt"}
    assert answer.citations[0].also_in == ()


def test_copies_with_another_figure_are_told(store: Store) -> None:
    answer = asked(store)
    told = " ".join(answer.notices)
    assert "86" in told + answer.text and "84" in told + answer.text
    of_a_day = asked(store, "How many people were on board when the ferry ran aground?")
    assert "84" in " ".join((*of_a_day.notices, of_a_day.text))


def test_what_a_copy_says_besides_is_found(store: Store) -> None:
    answer = asked(store, "Who heard the horn for an hour?")
    assert answer.status == "answered" and "Fishers in Lowmarsh" in answer.text
    assert answer.citations[0].also_in == ()


def test_an_overview_tells_a_report_once(store: Store) -> None:
    answer = asked(store, "Tell me about the ferry Skarrow Star")
    texts = [one.text for one in answer.sentences]
    assert len(texts) == len(set(texts))
    cited = {one.article_id for one in answer.citations}
    assert len({"Agency.txt", "Courier.txt"} & cited) <= 1
