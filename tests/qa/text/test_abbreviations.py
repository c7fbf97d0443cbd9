"""Which abbreviations names spell, and which they have the letters of by chance."""

import re
import time

import pytest

from qa.text.abbreviations import abbreviations


def spelled(text: str) -> frozenset[str]:
    words = [(found.start(), found.end(), found[0]) for found in re.finditer(r"[\w’]+", text)]
    return abbreviations(text, words)


@pytest.mark.parametrize(
    ("text", "abbreviation"),
    [
        ("the World Health Organization said", "WHO"),
        ("World Health Organization chief Orla Quist", "WHO"),
        ("agents of the Federal Bureau of Investigation", "FBI"),
        ("National Health Service staff", "NHS"),
        ("British Broadcasting Corporation", "BBC"),
        ("the Large Hadron Collider", "LHC"),
        ("Organisation for Economic Cooperation and Development", "OECD"),
        ("Food & Drug Administration", "FDA"),
        ("Former President of the International Monetary Fund Ana Poe", "IMF"),
        ("the Catholic Bishops’ Conference", "CBC"),
        ("the European Space Agency’s", "ESA"),
        ("United Nations Educational, Scientific and Cultural Organization", "UNESCO"),
    ],
)
def test_the_initials_of_a_name(text: str, abbreviation: str) -> None:
    assert abbreviation in spelled(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ursula Novak",  # two letters are spelled by anything
        "the United Nations",
        "Bernard Bryce Carter",
        "Bernard Bryce and Carter",
        "Carl met Beth in the Bank. Chad left.",  # names apart
        "Boats, barges, cranes",
        "Clara, who met Bernd, was Clemens",
        "",
        "the Bank",
    ],
)
def test_nothing_is_spelled_by_persons_and_by_names_apart(text: str) -> None:
    assert spelled(text) == frozenset()


def test_a_long_row_of_names_takes_no_longer_than_it_is_long() -> None:
    """A floor far from what a slow machine needs."""
    seconds = []
    for copies in (300, 9600):
        words = "Port Aldry Bank " * copies
        start = time.process_time()
        spelled(words)
        seconds.append(time.process_time() - start)
    assert seconds[1] < 32 * 8 * max(seconds[0], 0.005)
