"""What the program says in English, and the page in its own language: known again, and no more."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from builders import WORDS, evidence_of, hit_of, plan_of, ranked, scored, sentences_of

from index import Article, Filters, Store, build, open_store
from qa.generation.age import OF_AGE, dated
from qa.i18n import LANGUAGES, read_texts, speaking
from qa.i18n.translation import KINDS, Kind, translated
from qa.query.language import language_notice
from qa.query.plan import plan_query
from qa.question import InterpretationKind, Question
from qa.resolution.missing_sources import doubt_missing_sources
from qa.resolution.newest import newest_report
from qa.retrieval.search import search
from qa.types import Claim, EvidenceSentence, Interpretation, Shown
from qa.verification.cited_answer import CitedAnswer
from qa.verification.verdict import Verdict

ROOT = Path(__file__).parents[2]
PLACE = re.compile(r"\{\w+\}")
COMPOSED = {
    "notice.none_then",
    "notice.none_of_then",
    "notice.none_tagged_then",
    "notice.none_of_tagged_then",
    "notice.no_source_but",
    "notice.undated",
    "notice.older",
    "notice.differ_older",
    "notice.fewer",
    "notice.older_fewer",
    "notice.differ_fewer",
    "notice.differ_older_fewer",
    "notice.unverified",
    "notice.left_out",
    "notice.left_out_quoted",
    "phrase.days_ago",
    "phrase.days_before",
    "phrase.months_before",
    "phrase.years_before",
}
"""Put together from pieces in the code; the tests below have the code say them."""


def german(said: str, kind: Kind = "notice") -> str:
    with speaking("de"):
        return translated(said, kind)


def strings() -> Iterator[str]:
    """Every string in the code, those that f-strings are made of one by one."""
    for package in ("index", "qa"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value


def test_the_english_of_each_is_what_the_code_says() -> None:
    code, unknown = "\n".join(strings()), {}
    for key, text in read_texts("en").items():
        if key.partition(".")[0] in KINDS and key not in COMPOSED:
            forms = text.values() if isinstance(text, dict) else [text]
            pieces = [piece.strip(" .;:)") for form in forms for piece in PLACE.split(form)]
            if missing := [piece for piece in pieces if piece not in code]:
                unknown[key] = missing
    assert unknown == {}


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_each_is_told_apart_from_the_others(code: str) -> None:
    """Said with something in its places, each comes out as its own text and no other's."""
    filled: Mapping[str, str] = {"n": "3", "most": "80", "day": "2 May 2024", "first": "2 May 2024"}
    days = {"last": "3 May 2024", "today": "4 May 2024"}
    for kind in KINDS:
        for key, text in read_texts("en").items():
            if not key.startswith(f"{kind}."):
                continue
            english = text["other"] if isinstance(text, dict) else text
            told = read_texts(code)[key]
            told = told["other"] if isinstance(told, dict) else told
            said = PLACE.sub(lambda one: {**filled, **days}.get(one[0][1:-1], "Ledger"), english)
            with speaking(code):
                found = translated(said, kind)
            pieces = [piece for piece in PLACE.split(told) if piece.strip()]
            assert (found != said or told == english) and all(piece in found for piece in pieces), (
                key
            )


def test_in_english_everything_stays_as_it_is() -> None:
    assert translated("Reading", "doing") == "Reading"
    assert translated("Nobody has said this.", "trouble") == "Nobody has said this."
    assert german("Nobody has said this.", "trouble") == "Nobody has said this."


@pytest.mark.parametrize(
    ("said", "kind", "expected"),
    [
        (
            "No article from these days answers this: 1 May 2024 to 31 May 2024.",
            "notice",
            "Kein Artikel aus dieser Zeit beantwortet das: 1. Mai 2024 bis 31. Mai 2024.",
        ),
        (
            "Down. Nobody knows. The articles are quoted instead.",
            "notice",
            "Down. Nobody knows. Stattdessen werden die Artikel zitiert.",
        ),
        (
            "“on 2 May 2024” in the report of 3 May 2024: 2 May 2024.",
            "notice",
            "„on 2 May 2024“ im Bericht vom 3. Mai 2024: 2. Mai 2024.",
        ),
        (
            "What changed: “on 2 May 2024” (Post, 1 May 2024), “9” (31 June 2024) and 3 more.",
            "notice",
            "Was sich geändert hat: “on 2 May 2024” (Post, 1. Mai 2024), “9” (31 June 2024) "
            "und 3 weitere.",
        ),
        ("There is no article from Reading.", "notice", "Es gibt keinen Artikel von Reading."),
        ("The Moon (no article)", "phrase", "The Moon (kein Artikel)"),
        ("from 2 May 2024", "phrase", "ab 2. Mai 2024"),
        ("the newest articles", "phrase", "die neuesten Artikel"),
        ("Here to There", "phrase", "Here to There"),
        (
            "what is cited says the contrary: what is cited differs in “not”",
            "verdict",
            "was zitiert wird, sagt das Gegenteil: was zitiert wird, weicht ab: “not”",
        ),
        ("2 could not be read, such as: is empty", "unread", "2 konnten nicht gelesen werden, zum "
         "Beispiel: ist leer"),
        ("has 1,234 more that could not be read", "unread", "hat 1.234 weitere, die nicht gelesen "
         "werden konnten"),
        ("Waiting for the language model: 2 before you.", "doing", "Das Sprachmodell ist "
         "beschäftigt: noch 2 vor Ihnen."),
    ],
)  # fmt: skip
def test_what_stands_in_the_places(said: str, kind: Kind, expected: str) -> None:
    assert german(said, kind) == expected


def test_how_old_the_evidence_is() -> None:
    def told(day: date) -> str:
        return german(f"{OF_AGE} {dated(day, date(2025, 7, 9))}. Things may have changed since.")

    opening, since = "Der neueste hier zitierte Artikel ist vom", "vor dem 9. Juli 2025"
    assert told(date(2025, 7, 9)).startswith(f"{opening} 9. Juli 2025. Seither")
    assert f"{opening} 8. Juli 2025, einen Tag {since}." in told(date(2025, 7, 8))
    assert f", 9 Tage {since}." in told(date(2025, 6, 30))
    assert f", 6 Monate {since}." in told(date(2025, 1, 9))
    assert f", 3 Jahre {since}." in told(date(2022, 7, 9))
    assert german("9 January 2025, a day ago", "phrase") == "9. Januar 2025, vor einem Tag"
    long_ago = german(dated(date(2000, 1, 2), None), "phrase")
    assert re.fullmatch(r"2\. Januar 2000, vor \d\d Jahren", long_ago)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("said") / "store"
    day = date(2024, 5, 2)
    articles = [
        Article("a", "The ferry sank on Monday.", "Ferry", "Bay Post", day, tags=("sea",)),
        Article("b", "The ferry was raised on Friday.", "Raised", "Bay Post"),
    ]
    build(articles=articles, store=folder)
    with open_store(folder) as opened:
        yield opened


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, "Aus dieser Zeit gibt es keinen Artikel: im Jahr"),
        ({"source": "Bay Post"}, "Aus dieser Zeit gibt es keinen Artikel von Bay Post: im Jahr"),
        ({"tags": ("sea",)}, "Aus dieser Zeit gibt es keinen Artikel mit dem Schlagwort sea: im "
         "Jahr"),
        ({"source": "Bay Post", "tags": ("sea",)}, "Aus dieser Zeit gibt es keinen Artikel von Bay "
         "Post mit dem Schlagwort sea: im Jahr"),
    ],
)  # fmt: skip
def test_no_article_of_days(store: Store, filters: dict[str, Any], expected: str) -> None:
    read = Interpretation(InterpretationKind.DATES, "in 1912", "1 January 1912 to 31 December 1912")
    then = Filters(after=date(1912, 1, 1), before=date(1912, 12, 31), **filters)
    plan = plan_of("What do they say?", store, filters=then, interpretations=(read,))
    (notice,) = search(plan, 4).notices
    days = "1. Januar 1912 bis 31. Dezember 1912."
    assert german(notice) == expected.replace("im Jahr", days)


def test_articles_without_a_date(store: Store) -> None:
    asked = Question("What did articles published in May 2024 say of the ferry?")
    (notice,) = plan_query(asked, store).notices
    assert german(notice) == "1 Artikel ohne Datum wurde ausgelassen."
    many = notice.replace("1 article without a date was", "12 articles without a date were")
    assert german(many) == "12 Artikel ohne Datum wurden ausgelassen."


def test_missing_sources(store: Store) -> None:
    (notice,) = doubt_missing_sources(
        plan_of("What?", store, filters=Filters(source="The Moon")), evidence_of()
    ).notices
    assert german(notice) == "Es gibt keinen Artikel von The Moon. Die Quellen sind: Bay Post."


def test_reports_that_differ() -> None:
    def told(*days: int) -> str:
        found = [
            scored(
                hit_of(
                    f"The tram will cost {figure} million crowns.",
                    article=f"{figure}",
                    passage=figure,
                    source="Bay Post",
                    day=date(2024, 5, day),
                ),
                0.2,
                short=f"{figure} million crowns",
                terms=("tram", "cost"),
            )
            for figure, day in zip((455, 412, 400), days, strict=False)
        ]
        given = evidence_of(*found, term_weights={"tram": 2.0, "cost": 1.0})
        plan = plan_of("How much will the tram cost?", WORDS)
        (notice,) = newest_report(plan, given).answer_notices
        return german(notice)

    older = "Ältere Berichte sagen etwas anderes: “4{} million crowns” (Bay Post, {}. Mai 2024)."
    assert told(20, 2) == older.format("12", 2)
    differing = told(20, 20, 2)
    assert differing.startswith("Berichte derselben Tage unterscheiden sich: “412 million crowns”")
    assert differing.endswith(older.format("00", 2))


def test_tolls_that_newer_reports_put_lower() -> None:
    def told(*tolls: tuple[int, int]) -> str:
        found = [
            scored(
                hit_of(
                    f"{count} people died in the quake.",
                    article=f"{count}",
                    passage=count,
                    source="Bay Post",
                    day=date(2024, 5, day),
                ),
                0.2,
                short=f"{count}",
                terms=("quak", "die"),
            )
            for count, day in tolls
        ]
        given = evidence_of(*found, term_weights={"quak": 2.0, "die": 1.0})
        plan = plan_of("How many people died in the quake?", WORDS)
        (notice,) = newest_report(plan, given).answer_notices
        return german(notice)

    differ = "Berichte derselben Tage unterscheiden sich: “{}” (Bay Post, {}. Mai 2024)."
    older = "Ältere Berichte sagen etwas anderes: “{}” (Bay Post, {}. Mai 2024)."
    fewer = "Neuere Berichte sprechen von weniger: “{}” (Bay Post, {}. Mai 2024)."
    assert told((500, 6), (400, 9)) == fewer.format(400, 9)
    assert told((500, 6), (300, 2), (400, 9)) == f"{older.format(300, 2)} {fewer.format(400, 9)}"
    assert told((300, 5), (500, 6), (250, 9)) == f"{differ.format(300, 5)} {fewer.format(250, 9)}"
    together = f"{differ.format(300, 5)} {older.format(200, 2)} {fewer.format(250, 9)}"
    assert told((300, 5), (200, 2), (500, 6), (250, 9)) == together


class Doubts:
    """A verifier to which nothing holds."""

    def check(
        self, sentence: str, evidence: Sequence[EvidenceSentence], question: str, cites: Set[int]
    ) -> Verdict:
        reason = "what is cited does not clearly say so"
        return Verdict("not_verified", 0.3, (1,), reason)


@pytest.mark.parametrize(
    ("keeps", "number", "expected"),
    [
        (True, 1, "Ein Satz ist nicht bestätigt: {}."),
        (True, 2, "2 Sätze sind nicht bestätigt: {}."),
        (False, 1, "Ein Satz des Modells wurde weggelassen: {}. Stattdessen wird der Artikel "
         "zitiert."),
        (False, 2, "2 Sätze des Modells wurden weggelassen: {}. Stattdessen wird der Artikel "
         "zitiert."),
    ],
)  # fmt: skip
def test_what_a_model_wrote_and_nothing_bears_out(keeps: bool, number: int, expected: str) -> None:
    sentences = sentences_of(hit_of("The ferry costs 6 crowns. Cod is cheap."))
    progress = CitedAnswer(plan_of(), ranked(sentences), Doubts())
    partial = progress.take(Shown(tuple(sentences), keeps_unverified=keeps))
    for place in range(number):
        partial = progress.take(Claim(f"It costs a lot, {'very ' * place}much.", frozenset({0})))
    (notice,) = partial.notices
    assert german(notice) == expected.format("was zitiert wird, sagt es nicht eindeutig")
    if not keeps:
        alone = notice.removesuffix(" The article is quoted instead.")
        assert german(alone) == german(notice).removesuffix(
            " Stattdessen wird der Artikel zitiert."
        )


def test_the_language_of_a_question() -> None:
    assert german(language_notice("German")).startswith("Die Sprache der Frage scheint Deutsch zu")
    other = german(language_notice("another language"))
    assert other.startswith("Die Sprache der Frage scheint eine andere zu sein.")
