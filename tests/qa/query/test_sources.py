"""Which sources a question asks for, and which it is only about."""

import pytest

from qa.query.sources import SourcesAsked, read_sources

STORE = (
    "The Verge",
    "CNN",
    "BBC",
    "BBC Sport",
    "Reuters",
    "The Guardian",
    "TechCrunch",
    "The New York Times",
    "Al Jazeera",
    "Fortune",
    "Time",
    "Nature",
    "CBSSports.com",
    "usatoday.com",
    "Marrow Bay Gazette",
    "Cnbc | Markets",
    "FOX News - Health",
    "FOX News - Travel",
)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("What will the tram cost according to The Verge?", ["The Verge"]),
        ("What did CNN report on the flood?", ["CNN"]),
        ("What did cnn say about the ferry?", ["CNN"]),
        ("And the one from CNN?", ["CNN"]),
        ("What about those of the BBC?", ["BBC"]),
        ("Whom does the BBC article on the regatta quote?", ["BBC"]),
        ("Who leads the survey, as reported by Reuters?", ["Reuters"]),
        ("In The Guardian, what does the skipper complain of?", ["The Guardian"]),
        ("What was published in the Guardian about cod?", ["The Guardian"]),
        ("Reuters reported that the wall broke; when?", ["Reuters"]),
        ("What does CNN's latest coverage say of the wall?", ["CNN"]),
        ("Is there an article from Reuters about the quay?", ["Reuters"]),
        ("What could one read on TechCrunch about the buoys?", ["TechCrunch"]),
        ("How do the Reuters and the CNN reports differ?", ["Reuters", "CNN"]),
        ("What do both CNN and Reuters report of the march?", ["CNN", "Reuters"]),
        ("Who won, according to CNN, Reuters and the Verge?", ["CNN", "Reuters", "The Verge"]),
        (
            "Which firm, reported by CNN for its boats and by Reuters for its nets, grew?",
            ["CNN", "Reuters"],
        ),
        (
            "Which firm is covered by both 'CNN' for its boats and 'Reuters' for its nets?",
            ["CNN", "Reuters"],
        ),
        ("Did the CNN article on the wall blame rain, while the Verge one did not?", None),
        ("Has the description of the wall in the papers by Reuters changed?", ["Reuters"]),
    ],
)
def test_a_report_that_is_asked_for(text: str, named: list[str] | None) -> None:
    assert read_sources(text, STORE).named == tuple(named or ["CNN", "The Verge"])


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("techcrunch", "TechCrunch"),
        ("Tech Crunch", "TechCrunch"),
        ("TechCrunch.com", "TechCrunch"),
        ("Tech-Crunch", "TechCrunch"),
        ("the verge", "The Verge"),
        ("Verge", "The Verge"),
        ("“The Verge”", "The Verge"),
        ("NewYork Times", "The New York Times"),
        ("the New York Tmes", "The New York Times"),
        ("NYT", "The New York Times"),
        ("Guardian", "The Guardian"),
        ("the Gaurdian", "The Guardian"),
        ("Rueters", "Reuters"),
        ("Al Jazeera English", "Al Jazeera"),
        ("BBC News", "BBC"),
        ("BBC Sport", "BBC Sport"),
        ("CBS Sports", "CBSSports.com"),
        ("USA Today", "usatoday.com"),
        ("CNBC", "Cnbc | Markets"),
        ("the Gazette", "Marrow Bay Gazette"),
        ("the Marrow Bay Gazete", "Marrow Bay Gazette"),
        ("Fox News - Travel", "FOX News - Travel"),
        ("Fortune", "Fortune"),
        ("Time magazine", "Time"),
    ],
)
def test_spelling_is_forgiven(written: str, source: str) -> None:
    text = f"What was the price according to {written}, and who set it?"
    assert read_sources(text, STORE).named == (source,)


@pytest.mark.parametrize(
    "text",
    [
        "Who owns The Verge?",
        "Who is the editor of CNN?",
        "How many people did Reuters lay off?",
        "Why did the owner of TechCrunch sell it?",
        "Who appeared on CNN's quiz?",
        "Who invested in TechCrunch?",
        "What did the poll say, according to CNN's owner?",
        "What did the Reuters reporter see?",
        "How long did it take according to the time on the clock?",
        "What is the nature report about?",
        "Is a fortune reported to be hidden in Ostrel?",
        "What did the Time Travel Society report?",
        "What is said in the cloud about Reuter?",
        "What did the minister say according to Kerry?",
        "What did FOX News say about cod?",  # two sources might be meant
        "How did the tram get its name?",
        "",
        "?",
    ],
)
def test_nothing_is_asked_of_a_source(text: str) -> None:
    assert read_sources(text, STORE) == SourcesAsked()


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("What did Bloomberg report about the tram?", ["Bloomberg"]),
        ("What does it cost according to The Boston Globe?", ["The Boston Globe"]),
        ("What does the Lowmarsh Herald article say?", ["Lowmarsh Herald"]),
        ("Did Port Aldry Radio report that the wall broke?", ["Port Aldry Radio"]),
        ("How high was it, as reported by ESPN and the Oule Courier?", ["ESPN", "Oule Courier"]),
        ("Who delivers the Lowmarsh Herald?", []),
        ("What did the Ostrel Press Institute report?", []),
        ("According to the Marine Institute, how many cod are left?", []),
        ("What did the Herald of Spring say?", []),
    ],
)
def test_an_outlet_that_the_store_lacks(text: str, missing: list[str]) -> None:
    assert read_sources(text, STORE) == SourcesAsked(missing=tuple(missing))


def test_the_words_a_source_was_read_from_stand_in_the_question() -> None:
    text = "Who won, according to the verge, and what did CNN report?"
    asked = read_sources(text, STORE)
    assert asked.named == ("The Verge", "CNN")
    assert asked.words == ("according to the verge", "CNN report")
    assert asked.missing == ()


def test_one_outlet_under_several_spellings_is_all_of_them() -> None:
    asked = read_sources("What did the CNN article say?", ["CNN", "cnn.com", "BBC"])
    assert asked.named == ("CNN", "cnn.com")


def test_known_outlets_are_no_slips_of_others() -> None:
    asked = read_sources("What did CBS News report?", ["CBC News"])
    assert asked == SourcesAsked(missing=("CBS News",))


@pytest.mark.parametrize("sources", [[], ["", " ", "!?", "the", "42", "WHO", "a | b", " - "]])
def test_odd_sources_and_texts(sources: list[str]) -> None:
    for text in ("Who reported that?", "The report by the", "in in in on on " * 100, "İß said ﬁ"):
        assert read_sources(text, sources) == SourcesAsked()


def test_many_sources() -> None:
    many = [f"{letter}{number} Gazette" for letter in "ABCDE" for number in range(800)]
    asked = read_sources("What did the Verge and C77 Gazette articles say?", [*many, "The Verge"])
    assert asked.named == ("The Verge", "C77 Gazette")
