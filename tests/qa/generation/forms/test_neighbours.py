"""Which sentence follows another."""

from builders import hit_of, sentences_of

from qa.generation.forms.neighbours import Neighbours


def test_sentences_follow_each_other_as_they_stand() -> None:
    first, second, third = sentences_of(hit_of("It rains. It pours.\n\nIt snows."))
    neighbours = Neighbours([third, first, second])
    assert neighbours.after(first) is second and neighbours.after(second) is third
    assert neighbours.after(third) is None


def test_passages_of_one_article_may_be_apart_or_joined() -> None:
    (first,) = sentences_of(hit_of("It rains.", passage=1))
    (second,) = sentences_of(hit_of("It pours.", passage=2, start=10))
    (far,) = sentences_of(hit_of("It snows.", passage=3, start=200))
    neighbours = Neighbours([first, second, far])
    assert neighbours.after(first) is second and neighbours.after(second) is None


def test_other_articles_are_no_neighbours() -> None:
    (first,) = sentences_of(hit_of("It rains.", article="a"))
    (other,) = sentences_of(hit_of("It pours.", article="b", passage=2, start=10))
    assert Neighbours([first, other]).after(first) is None
