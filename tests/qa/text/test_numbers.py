"""Numbers in digits and in words."""

import pytest

from qa.text.numbers import in_words, numbers


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It cost 3 crowns, then 3.50.", {3, 3.5}),
        ("1,234,567 people and 12,5", {1234567, 12, 5}),
        ("1.2 million, $3bn, £4.5m, 7k and 2 trillion", {1.2e6, 3e9, 4.5e6, 7e3, 2e12}),
        ("455-million-crown line", {455e6}),
        ("three, thirteen and thirty", {3, 13, 30}),
        ("Twenty-three or ninety nine", {23, 99}),
        ("two hundred and five", {205}),
        ("one hundred thousand", {100_000}),
        ("two million, one thousand five hundred", {2e6, 1500}),
        ("five six", {5, 6}),
        ("two and three", {2, 3}),
        ("two dozen of half a million", {24, 5e5}),
        ("two and a half million, 2 and a half million", {2.5e6}),
        ("one and a half billion, two and a half years", {1.5e9, 2.5}),
        ("a quarter of a million and three quarters of a billion", {250_000, 750e6}),
        ("half a dozen", {6}),
        ("between one hundred and two hundred", {100, 200}),
        ("two hundred and five hundred thousand", {200, 500_000}),
        ("one hundred two thousand three hundred", {102_300}),
        ("nine hundred and one thousand", {901_000}),
        ("a third of them, two-thirds of us", {1 / 3, 2 / 3}),
        ("-12 degrees, minus 3 degrees, 5 degrees, pages 3-12", {-12, -3, 5, 3, 12}),
        ("1.2 million crowns", {1.2e6}),
        ("16.1 million, 8.2 million and 4.1bn", {16_100_000, 8_200_000, 4_100_000_000}),
        ("the 21st, the twenty-first, the 3rd and the third", {21, 3}),
        ("the 1990s", {1990}),
        ("in 2019-20 and on 4 March 2019", {2019, 20, 4}),
        ("a 45-year-old and a seventeen-year-old", {45, 17}),
        ("one of them, the first, for a second and zero doubt", set()),
        ("A320, F16 and v2", set()),
        ("often the weight of a cotton tent", set()),
        ("٣ أشخاص", {3}),
        ("", set()),
    ],
)
def test_numbers(text: str, values: set[float]) -> None:
    assert {value for _, _, value in numbers(text)} == values


def test_a_number_stands_where_it_is_said() -> None:
    text = "Two hundred people paid $1.2 million, then -12 degrees."
    found = {text[start:end]: value for start, end, value in numbers(text)}
    assert found == {"Two hundred": 200, "1.2 million": 1.2e6, "12": -12}


@pytest.mark.parametrize(
    ("number", "words"),
    [(18, "18"), (3.5, "3.5"), (455e6, "455 million"), (1.2e9, "1.2 billion"), (12345, "12345")],
)
def test_a_number_in_words(number: float, words: str) -> None:
    assert in_words(number) == words
