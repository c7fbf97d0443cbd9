"""Copies of a report are found, whatever is done with the store in between."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fakes import one_article, opened, query_database, run_build, settings_for, story
from hypothesis import given
from hypothesis import strategies as st

from index import Article, Filters, grouping, remove
from index.build import compact
from index.copies import are_copies
from index.database import FILE
from index.shingles import LEAST, shingles, sketch

DAY = date(2024, 5, 3)
WIRE = story(1) + " " + story(2)


def copy(name: str, text: str = WIRE, day: date | None = DAY, source: str = "Post") -> Article:
    return Article(name, text, f"Title of {name}", source, day)


def grouped(store: Path) -> list[list[str]]:
    """Ids of the articles of each report that has copies."""
    with opened(store) as one:
        report = one.copies([summary.id for summary in one.articles()])
    groups: dict[int, list[str]] = {}
    for name, number in report.items():
        groups.setdefault(number, []).append(name)
    return sorted(sorted(group) for group in groups.values())


@pytest.mark.parametrize(
    ("text", "is_copy"),
    [
        (WIRE, True),
        (WIRE.upper().replace(".", ";"), True),  # case and punctuation do not count
        (WIRE[: len(WIRE) // 2], True),  # cut
        ("Another sentence opens it. " + WIRE, True),
        (WIRE + " " + story(3), True),  # paragraphs of its own
        (WIRE.replace("discussed for ", "discussed for 1"), True),  # other figures
        (story(3) + " " + story(4), False),
        (" ".join(map(story, range(3, 7))) + " " + WIRE[:600], False),  # repeats it
        ("", False),
    ],
)
def test_copies_are_told_from_other_reports(text: str, is_copy: bool) -> None:
    assert are_copies(shingles(WIRE), shingles(text)) is is_copy
    assert are_copies(shingles(text), shingles(WIRE)) is is_copy


def test_a_short_notice_is_no_copy_of_one_with_the_same_wording() -> None:
    notice = "The ferry to {} is cancelled on {} because of the wind, the harbour office said."
    one, other = notice.format("Skarrow", "Monday"), notice.format("Lowmarsh", "Tuesday")
    assert not are_copies(shingles(one), shingles(other))
    assert are_copies(shingles(one), shingles(one + " "))


@given(st.text())
def test_a_sketch_is_a_part_of_the_shingles_and_depends_on_them_alone(text: str) -> None:
    own = shingles(text)
    kept = sketch(own)
    assert set(kept.tolist()) <= set(own.tolist()) and len(kept) >= min(LEAST, len(set(own)))
    assert (sketch(own[::-1]) == kept).all() and (shingles(text) == own).all()


def test_copies_are_found_at_once_and_one_after_the_other(tmp_path: Path) -> None:
    articles = [
        copy("a"),
        copy("b", WIRE[: len(WIRE) // 2]),
        one_article(7),
        copy("c", WIRE + " Now."),
    ]
    run_build(tmp_path / "at once", articles=articles)
    for article in reversed(articles):
        run_build(tmp_path / "by turns", articles=[article])
    assert grouped(tmp_path / "at once") == grouped(tmp_path / "by turns") == [["a", "b", "c"]]


def test_copies_outside_of_a_story_are_not_named(tmp_path: Path) -> None:
    articles = [copy("a"), copy("b", WIRE + " Now."), copy("undated", day=None)]
    run_build(tmp_path / "store", articles=articles)
    with opened(tmp_path / "store") as one:
        assert [found.id for found in one.copies_of("a")] == ["b", "undated"]
        story = one.story_of("a")
        within = Filters(story=story)
        if story is not None:
            assert [found.id for found in one.copies_of("a", within)] == ["b"]


def test_a_report_of_another_week_is_no_copy(tmp_path: Path) -> None:
    articles = [copy("a"), copy("later", day=date(2024, 6, 3)), copy("undated", day=None)]
    run_build(tmp_path / "near", articles=articles[::2])
    assert grouped(tmp_path / "near") == [["a", "undated"]]
    run_build(tmp_path / "far", articles=articles[:2])
    assert grouped(tmp_path / "far") == []


def test_what_is_changed_or_removed_is_grouped_anew(tmp_path: Path) -> None:
    store = tmp_path / "store"
    run_build(store, articles=[copy("a"), copy("b"), copy("c", story(5))])
    assert grouped(store) == [["a", "b"]]
    run_build(store, articles=[copy("b", story(6)), copy("c")])
    assert grouped(store) == [["a", "c"]]
    run_build(store, articles=[replace(copy("c"), date=date(2020, 1, 1))])
    assert grouped(store) == []  # its day was wrong
    run_build(store, articles=[copy("c")])
    remove(["a"], store=store, settings=settings_for(store))
    assert grouped(store) == []
    assert query_database(store, "SELECT count(*) FROM copy_pairs") == 0
    assert query_database(store, "SELECT count(*) FROM sketches") == 2


def test_a_build_that_died_before_grouping_is_made_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    with monkeypatch.context() as patch:
        patch.setattr(grouping, "bring_along", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run_build(store, articles=[copy("a"), copy("b")])
    assert grouped(store) == []
    with opened(store) as one:
        assert len(one.search("harbour", 5)) == 5
    run_build(store, articles=[copy("a")])  # nothing is new
    assert grouped(store) == [["a", "b"]]


def test_a_full_disk_only_warns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    store = tmp_path / "store"
    with monkeypatch.context() as patch:
        patch.setattr(grouping, "bring_along", full)
        report = run_build(store, articles=[copy("a"), copy("b")])
    assert report.warning and "saved, but not grouped" in report.warning
    assert run_build(store, articles=[copy("a")]).warning is None
    assert grouped(store) == [["a", "b"]]


def test_groups_are_made_anew_by_compact_rebuild_and_a_newer_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    run_build(store, articles=[copy("a"), copy("b")])

    def damage() -> None:
        with closing(sqlite3.connect(store / FILE)) as connection:
            connection.execute("DELETE FROM copies")
            connection.execute("DELETE FROM copy_pairs")
            connection.commit()
        assert grouped(store) == []

    damage()
    compact(store=store, settings=settings_for(store))
    assert grouped(store) == [["a", "b"]]
    damage()
    run_build(store, rebuild=True)
    assert grouped(store) == [["a", "b"]]
    damage()
    monkeypatch.setattr(grouping, "VERSION", "another")
    run_build(store, articles=[copy("a")])
    assert grouped(store) == [["a", "b"]]


def test_copies_of_an_article_by_day_and_filter(tmp_path: Path) -> None:
    store = tmp_path / "store"
    articles = [copy("a"), copy("b", day=date(2024, 5, 5), source="Courier"), copy("c", day=None)]
    run_build(store, articles=[*articles, one_article(7)])
    with opened(store) as one:
        assert [other.id for other in one.copies_of("a")] == ["b", "c"]
        assert [other.id for other in one.copies_of("a", Filters(as_of=DAY))] == ["c"]
        assert [other.id for other in one.copies_of("c", Filters(source="courier"))] == ["b"]
        assert one.copies_of("a7") == one.copies_of("nobody") == []


def test_the_frame_of_a_page_makes_no_copies(tmp_path: Path) -> None:
    frame = "Sign up here for our newsletter and read all stories of the day first thing at home. "
    articles = [Article(f"a{n}", frame * 2 + story(n), f"T{n}", "Post", DAY) for n in range(30)]
    run_build(tmp_path / "store", articles=articles)
    assert grouped(tmp_path / "store") == []
