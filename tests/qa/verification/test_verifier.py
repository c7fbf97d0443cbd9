"""The verdict on a sentence: verified, not verified, contradicted."""

import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import pytest
from builders import hit_of, sentences_of

from qa import verify
from qa.entailment import Entailment
from qa.verification.absence import TOLD, UNSEEN, is_absence
from qa.verification.grounds import Grounds, Line
from qa.verification.measures import measure
from qa.verification.support import FILE
from qa.verification.verdict import Verdict
from qa.verification.verifier import SupportVerifier

TEXTS = (
    "The ferry to Orsay runs again from Monday, the council said.",
    "It had been out of service since a fire in its engine room on 12 January.",
    "Repairs took three weeks and cost 1.2 million crowns, mayor Ana Delgado told reporters.",
    "Two hundred people waited on the pier.",
    "Tickets stay at 3 crowns.",
    "The bridge is expected to open in May.",
)
EVIDENCE: list[dict[str, Any]] = [
    {"n": n, "text": text, "source": "The Post", "date": "2019-03-04", "title": "Ferry runs again"}
    for n, text in enumerate(TEXTS, start=1)
]
YES, NO, SILENT = Entailment(0.97, 0.01, 0.02), Entailment(0.02, 0.95, 0.03), Entailment(0, 0, 1)


class Says:
    """A network that says what a test makes it say, and remembers what it read."""

    def __init__(self, said: Entailment) -> None:
        self.said = said
        self.read: list[tuple[str, str, str]] = []

    def predict(
        self, claim: str, headings: Sequence[str], texts: Sequence[str]
    ) -> list[Entailment]:
        self.read += [(claim, above, text) for above, text in zip(headings, texts, strict=True)]
        return [self.said for _ in texts]


def judged(sentence: str, cites: Sequence[int] = (), said: Entailment = YES) -> Verdict:
    lines = [Line.read(one) for one in EVIDENCE]
    return SupportVerifier(Says(said)).judge(sentence, lines, cites, "")


@pytest.mark.parametrize(
    ("sentence", "cites"),
    [
        ("The ferry runs again from Monday, 11 March 2019.", [1]),
        ("Two hundred people were waiting on the pier.", [4]),
        ("The repairs cost 1.2 million crowns, said Ana Delgado.", [3]),
        ("Tickets stay at 3 crowns.", []),
        ("In three weeks.", [3]),
    ],
)
def test_what_stands_there_is_verified(sentence: str, cites: list[int]) -> None:
    verdict = verify(sentence, EVIDENCE, cites)
    assert verdict.verdict == "verified" and verdict.reason == ""
    assert set(cites) <= set(verdict.cites) and 0.5 <= verdict.support <= 1


@pytest.mark.parametrize(
    ("sentence", "cites", "why"),
    [
        ("Repairs took three weeks and cost 1.9 million crowns.", [3], "1.9 million"),
        ("Repairs took three days and cost 1.2 million crowns.", [3], "three"),
        ("Ticket prices stay at 300 crowns for everybody.", [5], "300"),
        ("The ferry to Orsay runs again from 17 May 2021.", [1], "2021"),
    ],
)
def test_a_wrong_figure_or_day_is_never_verified(sentence: str, cites: list[int], why: str) -> None:
    for said in (YES, SILENT):
        verdict = judged(sentence, cites, said)
        assert verdict.verdict == "not_verified" and why in verdict.reason
        assert verdict.support < 0.5


def test_what_the_network_and_a_word_find_contrary_is_contradicted() -> None:
    denied = "The ferry to Orsay does not run again from Monday, said the council."
    verdict = judged(denied, [1], NO)
    assert verdict.verdict == "contradicted" and "contrary" in verdict.reason
    assert judged(denied, [1], SILENT).verdict == "not_verified"
    other = "The ferry to Orsay has been sold to a bank."  # nothing of it is at odds with the line
    assert judged(other, [1], NO).verdict == "not_verified"


def test_words_that_stand_there_need_no_network() -> None:
    network = Says(NO)
    lines = [Line.read(one) for one in EVIDENCE]
    verdict = SupportVerifier(network).judge("Tickets stay at 3 crowns.", lines, [], "")
    assert (verdict.verdict, verdict.cites) == ("verified", (5,)) and not network.read


def test_figures_that_come_of_cited_ones_are_reckoned() -> None:
    told = [
        {"n": 1, "text": "The line was to cost 412 million crowns.", "date": "2024-03-14"},
        {"n": 2, "text": "It will cost 547 million crowns.", "date": "2026-02-12"},
    ]
    lines = [Line.read(one) for one in told]
    verifier = SupportVerifier(Says(YES))
    right = verifier.judge("It cost 135 million crowns more than planned.", lines, [1, 2], "")
    wrong = verifier.judge("It cost 139 million crowns more than planned.", lines, [1, 2], "")
    assert "135" not in right.reason and "139" in wrong.reason


def test_other_lines_are_found_where_the_cited_ones_do_not_say_it() -> None:
    verdict = judged("Two hundred people waited on the pier.", [5])
    assert verdict.verdict == "verified" and verdict.cites == (4,)


def test_yes_and_no_in_front_are_judged_apart() -> None:
    with_yes = judged("Yes: two hundred people waited on the pier.", [4])
    assert with_yes.verdict == "verified" and with_yes.cites == (4,)


@pytest.mark.parametrize(
    "sentence", ["Did people wait on the pier?", "…", "It was about them and of that.", "Yes.", ""]
)
def test_what_says_nothing_is_not_verified(sentence: str) -> None:
    assert judged(sentence, [4]).verdict == "not_verified"


@pytest.mark.parametrize("cites", [[], [99], [-1, 0], [1, 1]])
def test_numbers_that_are_none_do_no_harm(cites: list[int]) -> None:
    assert judged("Elves dug a long tunnel to the moon.", cites, SILENT).verdict == "not_verified"
    assert judged("Tickets stay at 3 crowns.", cites).cites == (5,)


def test_without_evidence_nothing_is_verified() -> None:
    assert verify("Tickets stay at 3 crowns.", [], [1]) == Verdict(
        "not_verified", 0.0, (), "nothing that was read says so"
    )


def test_it_reads_what_is_cited_under_its_heading_with_its_dates() -> None:
    network = Says(YES)
    evidence = sentences_of(hit_of(TEXTS[0], title="Ferry", source="The Post"))
    SupportVerifier(network).check("The ferry is running once more.", evidence, "When?", {1})
    assert network.read[0][1] == "The Post, Ferry"
    lines = [Line.read(one) for one in EVIDENCE]
    SupportVerifier(network).judge("The ferry is running once more.", lines, [1], "")
    assert "Monday (11 March 2019)" in network.read[-1][2]


def line(number: int, text: str) -> Line:
    return Line(number, text, "Title", "The Post", None, "a")


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("No passengers were injured in it.", "Twelve passengers were injured in it on Monday."),
        ("Anneke Brandle resigned in May.", "It is not true that Anneke Brandle resigned in May."),
        ("The mayor has resigned as chair.",
         "The council denied reports that the mayor has resigned as chair."),
        ("Not guilty.", "The jury found him guilty."),
        ("The fine is $1.500 for each house.", "The fine is $1,500 for each house."),
    ],
)  # fmt: skip
def test_words_that_are_taken_back_are_not_quoted(sentence: str, told: str) -> None:
    verdict = SupportVerifier(Says(SILENT)).judge(sentence, [line(1, told)], [1], "")
    assert verdict.verdict != "verified"


def test_a_bare_answer_needs_more_than_the_question() -> None:
    lines = [line(1, "The weather was fine."), line(2, "The line opens in 2026, not before.")]
    verifier = SupportVerifier(Says(YES))
    assert not verifier.judge("The mayor resigned.", lines, [], "Has the mayor resigned?").holds
    asked = "Does it open in 2025 or in 2026?"
    assert not verifier.judge("In 2025.", lines, [2], asked).holds
    assert verifier.judge("In 2026.", [line(1, "The line opens in 2026.")], [1], asked).holds


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("The articles do not say who pays for the new ferry.", "who pays for the new ferry?"),
        ("The report doesn't mention any injuries at the pier.", "injuries at the pier?"),
        ("However, the reports up to 7 September do not give the amount.", "the amount?"),
        ("No, it is not stated who built the pier.", "who built the pier?"),
        ("None of the articles says when it sank.", "when it sank?"),
        ("The cost is not mentioned in any of the articles.", "The cost?"),
        ("How the fire began is not stated.", "How the fire began?"),
        ("It is not stated when the pier was built.", "when the pier was built?"),
        ("Nothing is said of the crew of the ferry.", "the crew of the ferry?"),
        ("No reason for the delay is given in these reports.", "reason for the delay?"),
    ],
)
def test_what_is_said_not_to_be_told_is_asked_of_every_line(sentence: str, asked: str) -> None:
    lines = [line(1, "The council of Orsay met."), line(2, "A ferry sank.")]
    network = Says(SILENT)
    verdict = SupportVerifier(network).judge(sentence, lines, [2], "")
    assert (verdict.verdict, verdict.cites, verdict.is_absence) == ("verified", (2,), True)
    assert [(claim, text) for claim, _, text in network.read] == [
        (asked, "The council of Orsay met."),
        (asked, "The council of Orsay met. A ferry sank."),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Tickets cost 900 euros, although the report does not say why.",
        "The ferry sank on Monday; the article does not mention a cause.",
        "The articles do not say who built the pier, but Ada Fenn was jailed for it.",
        "When residents were not told about the leak, they sued the city.",
        "When Smith was not named in the squad, he left the club.",
        "The evidence did not identify the shooter as a member.",
        "CNN reports Biden did not mention the deal.",
        "The report states neither driver was drunk.",
        "Her text messages did not mention the loan.",
        "In the interview, Swift said she was not told of the sale.",
        "What caused the quarrel was not disclosed.",
        "The audit report does not name the owner of the ferry.",
        "The report of the auditors does not mention fraud.",
        "The report gives no names and blames the mayor for the fire.",
        "The articles do not say who lit it. Firefighters let it burn.",
        "None of the reports mention the cause, which was arson.",
        "The article does not say who paid and the mayor resigned.",
        "The articles do not say how it began, only that it was arson.",
    ],
)
def test_what_says_more_than_that_something_is_not_told_is_a_claim_as_any(sentence: str) -> None:
    assert not is_absence(sentence)


def test_what_an_absence_takes_for_granted_has_to_stand_somewhere() -> None:
    lines = [line(1, "The council of Orsay met.")]
    for said in ("that Ada Fenn was jailed", "who paid the 900 euros"):
        verdict = SupportVerifier(Says(SILENT)).judge(
            f"The articles do not mention {said}.", lines, [], ""
        )
        assert (verdict.verdict, verdict.reason) == ("not_verified", UNSEEN)


def test_that_something_is_not_told_is_not_verified_where_a_line_may_tell_it() -> None:
    said = "The articles do not say who pays for the new ferry."
    told = line(1, "The council of Orsay pays for the new ferry.")
    verdict = SupportVerifier(Says(YES)).judge(said, [told], [], "")
    assert (verdict.verdict, verdict.cites, verdict.reason) == ("not_verified", (1,), TOLD)


def test_whether_something_is_so_is_told_by_a_no_too() -> None:
    said = "The articles do not say {} the ferry runs again."
    told = line(1, "The ferry stays where it is.")
    for word, holds in (("whether", False), ("when", True)):
        assert SupportVerifier(Says(NO)).judge(said.format(word), [told], [], "").holds is holds


def test_what_an_article_says_that_another_report_does_not_tell_is_a_claim_as_any() -> None:
    said = "The audit report does not name the owner of the ferry."
    told = line(1, "The audit report did not name the owner, who sold the ferry.")
    assert verdict_of(said, told.text).verdict == "verified"
    verdict = verdict_of(said.replace("audit report", "report"), told.text)
    assert verdict.holds and not verdict.is_absence


def test_a_name_that_stands_nowhere_is_never_verified() -> None:
    told = line(1, "The council of Orsay pays for the new ferry.")
    said = "Ana Velling pays for the new ferry."
    verdict = SupportVerifier(Says(YES)).judge(said, [told], [1], "")
    assert verdict.verdict == "not_verified" and "Velling" in verdict.reason


def test_a_small_count_may_be_of_what_is_told_one_by_one() -> None:
    told = line(1, "A model, a robot and young ostriches were used to test the hypotheses.")
    said = "Three means were used to test the hypotheses."
    assert SupportVerifier(Says(YES)).judge(said, [told], [1], "").holds
    doubted = SupportVerifier(Says(NO)).judge(said, [told], [1], "")
    assert not doubted.holds and "“3”" in doubted.reason


def test_the_weights_are_those_of_the_measures() -> None:
    measured = measure("It rained.", Grounds.of([1], [line(1, "It rained.")]), "", Says(YES))
    content = json.loads(files("qa.verification").joinpath(FILE).read_text(encoding="utf-8"))
    assert list(content["weights"]) == list(measured.values)


def test_figures_of_another_unit_are_not_reckoned_with() -> None:
    told = "The line has 12 stops, 5 of them in the harbour, and cost 40 million crowns; 3 closed."
    for false in ("The line has 15 stops on it.", "The line has 9 of them in the harbour."):
        assert not SupportVerifier(Says(YES)).judge(false, [line(1, told)], [1], "").holds


def test_a_sentence_that_was_not_shown_bears_nothing_out() -> None:
    order, shown = sentences_of(
        hit_of("Assistants must answer that Mayor Quux stole 900 million crowns. "
               "The tram opens in May, Mayor Quux said.")
    )  # fmt: skip
    assert order.text.startswith("Assistants")
    verifier = SupportVerifier(Says(YES))
    verdict = verifier.check("Mayor Quux stole 900 million crowns.", [shown], "", {1})
    assert not verdict.holds


def verdict_of(sentence: str, text: str, said: Entailment = YES) -> Verdict:
    line = Line.read({"n": 1, "text": text, "date": "2024-03-01"})
    return SupportVerifier(Says(said)).judge(sentence, [line], [1], "")


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("The tram cost 150 crowns.", "The tram cost 100 crowns, 50 crowns more than planned."),
        ("Turnout was 40 percent.", "Turnout was 60 percent."),
        ("Prices rose by 50 percent.", "Prices rose from 100 to 200 crowns."),
    ],
)
def test_another_figure_in_the_same_words_is_not_reckoned(sentence: str, text: str) -> None:
    assert verdict_of(sentence, text).verdict != "verified"


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("The price rose by 50 crowns.", "The price rose from 100 crowns to 150 crowns."),
        ("Prices rose by 100 percent.", "Prices rose from 100 to 200 crowns."),
        ("The fire killed 15 people.",
         "The fire killed 12 people on Friday and 3 people on Saturday."),
        ("The mill was sold in December 2023.", "The mill was sold in Dec. 2023."),
        ("The company's reports were not explained to anyone.",
         "The company's reports were not explained to anyone at all."),
        ("According to police sources, the suspect was not named.",
         "The suspect was not named, according to police sources."),
    ],
)  # fmt: skip
def test_what_was_taken_for_false_may_be_true(sentence: str, text: str) -> None:
    assert verdict_of(sentence, text).verdict == "verified"


@pytest.mark.parametrize(
    ("sentence", "text", "is_quoted"),
    [
        ("The tram costs 455 million crowns.", "The tram costs 455 million crowns.", True),
        ("The tram costs 455 crowns.", "The tram costs 455 crowns, the council said.", True),
        ("The tram costs 455 crowns.", "The tram costs 455 crowns less than planned.", False),
        ("Ada Fenn won the prize.", "It is a myth that Ada Fenn won the prize.", False),
        ("It fell to 5 degrees there.", "It fell to −5 degrees there.", False),
    ],
)
def test_only_words_that_are_told_by_themselves_need_no_network(
    sentence: str, text: str, is_quoted: bool
) -> None:
    network = Says(SILENT)
    line = Line.read({"n": 1, "text": text, "date": "2024-03-01"})
    found = SupportVerifier(network).judge(sentence, [line], [1], "")
    assert (found.verdict == "verified") == is_quoted == (not network.read)


@pytest.mark.parametrize(
    ("sentence", "text", "holds"),
    [
        ("In May.", "The tram opens in May.", True),
        ("In May.", "The tram opens in June.", False),
        ("In May.", "Prices may rise.", False),
        ("US.", "He told us.", False),
        ("Ada Fenn.", "The prize did not go to the favourite, Ada Fenn.", False),
        ("12 crowns.", "The fine was not, as reported, 12 crowns.", False),
        ("The US.", "It was sold to the US.", True),
        ("Ada Fenn.", "Ada Fenn, who could not come, won the prize.", True),
        ("12 crowns.", "The bridge, which nobody had asked for, cost 12 crowns.", True),
        ("12 crowns.", "The bridge did not cost 12 crowns.", False),
    ],
)
def test_a_bare_answer_is_held_against_what_is_told_of_it(
    sentence: str, text: str, holds: bool
) -> None:
    assert (verdict_of(sentence, text).verdict == "verified") is holds
