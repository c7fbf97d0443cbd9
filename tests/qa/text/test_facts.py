"""Figures and names, however they are written."""

import time
from datetime import date

import pytest

from qa.text.facts import Facts, day_in_words


def missing(claim: str, *known: str) -> list[str]:
    return Facts.of(claim).missing(Facts.of(*known))


@pytest.mark.parametrize(
    ("claim", "known"),
    [
        ("The wall cost 1.2 million.", "It cost 1,200,000 crowns."),
        ("They were two hundred.", "They were 200."),
        ("It is the 3rd time.", "It is the third time."),
        ("He met the mayor's wife and Delgado's son.", "Delgado was there."),
        ("It was China’s plan.", "a Chinese plan"),
        ("It was a Chinese plan.", "China planned"),
        ("He is Canadian.", "in Canada"),
        ("He is Japanese.", "in Japan"),
        ("He met Jordanians and a Nigerian.", "A Jordanian went from Jordan to Nigeria."),
        ("He was in Jordan and Iraq.", "The Jordanians met two Iraqis."),
        ("Repairs took long.", "It was mended for weeks."),
        ("Nobody saw it.", "It was not seen."),
        ("The US left.", "America left."),
        ("Google bought it.", "It was sold to Google."),
        ("He went to the United States.", "the U.S. said"),
        ("He went to the US.", "the United States said"),
        ("He went to the U.S.", "the US said"),
        ("The UN met in Britain.", "United Nations, UK"),
        ("Then the WHO spoke.", "the World Health Organization spoke"),
        ("He left Port-Aldry.", "Port Aldry"),
        ("It was on Monday, 4 March 2019.", day_in_words(date(2019, 3, 4))),
        ("A ferry ran.", "nothing of it"),
        ("I think so.", "nothing"),
    ],
)
def test_what_is_the_same(claim: str, known: str) -> None:
    assert missing(claim, known) == []


@pytest.mark.parametrize(
    ("claim", "known", "what"),
    [
        ("It was in 2024.", "It was in 2023.", ["2024"]),
        ("It cost 455 million.", "It cost 455 thousand.", ["455 million"]),
        ("It cost 3.5.", "It cost 35.", ["3.5"]),
        ("Two million came.", "Two came, and a million stayed.", ["2 million"]),
        ("Ana Delgado spoke.", "Ana Poe spoke.", ["Delgado"]),
        ("The mayor is Ana Poe.", "The mayor is Ada Poe.", ["Ana"]),
        ("It was in China.", "It was in Chile.", ["China"]),
        ("Rain fell. Poe left.", "Rain fell. Cole left.", ["Poe"]),
        ("It was in March.", "It was in April.", ["March"]),
        ("He left the EU.", "He left the union.", ["EU"]),
        ("Three of 12 in Orsay", "nothing", ["3", "12", "Orsay"]),
        ("Google bought it.", "Microsoft bought it.", ["Google"]),
        ("It was in Nigeria.", "It was in Niger.", ["Nigeria"]),
        ("Martina won, said he.", "Martin won.", ["Martina"]),
        ("He met George.", "He met Georgia.", ["George"]),
        ("The US said so.", "He told us so.", ["US"]),
        ("The WHO said so.", "Nobody knew who said so.", ["WHO"]),
        ("Three houses fell.", "A third of the houses fell.", ["3"]),
        ("A million came.", "Half a million came.", ["1 million"]),
        ("It was 12 degrees.", "It was -12 degrees.", ["12"]),
    ],
)
def test_what_is_not(claim: str, known: str, what: list[str]) -> None:
    assert missing(claim, known) == what


def test_the_opening_word_counts_only_with_a_name_after_it() -> None:
    assert Facts.of("Repairs cost much.").names == set()
    assert Facts.of("The Repairs").names == {"Repairs"}
    assert Facts.of("“Port Aldry’s mayor left.").names == {"Port", "Aldry"}


def test_several_texts_are_one() -> None:
    facts = Facts.of("In Orsay 3 left.", "In Aldry 4 came.")
    assert facts.numbers == {3, 4} and facts.names == {"Orsay", "Aldry"}
    empty = Facts.of()
    assert empty.missing(facts) == [] and facts.missing(empty) == ["3", "4", "Aldry", "Orsay"]


def test_days() -> None:
    assert day_in_words(date(2025, 1, 2)) == "Thursday 2 January 2025"
    assert day_in_words(None) == ""


@pytest.mark.parametrize(
    "text",
    ["港口城市在2024年开通了电车。", "افتتحت المدينة الترام في عام ٢٠٢٤.", "Η πόλη άνοιξε",
     "💥", "\x00", "’'’", "١٬٢٣٤", "²³ ½ Ⅻ", "İstanbul ßtraße ŉ", "ſeven, SİX, fıve, 3K"],
)  # fmt: skip
def test_other_scripts_do_no_harm(text: str) -> None:
    assert missing(text, text) == []


def test_a_long_text_takes_no_longer_than_it_is_long() -> None:
    """A floor far from what a slow machine needs: it was a hundred times more once."""
    told = "The Mayor of Port Aldry said that 3 million and Two hundred Ships came. "
    for text in (told, "a-" * 36, "ab." * 24):
        seconds = []
        for copies in (100, 3200):
            start = time.process_time()
            Facts.of(text * copies)
            seconds.append(time.process_time() - start)
        assert seconds[1] < 32 * 8 * max(seconds[0], 0.005)


@pytest.mark.parametrize(
    ("claim", "known", "wrong"),
    [
        ("More than 12,000 came.", "12,345 people came", []),
        ("About 12,000 came.", "12,345 people came", []),
        ("Nearly 13,000 came.", "12,845 people came", []),
        ("Some 40 came.", "there were 41", []),
        ("More than 90 million came.", "91.4 million", []),
        ("12,000 came.", "12,345 people came", ["12000"]),
        ("Nearly 12,000 came.", "12,345 people came", ["12000"]),
        ("More than 13,000 came.", "12,345 people came", ["13000"]),
        ("About 14,000 came.", "12,345 people came", ["14000"]),
        ("About 12,400 came.", "12,345 people came", ["12400"]),
    ],
)
def test_rounded_figures(claim: str, known: str, wrong: list[str]) -> None:
    assert missing(claim, known) == wrong
