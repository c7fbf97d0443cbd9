"""Comparisons that two figures decide."""

from datetime import date
from pathlib import Path

import pytest

from index import Article, Store, build, open_store
from qa import QASettings, ask
from qa.query.plan import plan_query
from qa.question import Question
from qa.ranking.ranker import rank
from qa.resolution.comparison import _is_first, decide_comparison
from qa.retrieval.search import search
from qa.text.quantities import figures_in

EAGER = QASettings.load(strictness="eager")

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
    "Saturn has 82 moons while Jupiter has 79.",
    "Storm Ada came ashore at Drun as a Category 4 storm.",
    "Storm Bela came ashore at Feld as a Category 3 storm.",
    "The sea wall of Norr has sunk by 34 centimetres since it was built.",
    "The pier of Norr has a roof of 14 kilometres of cable.",
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
        ("Which town was warmer on Sunday night, Norvik or Sundby?", "Sundby"),
        ("Which is longer, the Gull Bridge or the Salt Tunnel?", "the Salt Tunnel"),
        ("Who was faster across the bay, Mette Lund or Karl Berg?", "Mette Lund"),
        ("Which planet has more moons, Jupiter or Saturn?", "Saturn"),
        (
            "Which is larger, the number of moons of Jupiter or of Saturn?",
            "Saturn",
        ),
        ("Does Jupiter have more moons than Saturn?", "no"),
    ],
)
def test_a_comparison_is_decided_by_two_figures(store: Store, question: str, short: str) -> None:
    answer = ask(question, store=store, settings=EAGER)
    assert answer.short is not None and short in answer.short
    deciding = 1 if "moons" in question else 2  # both figures stand in one sentence, or in two
    assert len({citation.article_id for citation in answer.citations}) >= deciding


@pytest.mark.parametrize(
    "question",
    [
        "Which is more beautiful, the lighthouse at Skarrow or the regatta of Marrow Bay?",
        "Which team finished higher in the league season, Vesk United or Aldry Rovers?",
        "Which took longer to build, the Gull Bridge or the Salt Tunnel?",
        "Which storm killed more people, Storm Ada or Storm Bela?",
        "Which is longer, the sea wall of Norr or the pier of Norr?",
    ],
)
def test_what_no_figure_decides_is_not_decided(store: Store, question: str) -> None:
    plan = plan_query(Question(question), store)
    evidence = rank(plan, search(plan, EAGER.candidates), EAGER)
    assert len(plan.sides) == len(evidence.sides) == 2
    assert decide_comparison(plan, evidence) is evidence


@pytest.mark.parametrize(
    ("text", "is_first"),
    [
        ("It laid off 12,000 workers in May.", True),
        ("In 2023 it laid off 12,000 workers.", True),
        ("The temperature reached 38.5 degrees Celsius in Madrid.", True),
        ("So far 297 companies have laid off 95,000 workers.", False),
        ("On Jan. 4, the head of Brenning Marine announced that 18,000 employees would go.", False),
    ],
)
def test_below_a_title_a_figure_is_of_the_side_if_nothing_stands_before_it(
    text: str, is_first: bool
) -> None:
    units = ("worker", "degree", "employee", "°c", "celsius", "c")
    figure = next(one for one in figures_in(text) if one.unit in units)
    assert _is_first(figure, text) is is_first


def test_a_figure_of_others_decides_nothing(tmp_path: Path) -> None:
    articles = [
        Article(
            "a",
            "Workers heard of it on Friday. So far 297 companies have laid off 95,000 workers.",
            "Aldry Rope lays off workers",
        ),
        Article("b", "Vesk Tin laid off 800 workers on Monday.", "Vesk Tin lays off workers"),
    ]
    settings = EAGER.model_copy(update={"store": tmp_path / "store"})
    build(articles=articles, settings=settings)
    with open_store(settings=settings) as store:
        question = "Who laid off more workers, Aldry Rope or Vesk Tin?"
        assert ask(question, store=store, settings=settings).short is None
