"""Figures with their units, and comparisons that they decide."""

from datetime import date
from pathlib import Path

import pytest
from qa.resolution.finding import search

from index import Article, Store, build, open_store
from qa import QASettings, ask
from qa.query import understand
from qa.question import Question
from qa.ranking.ranker import load_ranker
from qa.resolution.comparison import decide
from qa.text.quantities import CALENDAR, figures_in, whole

EAGER = QASettings.load(strictness="eager")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It cost 412 million crowns.", [(412e6, "crown")]),
        ("The quota fell by 18 percent, or 18%.", [(18, "percent"), (18, "percent")]),
        ("It opened in 1871 with 198 steps.", [(1871, CALENDAR), (198, "step")]),
        ("Eleven people paid $2.5 million.", [(11, "people"), (2.5e6, "$")]),
        ("There were 1,200 and more.", [(1200, "")]),
        ("Nobody came.", []),
        ("It is 90 years old, and 40 pass per day.", [(90, "year"), (40, "pas")]),
    ],
)
def test_figures(text: str, found: list[tuple[float, str]]) -> None:
    assert [(one.value, one.unit) for one in figures_in(text)] == found


TEXTS = (
    "The repair of the lighthouse at Skarrow cost 5.4 million crowns, the office said.",
    "The new wing of the hospital in Ostrel cost 31 million crowns, less than planned.",
    "The lighthouse at Skarrow was built in 1871 by two brothers.",
    "The regatta of Marrow Bay was first rowed in 1902 before a large crowd.",
    "About 9,000 people watched the regatta of Marrow Bay this year.",
    "Some 4,000 people took part in the march of the fishers in May.",
    "The bridge of Tolm is 90 years old and made of iron.",
    "The theatre of Rask is 150 years old and made of oak.",
    "Aldry Rovers finished the league season in 2nd place, the club said.",
    "Vesk United finished the league season in 5th place, the club said.",
    "Norvik recorded a temperature of -12 degrees on Sunday night.",
    "Sundby recorded a temperature of 3 degrees on Sunday night.",
    "The Gull Bridge in the sound is 300 metres long.",
    "The Salt Tunnel under the hill is 900 metres long.",
    "Mette Lund swam across the bay in 52 minutes.",
    "Karl Berg swam across the bay in 58 minutes.",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    articles = [
        Article(str(n), text, text[:40], date=date(2025, 1, 1 + n)) for n, text in enumerate(TEXTS)
    ]
    folder: Path = tmp_path_factory.mktemp("compared") / "store"
    settings = QASettings.load(store=folder)
    build(articles=articles, settings=settings)
    return open_store(settings=settings)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        (
            "Which was more expensive, the repair of the lighthouse or the wing of the hospital?",
            "the wing of the hospital",
        ),
        ("Which is older, the lighthouse at Skarrow or the regatta of Marrow Bay?", "lighthouse"),
        ("Did more people watch the regatta than took part in the march of the fishers?", "yes"),
        ("Is the bridge of Tolm older than the theatre of Rask?", "no"),
        ("Did fewer people watch the regatta than took part in the march of the fishers?", "no"),
        ("Which town recorded the lower temperature, Norvik or Sundby?", "Norvik"),
        ("Which is longer, the Gull Bridge or the Salt Tunnel?", "the Salt Tunnel"),
        ("Who was faster across the bay, Mette Lund or Karl Berg?", "Mette Lund"),
    ],
)
def test_a_comparison_is_decided_by_two_figures(store: Store, question: str, short: str) -> None:
    answer = ask(question, store=store, settings=EAGER)
    assert answer.short is not None and short in answer.short
    assert len({citation.article_id for citation in answer.citations}) >= 2


@pytest.mark.parametrize(
    "question",
    [
        "Which is more beautiful, the lighthouse at Skarrow or the regatta of Marrow Bay?",
        "Which team finished higher in the league season, Vesk United or Aldry Rovers?",
        "Which took longer to build, the Gull Bridge or the Salt Tunnel?",
    ],
)
def test_what_no_figure_decides_is_not_decided(store: Store, question: str) -> None:
    understood = understand(Question(question), question, store)
    found = search(understood, Question(question), store, EAGER).retrieved
    choice = load_ranker().choose(question, found.hits, store)
    assert len(understood.parts) == len(found.parts) == 2
    assert decide(understood.asked, understood.parts, found.parts, choice, store) is None


@pytest.mark.parametrize(
    ("cut", "told"),
    [
        ("40", "17 of 40"),
        ("17", "17 of 40"),
        ("in 17 of", "in 17 of 40"),
        ("7.8", "$7.8 million"),
        ("12 per", "12 per cent"),
        ("three", "three"),
        ("runs", "runs"),
        ("2020", "2020"),
    ],
)
def test_a_figure_is_told_whole(cut: str, told: str) -> None:
    text = "It failed in 17 of 40 runs in 2020, cost $7.8 million, three of them, and 12 per cent."
    start, end = whole(text, text.index(cut), text.index(cut) + len(cut))
    assert text[start:end] == told
