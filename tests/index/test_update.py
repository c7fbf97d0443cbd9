"""Bringing a store up to date: what is new, changed, moved, gone, refused or kept."""

import gzip
import io
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import (
    assert_whole,
    contents,
    fake_embedder,
    one_article,
    opened,
    query_database,
    run_build,
    settings_for,
    story,
    write_jsonl,
)

from index import Article, BuildReport, compare, remove
from index.errors import TooManyRemoved, UsageError
from index.places import Place
from index.readers import Found, jsons
from index.readers.apart import ReadingProcess

Change = tuple[int, int, int, int]


local_only = pytest.mark.parametrize("place", ["local"], indirect=True)
"""Of lines as they were last time, Milvus keeps nothing: they are read, and are then unchanged."""


@pytest.fixture(params=["local", pytest.param("milvus", marks=pytest.mark.slow)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """As that of conftest; a build of Milvus Lite takes longer than one here."""
    if request.param == "local":
        return tmp_path / "store"
    found: Place = request.getfixturevalue("milvus_place")
    return found


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Four text files, one of them in a folder, and three lines."""
    folder = tmp_path / "news"
    (folder / "sub").mkdir(parents=True)
    for number, name in enumerate(("one.txt", "two.txt", "three.txt", "sub/four.txt")):
        (folder / name).write_text(story(number))
    write_jsonl(folder / "lines.jsonl", [{"id": f"line{n}", "text": story(n)} for n in (7, 8, 9)])
    return folder


@pytest.fixture
def store(news: Path, place: Place) -> Path:
    """A store of these."""
    report = run_build(place, news)
    assert changes(report) == (7, 0, 0, 0) and report.skipped == [] and report.generation == 1
    return place


def changes(report: BuildReport) -> Change:
    return report.added, report.changed, report.removed, report.unchanged


def ids(store: Place) -> set[str]:
    return set(contents(store))


def reasons(report: BuildReport) -> list[tuple[str, int | None, str]]:
    return [(Path(bad.file).name, bad.line, bad.reason) for bad in report.skipped]


def text_of(store: Place, article_id: str) -> str:
    with opened(store) as one:
        article = one.article(article_id)
    assert article is not None
    return article.text


def test_unchanged(store: Place, news: Path) -> None:
    for path in (news, str(news), news / "lines.jsonl"):
        report = run_build(store, path)
        assert changes(report)[:3] == (0, 0, 0) and report.embedded == 0
        assert report.generation == 1
    (news / "one.txt").touch()
    assert changes(run_build(store, news)) == (0, 0, 0, 7)


def test_changed_text(store: Place, news: Path) -> None:
    (news / "two.txt").write_text(story(1).replace("hours", "days", 1))
    report = run_build(store, news)
    assert changes(report) == (0, 1, 0, 6) and report.embedded == 1 and report.generation == 2
    assert "days" in text_of(store, "news/two.txt")
    assert_whole(store)
    with opened(store) as one:
        found = {hit.article_id for hit in one.search("days", 50) if hit.bm25}
    assert found == {"news/two.txt"}


def test_changed_metadata_only(store: Place, news: Path) -> None:
    (news / "two.txt").write_text(f"source: The Post\ndate: 2024-05-06\n\n{story(1)}")
    report = run_build(store, news)
    assert changes(report) == (0, 1, 0, 6) and report.embedded == 0 and report.generation == 2
    with opened(store) as one:
        hits = [hit for hit in one.search(story(1), 50) if hit.article_id == "news/two.txt"]
        assert {(hit.source, str(hit.date)) for hit in hits} == {("The Post", "2024-05-06")}
    assert_whole(store)


def test_removed_file_that_comes_back(store: Place, news: Path) -> None:
    kept = news.parent / "three.txt"
    (news / "three.txt").rename(kept)
    report = run_build(store, news)
    assert changes(report) == (0, 0, 1, 6) and report.removed_ids == ["news/three.txt"]
    assert "news/three.txt" not in ids(store)
    assert_whole(store)
    kept.rename(news / "three.txt")
    report = run_build(store, news)
    assert changes(report) == (1, 0, 0, 6)
    if isinstance(store, Path):  # it keeps vectors of what is gone for a while
        assert report.embedded == 0
    assert "news/three.txt" in ids(store)
    assert_whole(store)


def test_a_part_of_a_folder_says_nothing_of_the_rest(store: Place, news: Path) -> None:
    assert changes(run_build(store, news / "sub")) == (0, 0, 0, 1)
    assert changes(run_build(store, news / "one.txt")) == (0, 0, 0, 1)
    assert len(ids(store)) == 7


@pytest.mark.parametrize("content", [b"", b"   \n", b"caf\xe9", None])
def test_a_file_that_cannot_be_read_keeps_its_last_good_version(
    store: Place, news: Path, content: bytes | None
) -> None:
    before = contents(store)
    if content is None:
        (news / "two.txt").unlink()
        (news / "two.txt").symlink_to(news / "nowhere.txt")
    else:
        (news / "two.txt").write_bytes(content)
    for _ in range(2):
        report = run_build(store, news)
        assert changes(report) == (0, 0, 0, 6) and report.kept == 1
        assert [name for name, _, _ in reasons(report)] == ["two.txt"]
        assert contents(store) == before
    (news / "two.txt").unlink()
    (news / "two.txt").write_text(story(1))
    assert changes(run_build(store, news)) == (0, 0, 0, 7)


def test_a_pipe_among_the_files_does_not_hold_it_up(store: Place, news: Path) -> None:
    os.mkfifo(news / "pipe.txt")
    report = run_build(store, news)
    assert changes(report) == (0, 0, 0, 7)
    assert [name for name, _, _ in reasons(report)] == ["pipe.txt"]


def test_a_name_that_is_no_unicode_is_named_and_left_out(store: Place, news: Path) -> None:
    (news / os.fsdecode(b"caf\xe9.txt")).write_text(story(3))
    report = run_build(store, news)
    assert changes(report) == (0, 0, 0, 7) and len(report.skipped) == 1
    assert "name" in report.skipped[0].reason
    report.skipped[0].file.encode()


def test_an_unreadable_folder_keeps_its_articles(
    store: Place, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = os.walk

    def refused(place: Path, onerror: Callable[[OSError], None]) -> object:
        for folder, folders, files in walk(place):
            folders[:] = []
            onerror(PermissionError(13, "Permission denied", str(news / "sub")))
            yield folder, folders, files

    monkeypatch.setattr(os, "walk", refused)
    report = run_build(store, news)
    assert changes(report) == (0, 0, 0, 6) and report.kept == 1
    assert reasons(report) == [("sub", None, "cannot be read (Permission denied)")]


def test_a_broken_line_keeps_the_article_known_from_it(store: Place, news: Path) -> None:
    before = contents(store)
    lines = (news / "lines.jsonl").read_text().splitlines()
    (news / "lines.jsonl").write_text("\n".join([lines[0], lines[1][:40], lines[2]]))
    report = run_build(store, news)
    assert changes(report) == (0, 0, 0, 6) and report.kept == 1
    assert [(name, line) for name, line, _ in reasons(report)] == [("lines.jsonl", 2)]
    assert contents(store) == before
    # Another line before it: the broken one is known by its id.
    lines.insert(0, lines[0].replace("line7", "line6"))
    (news / "lines.jsonl").write_text("\n".join([*lines[:2], lines[2][:40], lines[3]]))
    report = run_build(store, news)
    assert changes(report) == (1, 0, 0, 6) and report.kept == 1
    assert ids(store) == {*before, "line6"}
    # And a line that is gone is gone.
    (news / "lines.jsonl").write_text("\n".join([lines[1], lines[3]]))
    report = run_build(store, news)
    assert changes(report) == (0, 0, 2, 6) and report.kept == 0
    assert report.removed_ids == ["line6", "line8"]


def many(news: Path, count: int) -> None:
    for number in range(100, 100 + count):
        (news / f"{number}.txt").write_text(story(number))


def test_when_most_would_vanish_it_asks(store: Place, news: Path) -> None:
    many(news, 9)
    assert changes(run_build(store, news)) == (9, 0, 0, 7)
    before, generation = contents(store), 2
    for number in range(100, 109):
        (news / f"{number}.txt").unlink()
    (news / "new.txt").write_text(story(50))
    with pytest.raises(TooManyRemoved) as caught:
        run_build(store, news)
    assert str(caught.value) == (
        f"9 of the 16 articles known from {news} are no longer there. "
        "Nothing was changed. If they shall go, say so: add --yes."
    )
    assert len(run_build(store, news, dry_run=True).removed_ids) == 9  # what would go
    assert contents(store) == before
    with opened(store) as one:
        assert one.generation == generation
    report = run_build(store, news, yes=True)
    assert changes(report) == (1, 0, 9, 7) and report.generation == generation + 1
    assert_whole(store)


def test_a_file_that_loses_most_of_its_lines_asks_too(store: Place, news: Path) -> None:
    many(news, 20)
    records = [{"id": f"m{n}", "text": story(n)} for n in range(30, 42)]
    file = write_jsonl(news / "many.jsonl", records)
    run_build(store, news)
    before = contents(store)
    write_jsonl(file, records[:4])
    with pytest.raises(TooManyRemoved, match=f"8 of the 12 articles known from {file} are no"):
        run_build(store, news)
    assert contents(store) == before
    write_jsonl(file, records[:6])
    assert run_build(store, news).removed == 6


def test_an_emptied_folder_asks_and_half_does_not(store: Place, news: Path) -> None:
    many(news, 7)
    run_build(store, news)
    for number in range(100, 107):
        (news / f"{number}.txt").unlink()
    assert changes(run_build(store, news)) == (0, 0, 7, 7)
    many(news, 7)
    run_build(store, news)
    shutil.rmtree(news)
    news.mkdir()
    with pytest.raises(TooManyRemoved):
        run_build(store, news)


def test_fewer_than_ten_raise_no_question(store: Place, news: Path) -> None:
    shutil.rmtree(news)
    news.mkdir()
    report = run_build(store, news)
    assert changes(report) == (0, 0, 7, 0) and report.articles == report.passages == 0
    assert ids(store) == set()
    assert_whole(store)
    many(news, 2)
    assert changes(run_build(store, news)) == (2, 0, 0, 0)
    assert_whole(store)


def test_an_id_in_two_files(store: Place, news: Path) -> None:
    write_jsonl(news / "other.jsonl", [{"id": "line8", "text": story(30)}])
    report = run_build(store, news)
    assert changes(report) == (0, 0, 0, 7)
    taken = f"has the id 'line8' that {news / 'lines.jsonl'} line 2 has too"
    assert reasons(report) == [("other.jsonl", 1, taken)]
    assert text_of(store, "line8") == story(8)
    # A file that comes before has the first say.
    (news / "other.jsonl").rename(news / "a.jsonl")
    report = run_build(store, news)
    assert changes(report) == (0, 1, 0, 6)
    taken = f"has the id 'line8' that {news / 'a.jsonl'} line 1 has too"
    assert reasons(report) == [("lines.jsonl", 2, taken)]
    assert text_of(store, "line8") == story(30)
    assert_whole(store)


def test_the_same_path_twice_is_read_once(store: Place, news: Path) -> None:
    (news / "one.txt").write_text(story(20))
    report = run_build(store, news, news / "one.txt", news, news / "lines.jsonl")
    assert changes(report) == (0, 1, 0, 6) and report.skipped == []


def test_the_same_text_under_two_ids_is_embedded_once(tmp_path: Path, place: Place) -> None:
    embedder = fake_embedder()
    pair = [{"id": "x", "text": story(1)}, {"id": "y", "text": story(1)}]
    report = run_build(place, write_jsonl(tmp_path / "a.jsonl", pair), embedder=embedder)
    assert report.added == 2 and report.passages == 2 * report.embedded
    assert len(embedder.backend.texts) == report.embedded  # type: ignore[attr-defined]
    with opened(place) as one:
        assert {hit.article_id for hit in one.search("topic1", 50)} == {"x", "y"}
    report = run_build(place, write_jsonl(tmp_path / "a.jsonl", pair[1:]))
    assert (report.removed, report.embedded) == (1, 0)
    assert_whole(place)


def test_texts_that_differ_in_a_figure_are_two_articles(tmp_path: Path, place: Place) -> None:
    pair = [{"text": f"The toll is {n}.", "url": f"https://x.example/{n}"} for n in (17, 18)]
    report = run_build(place, write_jsonl(tmp_path / "a.jsonl", pair))
    assert (report.added, report.embedded) == (2, 2)
    assert ids(place) == {"https://x.example/17", "https://x.example/18"}


def test_a_folder_that_moved_keeps_its_ids(store: Place, news: Path, tmp_path: Path) -> None:
    before = contents(store)
    (tmp_path / "elsewhere").mkdir()
    moved = news.rename(tmp_path / "elsewhere" / "news")
    report = run_build(store, moved)
    assert changes(report) == (0, 0, 0, 7) and report.embedded == 0 and report.generation == 1
    assert contents(store) == before
    (moved / "one.txt").unlink()
    assert changes(run_build(store, moved)) == (0, 0, 1, 6)
    # And back again, where the files are those that were known before.
    moved.rename(news)
    assert changes(run_build(store, news)) == (0, 0, 0, 6)
    (news / "two.txt").unlink()
    assert changes(run_build(store, news)) == (0, 0, 1, 5)
    assert_whole(store)


def test_two_folders_of_one_name(store: Place, news: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "news"
    other.mkdir(parents=True)
    (other / "one.txt").write_text(story(40))
    (other / "five.txt").write_text(story(41))
    report = run_build(store, other)
    assert changes(report) == (1, 0, 0, 0)
    clash = f"would have the id 'news/one.txt' of {news / 'one.txt'}; rename one of the two folders"
    assert reasons(report) == [("one.txt", None, clash)]
    assert text_of(store, "news/one.txt") == story(0)


def test_an_article_that_moved_between_two_folders(tmp_path: Path) -> None:
    store, first, second = (tmp_path / name for name in ("store", "first", "second"))
    records = [{"id": f"m{n}", "text": story(n)} for n in range(12)]
    write_jsonl(first / "a.jsonl", records)
    write_jsonl(second / "b.jsonl", [{"id": "own", "text": story(20)}])
    passages = run_build(store, first, second).passages
    write_jsonl(first / "a.jsonl", records[:2])
    write_jsonl(second / "b.jsonl", [*records[2:], {"id": "own", "text": story(20)}])
    report = run_build(store, first, second)
    assert changes(report) == (0, 0, 0, 13) and report.skipped == []
    assert report.passages == passages
    assert_whole(store)
    with opened(store) as one:
        assert "m5" in {hit.article_id for hit in one.search(story(5), 5)}


def test_a_single_file_in_a_known_folder_keeps_its_id(store: Place, news: Path) -> None:
    before = ids(store)
    (news / "sub" / "four.txt").write_text(story(60))
    assert changes(run_build(store, news / "sub" / "four.txt")) == (0, 1, 0, 0)
    assert ids(store) == before
    (news / "sub" / "five.txt").write_text(story(61))
    assert changes(run_build(store, news / "sub" / "five.txt")) == (1, 0, 0, 0)
    assert ids(store) == {*before, "sub/five.txt"}
    assert changes(run_build(store, news)) == (0, 0, 0, 8)
    assert ids(store) == {*before, "sub/five.txt"}


def test_a_renamed_file(store: Place, news: Path) -> None:
    (news / "one.txt").rename(news / "uno.txt")
    (news / "lines.jsonl").rename(news / "a.jsonl")
    report = run_build(store, news)
    assert changes(report) == (1, 0, 1, 6) and report.embedded == 0
    assert report.removed_ids == ["news/one.txt"] and "news/uno.txt" in ids(store)
    assert changes(run_build(store, news)) == (0, 0, 0, 7)
    assert_whole(store)


def test_stdin(store: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def given(lines: bytes) -> BuildReport:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
        return run_build(store, "-")

    report = given(b'{"id": "s", "text": "Said on the wire."}\n{broken\n')
    assert changes(report) == (1, 0, 0, 0)
    assert [(name, line) for name, line, _ in reasons(report)] == [("-", 2)]
    assert changes(given(b'{"id": "s", "text": "Said on the wire."}\n')) == (0, 0, 0, 1)
    assert changes(given(b'{"id": "s", "text": "Said anew."}\n')) == (0, 1, 0, 0)
    assert len(ids(store)) == 8  # what stdin no longer says is not gone


def test_articles_in_hand(store: Place) -> None:
    assert changes(run_build(store, articles=[one_article(1), one_article(2)])) == (2, 0, 0, 0)
    report = run_build(store, articles=[one_article(1), one_article(1, 2)])
    assert changes(report) == (0, 0, 0, 1)
    assert reasons(report) == [("a1", None, "has the id 'a1' that an earlier article has too")]


def files_of(store: Place) -> dict[Path, bytes]:
    """The files of a store that is a folder."""
    place = store if isinstance(store, Path) else Path("/nowhere")
    return {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}


def test_a_dry_run_changes_nothing(store: Place, news: Path, tmp_path: Path) -> None:
    report = run_build(tmp_path / "nowhere", news, dry_run=True)
    assert changes(report) == (7, 0, 0, 0) and not (tmp_path / "nowhere").exists()
    before = contents(store)
    (news / "one.txt").unlink()
    (news / "two.txt").write_text(story(70))
    (news / "five.txt").write_text(story(71))
    files = files_of(store)
    report = run_build(store, news, dry_run=True)
    assert changes(report) == (1, 1, 1, 5) and report.embedded == 0 and report.generation == 1
    assert report.removed_ids == ["news/one.txt"]
    assert contents(store) == before
    assert files_of(store) == files
    assert changes(run_build(store, news)) == (1, 1, 1, 5)


def test_removed_by_hand_and_brought_back(store: Place, news: Path) -> None:
    before = contents(store)
    report = remove(["line8", "news/one.txt"], store=store, settings=settings_for(store))
    assert report.removed == 2 and report.articles == 5 and report.generation == 2
    assert ids(store) == set(before) - {"line8", "news/one.txt"}
    assert_whole(store)
    report = run_build(store, news)
    assert changes(report) == (2, 0, 0, 5)
    assert report.embedded == 10  # of what was removed by hand nothing is kept
    assert contents(store) == before
    with pytest.raises(UsageError, match="There is no article 'nobody'"):
        remove(["nobody"], store=store, settings=settings_for(store))


def test_removing_under_other_settings_does_not_make_them_the_stores(
    store: Place, news: Path
) -> None:
    remove(["line8"], store=store, settings=settings_for(store, passage_characters=400))
    assert changes(run_build(store, news)) == (1, 0, 0, 6)


def test_hidden_names_are_ignored_and_others_named(store: Place, news: Path) -> None:
    (news / ".hidden.txt").write_text(story(80))
    (news / ".git").mkdir()
    (news / ".git" / "x.txt").write_text(story(81))
    (news / "image.png").write_bytes(b"\x89PNG")
    report = run_build(store, news)
    assert changes(report) == (0, 0, 0, 7)
    [(name, line, reason)] = reasons(report)
    assert (name, line) == ("image.png", None)
    assert "is of no kind that is read" in reason and ".jsonl.gz" in reason
    report = run_build(store, news / "image.png")
    assert [name for name, _, _ in reasons(report)] == ["image.png"]
    with pytest.raises(UsageError, match="does not exist"):
        run_build(store, news / "no such")


def test_one_file_of_a_folder_that_loses_most_of_its_articles_asks(
    store: Place, news: Path
) -> None:
    lines = [f'{{"id": "l{n}", "text": "Line {n} of the file."}}\n' for n in range(12)]
    (news / "many.jsonl").write_text("".join(lines))
    many(news, 20)
    run_build(store, news)
    (news / "many.jsonl").write_text(lines[0])
    with pytest.raises(TooManyRemoved, match=r"11 of the 12 .*many\.jsonl"):
        run_build(store, news)
    assert run_build(store, news, yes=True).removed == 11


def test_an_article_that_another_file_took_over_comes_back(store: Place, tmp_path: Path) -> None:
    folder = tmp_path / "two"
    folder.mkdir()
    old, other = folder / "a.jsonl", folder / "b.jsonl"
    old.write_text('{"id": "X", "text": "The old words."}\n{"id": "Y", "text": "Y stays."}\n')
    run_build(store, folder)
    other.write_text('{"id": "X", "text": "Other words."}\n')
    assert run_build(store, other).changed == 1
    other.unlink()
    report = run_build(store, folder)
    assert (report.removed, report.changed) == (0, 1)
    assert contents(store).keys() >= {"X", "Y"}


@pytest.mark.parametrize(
    "content", ["<html>\n<body>502 Bad Gateway</body>\n</html>\n", '{"id": "l']
)
def test_a_file_that_holds_something_else_now_keeps_its_articles(
    store: Place, news: Path, content: str
) -> None:
    (news / "lines.jsonl").write_text(content)
    report = run_build(store, news)
    assert changes(report)[:3] == (0, 0, 0) and report.kept == 3
    assert {"line7", "line8", "line9"} <= ids(store)


def test_a_file_that_is_cut_off_keeps_what_came_after(store: Place, news: Path) -> None:
    whole = (news / "lines.jsonl").read_text()
    (news / "lines.jsonl").write_text(whole[: whole.index("\n") + 9])
    report = run_build(store, news)
    assert report.removed == 0 and report.kept == 2
    ((_, line, reason),) = reasons(report)
    assert line is None and reason.startswith("is cut off at line 2")


def test_a_folder_within_that_is_gone_asks_too(store: Place, news: Path) -> None:
    more = news / "more"
    more.mkdir()
    for number in range(10):
        (more / f"{number}.txt").write_text(story(20 + number))
    many(news, 30)
    run_build(store, news)
    shutil.rmtree(more)
    with pytest.raises(TooManyRemoved, match=f"10 of the 10 articles known from {more}"):
        run_build(store, news)
    assert changes(run_build(store, news, yes=True)) == (0, 0, 10, 37)


def test_a_link_has_the_name_it_was_given(tmp_path: Path, news: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(news, other)
    (other / "one.txt").unlink()
    link = tmp_path / "today"
    link.symlink_to(news)
    run_build(tmp_path / "linked", link)
    assert {"today/one.txt", "today/sub/four.txt"} <= ids(tmp_path / "linked")
    link.unlink()
    link.symlink_to(other)
    assert changes(run_build(tmp_path / "linked", link)) == (0, 0, 1, 6)
    assert changes(run_build(tmp_path / "linked", link, other)) == (0, 0, 0, 6)


@pytest.mark.parametrize("lost", ["</item>", "<item>"])
def test_a_feed_that_is_damaged_keeps_its_articles(tmp_path: Path, lost: str, place: Place) -> None:
    feed = tmp_path / "feed.xml"
    items = "\n".join(
        f"<item><guid>g{number}</guid><description>{story(number)}</description></item>"
        for number in range(3)
    )
    feed.write_text(f"<rss><channel><title>T</title>{items}</channel></rss>")
    assert changes(run_build(place, feed)) == (3, 0, 0, 0)
    feed.write_text(feed.read_text().replace(lost, ""))
    report = run_build(place, feed)
    assert report.removed == 0 and ids(place) == {"g0", "g1", "g2"}
    assert report.skipped and report.kept


# What did not change is not read


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    return write_jsonl(tmp_path / "news.jsonl", [line(n) for n in range(30)])


def line(number: int, version: int = 0) -> dict[str, object]:
    return {"id": f"line{number}", "text": story(number, version)}


def parsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the lines that are read, as they are read."""
    numbers: list[int] = []
    read = jsons._line_result

    def counted(content: bytes, name: str, number: int) -> object:
        numbers.append(number)
        return read(content, name, number)

    monkeypatch.setattr(jsons, "_line_result", counted)
    return numbers


@local_only
def test_only_lines_that_changed_are_read(
    tmp_path: Path, lines: Path, monkeypatch: pytest.MonkeyPatch, place: Place
) -> None:
    store = place
    assert changes(run_build(store, lines)) == (30, 0, 0, 0)
    numbers = parsed(monkeypatch)
    new = [line(100), *(line(n, version=int(n == 7)) for n in range(30) if n != 20)]
    write_jsonl(lines, new)
    assert changes(run_build(store, lines)) == (1, 1, 1, 28)
    assert numbers == [1, 9], "the others have only moved"
    numbers.clear()
    assert changes(run_build(store, lines)) == (0, 0, 0, 30) and numbers == []
    run_build(tmp_path / "fresh", lines)
    assert contents(store) == contents(tmp_path / "fresh")
    assert run_build(store, lines, rebuild=True).unchanged == 30 and len(numbers) >= 30


def test_a_line_that_broke_is_known_by_where_it_stood_last(lines: Path, place: Place) -> None:
    store = place
    run_build(store, lines)
    moved = [line(100), *(line(n) for n in range(30))]
    run_build(store, write_jsonl(lines, moved))
    rows = lines.read_text().splitlines()
    rows[5] = "{broken"  # line 6: of article 4, that stood in line 5 when it was read
    lines.write_text("\n".join(rows) + "\n")
    report = run_build(store, lines)
    assert changes(report)[:3] == (0, 0, 0) and report.kept == 1
    assert "line4" in ids(store)


def test_ids_that_are_made_of_a_line_number_follow_it(tmp_path: Path, place: Place) -> None:
    store, path = place, tmp_path / "news.jsonl"
    texts = [{"text": story(n)} for n in range(12)]
    run_build(store, write_jsonl(path, texts))
    run_build(store, write_jsonl(path, [{"text": story(50)}, *texts]))
    run_build(tmp_path / "fresh", path)
    assert contents(store) == contents(tmp_path / "fresh") and len(ids(store)) == 13


def test_a_known_line_does_not_take_an_id_that_is_taken(
    tmp_path: Path, lines: Path, place: Place
) -> None:
    """The first to have it keeps it, whichever is new."""
    store = place
    run_build(store, lines)
    write_jsonl(lines, [line(3, version=1), *(line(n) for n in range(30)), line(5, version=1)])
    report = run_build(store, lines)
    assert changes(report) == (0, 1, 0, 29)
    assert [bad.line for bad in report.skipped] == [5, 32]
    run_build(tmp_path / "fresh", lines)
    assert contents(store) == contents(tmp_path / "fresh")


@local_only
def test_a_line_that_was_removed_by_hand_comes_back(lines: Path, place: Place) -> None:
    store = place
    run_build(store, lines)
    remove(["line4"], store=store, settings=settings_for(store))
    assert query_database(store, "SELECT count(*) FROM lines WHERE id = 'line4'") == 0
    assert changes(run_build(store, lines)) == (1, 0, 0, 29)


def test_lines_that_another_file_took_over(tmp_path: Path, lines: Path, place: Place) -> None:
    store = place
    run_build(store, lines)
    other = write_jsonl(tmp_path / "other.jsonl", [line(4, version=1)])
    run_build(store, other)
    other.unlink()
    assert changes(run_build(store, lines)) == (0, 1, 0, 29)
    run_build(tmp_path / "fresh", lines)
    assert contents(store) == contents(tmp_path / "fresh")


@local_only
def test_packed_lines_are_compared_too(
    tmp_path: Path, lines: Path, monkeypatch: pytest.MonkeyPatch, place: Place
) -> None:
    store, path = place, tmp_path / "packed.jsonl.gz"
    path.write_bytes(gzip.compress(lines.read_bytes()))
    run_build(store, path)
    numbers = parsed(monkeypatch)
    path.write_bytes(gzip.compress(lines.read_bytes() + json.dumps(line(77)).encode()))
    assert changes(run_build(store, path)) == (1, 0, 0, 30) and numbers == [31]


def test_a_file_that_the_system_says_is_untouched_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: Place
) -> None:
    store, news = place, tmp_path / "news"
    news.mkdir()
    for number in range(12):
        (news / f"{number}.txt").write_text(story(number))
    monkeypatch.setattr(compare, "SETTLED_S", -1)
    run_build(store, news)
    hashed: list[str] = []
    digest = compare._digest
    monkeypatch.setattr(compare, "_digest", lambda path: hashed.append(path.name) or digest(path))
    assert changes(run_build(store, news)) == (0, 0, 0, 12) and hashed == []
    (news / "3.txt").write_text(story(3, version=1))
    os.utime(news / "3.txt", ns=(1, 1))
    assert changes(run_build(store, news)) == (0, 1, 0, 11) and hashed == ["3.txt"]


@local_only
def test_a_file_of_this_moment_is_looked_into(tmp_path: Path, place: Place) -> None:
    """A clock may show the same time for two states of it."""
    store, path = place, tmp_path / "one.txt"
    path.write_text(story(1))
    run_build(store, path)
    assert query_database(store, "SELECT state IS NULL FROM files") == 1


def test_a_folder_that_nobody_may_enter_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "news" / "lost").mkdir(parents=True)
    (tmp_path / "news" / "a.txt").write_text(story(1))
    exists = Path.exists

    def closed(path: Path) -> bool:
        if path.parent.name == "lost":
            raise PermissionError(13, "Permission denied", str(path))
        return exists(path)

    monkeypatch.setattr(Path, "exists", closed)
    assert run_build(tmp_path / "store", tmp_path / "news").added == 1


def test_entries_without_an_id_are_not_those_of_yesterday(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "https://x.example/feed"
    for number in (1, 2):
        entry = Article(f"{url}#1", story(number), f"Title {number}")
        monkeypatch.setattr(
            ReadingProcess, "read_url", lambda _, place, entry=entry: iter([Found(entry, 1)])
        )
        run_build(tmp_path / "store", url)
        assert run_build(tmp_path / "store", url).unchanged == 1
    assert len(ids(tmp_path / "store")) == 2
