"""B-cubed of groupings of articles."""

from eval.stories import b_cubed


def test_a_grouping_is_compared_article_by_article() -> None:
    wanted = {"a": 1, "b": 1, "c": 2, "d": 2}
    assert b_cubed(wanted, wanted) == (1, 1)
    apart = b_cubed({name: name for name in wanted}, wanted)
    assert apart == (1, 0.5)
    together = b_cubed(dict.fromkeys(wanted, 0), wanted)
    assert together == (0.5, 1) and together.f1 == 2 / 3


def test_groupings_of_no_articles_are_the_same() -> None:
    assert b_cubed({}, {}) == (1, 1) and b_cubed({}, {}).f1 == 1
