"""Thoughts, words and stop words told apart in a text that comes in pieces."""

import pytest

from qa.llm.asking.thoughts import Heard, ThoughtsShown


def heard(text: str, size: int, *stop: str, opens_inside: bool = False) -> tuple[str, Heard]:
    """What is given out of a text that comes in pieces of one size, and how it was heard."""
    one = Heard(stop, opens_inside=opens_inside)
    said = ""
    for begin in range(0, len(text), size):
        said += one.take(text[begin : begin + size])
        if one.has_ended:
            return said, one
    return said + one.rest(is_whole=True), one


SIZES = pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])


@SIZES
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It costs 3 < 4 crowns.", "It costs 3 < 4 crowns."),
        ("<think>Hm.\nWell.</think>\n\nIt is.", "It is."),
        ("\n<THINK>Hm.</Think>It is.", "It is."),
        ("<thinking>a</thinking> <thinking>b</thinking> It is.", "It is."),
        ("[THINK]Hm.[/THINK]It is.", "It is."),
        ("<seed:think>Hm.</seed:think>It is.", "It is."),
        ("<think></think>It is.", "It is."),
        ("<think>It never ends", ""),
        ("<thin", "<thin"),
        ("<b>Bold</b>", "<b>Bold</b>"),
        ("  ", ""),
        ("", ""),
    ],
)
def test_thoughts_are_kept_back(text: str, said: str, size: int) -> None:
    read, one = heard(text, size)
    assert read == said
    assert one.has_spoken == bool(said) and one.has_thought == ("think" in text.lower()[:12])


@SIZES
def test_a_text_that_may_begin_inside_a_thought_is_kept_back_until_its_end(size: int) -> None:
    assert heard("Hm.</think>It is.", size, opens_inside=True)[0] == "It is."
    read, one = heard("It is. It was.", size, opens_inside=True)
    assert read == "It is. It was." and one.was_mistaken and not one.has_thought
    assert heard("<think>Hm.</think>It is.", size, opens_inside=True)[0] == "It is."
    assert heard("It is.\nIt was.", size, "\n", opens_inside=True)[0] == "It is."
    cut_off = Heard(opens_inside=True)
    assert cut_off.take("Hm. It is") == cut_off.rest(is_whole=False) == ""


def test_thoughts_that_were_shown_are_told() -> None:
    with pytest.raises(ThoughtsShown):
        heard("Hm. Well.</think>It is.", 3)
    assert heard("Hm. Well.</think>It is.", 1000)[0] == "It is."


@SIZES
def test_stop_words_count_only_in_the_answer(size: int) -> None:
    assert heard("<think>a\nb</think>\n\nOne.\nTwo.", size, "\n")[0] == "One."
    assert heard("One. ENTER END x", size, "END")[0] == "One. ENTER "
    assert heard("One. EN", size, "END", "")[0] == "One. EN"


def test_what_is_thought_beside_the_text_is_no_text() -> None:
    one = Heard(opens_inside=True)
    one.think()
    assert one.is_thinking and one.take("\n\nIt ") == "It " and not one.is_thinking
    assert one.take("is.") + one.rest(is_whole=True) == "is." and one.was_mistaken
