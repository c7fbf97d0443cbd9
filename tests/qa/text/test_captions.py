"""Lines that tell what a picture shows."""

from datetime import date

import pytest

from qa.text.captions import is_caption

DAY = date(2024, 5, 16)


@pytest.mark.parametrize(
    "text",
    [
        "People light a fire in Ostrel on May 14.",
        "Crowds are seen at the harbour of Lowmarsh on May 14, 2024.",
        "Ada Venn waves in Ostrel after winning the race on Tuesday, May 14.",
        "Ada Venn during the race in April 2023.",
        "Ostrel United players celebrate in Lowmarsh on May 14.",
        "People lay flowers beside a bed in Ostrel on May 14.",
    ],
)
def test_what_a_picture_shows(text: str) -> None:
    assert is_caption(text, DAY)
    assert not is_caption(text, None)


@pytest.mark.parametrize(
    "text",
    [
        "People lit a fire in Ostrel on May 14.",
        "The wall broke on May 14.",
        "The tram will open on May 14.",
        "The tram opens on June 14.",
        "The tram has been closed since May 14.",
        "Its shares are near their lowest since May 2022.",
        "People light a fire in Ostrel.",
        "The race starts on May 14 in Ostrel.",
        "The union quit talks on May 14.",
        "The bank has cut rates on May 14.",
        "Unemployment stands at 4.1% as of April 2024.",
        "",
    ],
)
def test_what_is_told_is_no_caption(text: str) -> None:
    assert not is_caption(text, DAY)
