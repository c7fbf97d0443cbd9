"""What is followed is fetched, read, built and remembered; nothing is lost or doubled."""

from __future__ import annotations

import os
import shutil
import stat
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from index import Article
from index.build import compact, remove
from index.errors import StoreBusy, StoreError, UsageError
from index.follow import follower as follower_module
from index.follow.follower import Follower
from index.follow.schedule import DAY
from index.follow.subscriptions import FILE, Subscriptions, begun
from index.follow.worker import FollowWorker
from index.sidecars import build_lock
from tests.index.fakes import opened, run_build, settings_for
from tests.index.follow.fakes import STEP, Following, this_machine
from tests.index.follow.site import Site, feed, page, served


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as one:
        yield one


@pytest.fixture
def following(tmp_path: Path) -> Following:
    return Following(tmp_path / "store", follow_pause=0)


def texts(following: Following) -> dict[str, str]:
    with opened(following.folder) as one:
        return {article.id: article.text for article in one.whole_articles()}


def test_a_feed_is_asked_whether_it_has_changed(following: Following, site: Site) -> None:
    site.pages["/feed"] = feed("Post", ("a", "Tram", "The tram runs."), ("b", "Sea", "A flood."))
    url = site.url("/feed")
    following.follow(url, tags=("city",))
    first = following.look(0)[url]
    assert (first.state, first.added) == ("changed", 2)
    assert following.look(1) == {}, "not due"
    assert following.look()[url].state == "unchanged"
    site.pages["/feed"] = feed("Post", ("b", "Sea", "A great flood."), ("c", "Ice", "It freezes."))
    second = following.look()[url]
    assert (second.added, second.changed, second.removed) == (1, 1, 0)
    assert site.statuses("/feed") == [200, 304, 200]
    assert site.statuses("/robots.txt") == [404]
    assert texts(following) == {
        "a": "The tram runs.",  # has left the feed, and stays
        "b": "A great flood.",
        "c": "It freezes.",
    }
    with opened(following.folder) as one:
        assert one.tags() == [("city", 3)]
        (version,) = one.versions("b")
        assert (version.article.text, version.article.tags) == ("A flood.", ("city",))
        assert abs(version.replaced.timestamp() - time.time()) < 60
        assert one.versions("a") == []
        assert [hit.article_id for hit in one.search("great flood", 1)] == ["b"]
    state = following.state(url)
    assert state.error == "" and state.changed == state.succeeded == state.checked


def test_a_server_without_validators_is_known_by_what_it_sends(
    following: Following, site: Site
) -> None:
    def plain(handler: BaseHTTPRequestHandler) -> None:
        body = page("Tram", "The harbour tram runs from the quay to the hill, every ten minutes.")
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        handler.wfile.write(body)

    site.pages["/page"] = plain
    following.follow(site.url("/page"))
    assert following.look(0)[site.url("/page")].added == 1
    assert following.look()[site.url("/page")].state == "unchanged"


def test_what_a_page_said_stays_readable(tmp_path: Path, site: Site) -> None:
    following = Following(tmp_path / "store", follow_pause=0, kept_versions=2)
    url = site.url("/page")
    following.follow(url)
    for number in range(5):
        site.pages["/page"] = page("Toll", f"The toll on the bridge is {number} crowns a day now.")
        assert following.look()[url].state == "changed"
    with opened(following.folder) as one:
        kept = [version.article.text for version in one.versions(url)]
        assert ["3 crowns" in kept[0], "2 crowns" in kept[1], len(kept)] == [True, True, 2]
        assert "4 crowns" in one.article(url).text  # type: ignore[union-attr]
    compact(store=following.folder, settings=following.settings)
    with opened(following.folder) as one:
        assert one.versions(url) == []
    remove([url], store=following.folder, settings=following.settings)
    assert following.look()[url].state == "unchanged"
    assert texts(following) == {}


def test_versions_go_with_their_article(following: Following, site: Site) -> None:
    url = site.url("/page")
    following.follow(url)
    for word in ("SECRETONE", "SECRETTWO"):
        site.pages["/page"] = page("Toll", f"The toll on the bridge is {word} crowns a day now.")
        following.look()
    remove([url], store=following.folder, settings=following.settings)
    for path in following.folder.rglob("*"):
        if path.is_file() and path.suffix != ".lock":
            assert b"SECRET" not in path.read_bytes(), path


def test_what_fails_is_told_and_tried_again_ever_later(following: Following, site: Site) -> None:
    url = site.url("/feed")
    site.pages["/feed"] = 500
    following.follow(url)
    assert following.look(0)[url].error == "answered 500"
    for failures in range(2, 12):
        due = following.state(url).due
        assert following.look(due - following.clock.now - 1) == {}
        assert following.look(2)[url].state == "failed"
        assert following.state(url).failures == failures
    assert following.state(url).due - following.clock.now >= DAY
    site.pages["/feed"] = feed("Post", ("a", "Tram", "The tram runs."))
    assert following.look(2 * DAY)[url].added == 1
    state = following.state(url)
    assert (state.error, state.failures) == ("", 0)
    assert state.due - following.clock.now <= 1.1 * 300


def test_a_server_that_asks_for_time(following: Following, site: Site) -> None:
    site.pages["/busy"] = 429
    site.headers["/busy"] = {"Retry-After": "86400"}
    following.follow(site.url("/busy"))
    following.look(0)
    assert following.state(site.url("/busy")).due - following.clock.now == pytest.approx(86400)


def test_robots_are_heeded(following: Following, site: Site) -> None:
    site.pages["/robots.txt"] = b"User-agent: *\nDisallow: /private\nCrawl-delay: 7\n"
    site.pages["/private/feed"] = site.pages["/open"] = feed("P", ("a", "T", "The tram runs."))
    following.follow(site.url("/private/feed"), site.url("/open"))
    looks = following.look(0)
    assert "robots.txt" in str(looks[site.url("/private/feed")].error)
    assert looks[site.url("/open")].added == 1
    assert site.statuses("/private/feed") == []
    assert following.clock.slept and max(following.clock.slept) == pytest.approx(7, abs=1)


@pytest.mark.parametrize(
    "rules",
    [
        b"User-agent: *\nDisallow: /*?print=\n",
        b"User-agent: *\nDisallow: /*.xml?\n",
        b"User-agent: *\nAllow: /\nDisallow: /feed.xml\n",
        b"User-agent: *\nDisallow: /a\n\nUser-agent: *\nDisallow: /feed\n",
    ],
)
def test_robots_are_read_by_their_standard(following: Following, site: Site, rules: bytes) -> None:
    site.pages["/robots.txt"] = rules
    url = site.url("/feed.xml?print=1")
    following.follow(url)
    assert "robots.txt" in str(following.look(0)[url].error)


def test_what_is_stopped_meanwhile_is_not_looked_at(following: Following, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "one.txt").write_text(f"The tram {name} runs.")
    following.follow(tmp_path / "a", tmp_path / "b")
    looks = following.follower.look_at_due()
    assert next(looks).address == str(tmp_path / "a")
    following.subscriptions.stop(str(tmp_path / "b"))
    assert list(looks) == []


def test_a_folder_is_read_again_when_rights_change(
    following: Following, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[object] = []
    build = follower_module.build
    monkeypatch.setattr(
        follower_module, "build", lambda *given, **more: counted.append(1) or build(*given, **more)
    )
    place = tmp_path / "news"
    place.mkdir()
    (place / "one.txt").write_text("The tram runs.")
    (place / "photo.jpg").write_bytes(b"x")
    for name in ("one.txt", "photo.jpg"):
        os.utime(place / name, (1e9, 1e9))
    following.follow(place)
    following.look(0)
    following.look()
    assert len(counted) == 1
    (place / "one.txt").chmod(0o600)
    following.look()
    assert len(counted) == 2


def test_a_robots_file_of_many_programs_is_read_at_once(following: Following, site: Site) -> None:
    names = "".join(f"User-agent: a{n}\n" for n in range(9_000))
    rules = "".join(f"Allow: /a{n}\n" for n in range(9_000))
    site.pages["/robots.txt"] = f"{names}{rules}\nUser-agent: *\nDisallow: /feed\n".encode()
    url = site.url("/feed")
    following.follow(url)
    assert "robots.txt" in str(following.look(0)[url].error)


def test_no_robots_and_broken_robots(following: Following, site: Site) -> None:
    site.pages["/robots.txt"] = 503
    site.pages["/feed"] = feed("P", ("a", "T", "The tram runs."))
    url = site.url("/feed")
    following.follow(url)
    assert following.look(0)[url].error == (
        "is not read, as the robots.txt of its host answered 503"
    )
    assert site.statuses("/feed") == []
    site.pages["/robots.txt"] = b"\xff\xfe\x00 nonsense \n" * 1000
    assert following.look(DAY)[url].added == 1


def test_a_host_gets_a_pause_between_two_requests(tmp_path: Path, site: Site) -> None:
    following = Following(tmp_path / "store", follow_pause=5)
    for name in ("/a", "/b", "/c"):
        site.pages[name] = feed("P", (name, "T", f"The tram {name} runs."))
        following.follow(site.url(name))
    following.look(0)
    assert len(following.clock.slept) == 3  # robots.txt, and three feeds
    assert all(pause == pytest.approx(5, abs=0.5) for pause in following.clock.slept)


def test_private_addresses_are_not_fetched(tmp_path: Path, site: Site) -> None:
    site.pages["/feed"] = feed("P", ("a", "T", "The tram runs."))
    store = tmp_path / "store"
    subscriptions = Subscriptions(store)
    subscriptions.follow(begun(site.url("/feed"), "1h", (), time.time()))
    (look,) = Follower(settings_for(store)).look_at_due()
    assert look.error == "is a private address; only public addresses are fetched"
    assert site.asked == []


def test_a_redirect_to_a_private_address(following: Following, site: Site) -> None:
    site.pages["/to"] = 302
    site.headers["/to"] = {"Location": "http://10.0.0.1/secret"}
    following.follow(site.url("/to"))
    error = following.look(0)[site.url("/to")].error
    assert error and "redirects to 10.0.0.1" in error and "private address" in error


def test_robots_of_where_a_redirect_leads_are_heeded(following: Following, site: Site) -> None:
    with served() as other:
        other.pages["/robots.txt"] = b"User-agent: *\nDisallow: /private\nCrawl-delay: 7\n"
        other.pages["/private/feed"] = feed("P", ("a", "T", "The tram runs."))
        other.pages["/open"] = feed("P", ("b", "T", "The ferry sails."))
        site.pages["/to-private"] = site.pages["/to-open"] = site.pages["/to-to"] = 302
        site.headers["/to-private"] = {"Location": other.url("/private/feed")}
        site.headers["/to-open"] = {"Location": other.url("/open")}
        site.headers["/to-to"] = {"Location": "/to-private"}  # relative, and redirected again
        private, twice, allowed = map(site.url, ("/to-private", "/to-to", "/to-open"))
        following.follow(private, twice, allowed)
        looks = following.look(0)
        for url in (private, twice):
            assert looks[url].error == (
                "127.0.0.1 redirects to 127.0.0.1, which is closed to programs by the robots.txt "
                "of its host"
            )
        assert looks[allowed].added == 1 and looks[allowed].error is None
        assert other.statuses("/private/feed") == [] and other.statuses("/open") == [200]
        assert other.statuses("/robots.txt") == [200]
        assert max(following.clock.slept) == pytest.approx(7, abs=1)
        site.pages["/robots.txt"] = b"User-agent: *\nDisallow: /moved\n"
        site.pages["/here"] = 302
        site.headers["/here"] = {"Location": "/moved"}
        site.pages["/moved"] = feed("P", ("c", "T", "It snows."))
        following.follow(site.url("/here"))
        look = following.look(2 * DAY)[site.url("/here")]  # robots.txt is read anew by then
        assert "robots.txt" in str(look.error) and site.statuses("/moved") == []


def test_each_request_of_a_redirect_has_its_pause(tmp_path: Path, site: Site) -> None:
    following = Following(tmp_path / "store", follow_pause=5)
    site.pages["/to"] = 302
    site.headers["/to"] = {"Location": "/feed"}
    site.pages["/feed"] = feed("P", ("a", "T", "The tram runs."))
    following.follow(site.url("/to"))
    assert following.look(0)[site.url("/to")].added == 1
    assert following.clock.slept == pytest.approx([5, 5], abs=0.5)  # after robots.txt, after /to


def test_entries_without_ids_keep_theirs_when_the_feed_moves_on(
    following: Following, site: Site
) -> None:
    url = site.url("/feed")
    site.pages["/feed"] = feed("P", ("", "One", "First text."), ("", "Two", "Second text."))
    following.follow(url)
    following.look(0)
    site.pages["/feed"] = feed(
        "P", ("", "New", "Third text."), ("", "One", "First text, corrected."), ("", "New", "Else.")
    )
    look = following.look()[url]
    assert (look.added, look.changed) == (2, 1)
    assert sorted(texts(following).values()) == [
        "Else.",
        "First text, corrected.",
        "Second text.",
        "Third text.",
    ]


def test_a_feed_changes_no_article_of_others(
    following: Following, site: Site, tmp_path: Path
) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / "a.txt").write_text("The council has voted.")
    run_build(following.folder, news, articles=[Article("pasted", "Pasted.", "P")])
    site.pages["/one"] = feed("One", ("shared", "Tram", "The tram runs."))
    site.pages["/two"] = feed(
        "Two",
        ("shared", "Tram", "The tram was a lie."),
        ("news/a.txt", "C", "The council is a lie."),
        ("pasted", "P", "A lie."),
        ("own", "O", "Our own."),
    )
    following.follow(site.url("/one"), site.url("/two"))
    looks = following.look(0)
    assert (looks[site.url("/two")].added, looks[site.url("/two")].changed) == (1, 0)
    assert "3 the store has from elsewhere" in str(looks[site.url("/two")].note)
    assert texts(following) == {
        "news/a.txt": "The council has voted.",
        "pasted": "Pasted.",
        "shared": "The tram runs.",
        "own": "Our own.",
    }


def test_the_same_entry_in_two_feeds_is_one_article(following: Following, site: Site) -> None:
    entry = ("shared", "Tram", "The tram runs.")
    site.pages["/one"], site.pages["/two"] = feed("Post", entry), feed("Post", entry)
    following.follow(site.url("/one"), site.url("/two"))
    looks = following.look(0)
    assert [look.note for look in looks.values()] == [None, None]
    assert texts(following) == {"shared": "The tram runs."}
    with opened(following.folder) as one:
        generation = one.generation
    for _ in range(3):
        following.look()
    with opened(following.folder) as one:
        assert one.generation == generation


def test_a_feed_that_breaks_loses_nothing_and_is_not_taken_for_read(
    following: Following, site: Site
) -> None:
    url = site.url("/feed")
    whole = feed("P", ("a", "A", "Text of a."), ("b", "B", "Text of b."))
    site.pages["/feed"] = whole
    following.follow(url)
    following.look(0)
    for broken in (b"", b"<html><body></body></html>", b"<rss><channel>", b"\x1f\x8b" * 99):
        site.pages["/feed"] = broken
        due = following.state(url).due
        assert following.look(due - following.clock.now + 1)[url].state == "failed", broken
        assert following.state(url).error
    site.pages["/feed"] = whole.replace(b"</channel></rss>", b"<item><guid>c</guid><title>C</tit")
    due = following.state(url).due
    look = following.look(due - following.clock.now + 1)[url]
    assert look.state == "unchanged" and "cut off" in str(look.note)
    site.pages["/feed"] = feed("P", ("a", "A", "Text of a."), ("c", "C", "Text of c."))
    assert following.look()[url].added == 1
    assert sorted(texts(following)) == ["a", "b", "c"]
    assert following.state(url).note == ""


def test_a_folder_is_followed_as_it_is_indexed(following: Following, tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    for number in range(20):
        path = news / f"{number}.txt"
        path.write_text(f"Harbour report number {number}.")
        os.utime(path, (1_700_000_000, 1_700_000_000))
    following.follow(news, tags=("own",))
    assert following.look(0)[str(news)].added == 20
    assert following.state(str(news)).known.digest
    with build_lock(following.folder):  # nothing has changed: no build is needed
        assert following.look()[str(news)].state == "unchanged"
    (news / "3.txt").unlink()
    (news / "4.txt").write_text("Harbour report number 4, corrected.")
    look = following.look()[str(news)]
    assert (look.added, look.changed, look.removed) == (0, 1, 1)
    with opened(following.folder) as one:
        (version,) = one.versions("news/4.txt")
        assert version.article.text == "Harbour report number 4."
    for path in list(news.iterdir())[5:]:
        path.unlink()
    refused = following.look()[str(news)]
    assert "no longer there" in str(refused.error) and len(texts(following)) == 19
    shutil.rmtree(news)
    following.look(DAY)
    assert "does not exist" in following.state(str(news)).error and len(texts(following)) == 19


def test_a_build_at_work_puts_it_off_and_nothing_is_missed(
    following: Following, site: Site
) -> None:
    url = site.url("/feed")
    site.pages["/feed"] = feed("P", ("a", "A", "Text of a."))
    following.follow(url)
    following.folder.mkdir(exist_ok=True)
    with build_lock(following.folder):
        look = following.look(0)[url]
        assert look.state == "postponed" and following.state(url).failures == 0
    assert following.look(follower_module.BUSY_S + 1)[url].added == 1


def test_killed_between_build_and_remembering(
    following: Following, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = site.url("/feed")
    site.pages["/feed"] = feed("P", ("a", "A", "Text of a."))
    following.follow(url)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Subscriptions, "update", killed)
        with pytest.raises(KeyboardInterrupt):
            following.look(0)
    assert texts(following) == {"a": "Text of a."}
    look = following.look(0)[url]
    assert look.state == "unchanged" and site.statuses("/feed") == [200, 200]


def test_a_store_that_was_put_back_is_filled_again(
    following: Following, site: Site, tmp_path: Path
) -> None:
    url = site.url("/feed")
    site.pages["/feed"] = feed("P", ("a", "A", "Text of a."))
    following.follow(url)
    following.look(0)
    copy = tmp_path / "copy.sqlite"
    shutil.copy(following.folder / "articles.sqlite", copy)
    site.pages["/feed"] = feed("P", ("b", "B", "Text of b."))
    following.look()
    for name in ("articles.sqlite", "articles.sqlite-wal", "articles.sqlite-shm"):
        (following.folder / name).unlink(missing_ok=True)
    shutil.copy(copy, following.folder / "articles.sqlite")
    assert sorted(texts(following)) == ["a"]
    assert following.look()[url].added == 1
    assert sorted(texts(following)) == ["a", "b"]


def test_two_runs_do_not_meet(following: Following, site: Site) -> None:
    site.pages["/feed"] = feed("P", ("a", "A", "Text of a."))
    following.follow(site.url("/feed"))
    other = Follower(following.settings, is_allowed=this_machine)
    looks = following.follower.look_at_due()
    assert next(looks).added == 1
    with pytest.raises(StoreBusy, match="Another run"):
        list(other.look_at_due())
    looks.close()  # type: ignore[attr-defined]
    assert list(other.look_at_due()) == []


def test_what_was_stopped_meanwhile_stays_stopped(following: Following, site: Site) -> None:
    url = site.url("/feed")

    def stopping(handler: BaseHTTPRequestHandler) -> None:
        following.subscriptions.stop(url)
        handler.send_response(500)
        handler.end_headers()

    site.pages["/feed"] = stopping
    following.follow(url)
    following.look(0)
    assert following.subscriptions.all() == []


def test_who_may_read_it_and_what_is_kept(following: Following, site: Site) -> None:
    url = site.url("/feed?key=SECRET")
    following.follow(url, tags=("a",))
    path = following.folder / FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = following.state(url)
    following.clock.now += STEP
    following.follow(url, tags=("b",))
    after = following.state(url)
    assert (after.since, after.tags, after.due) == (before.since, ("b",), following.clock.now)
    assert following.subscriptions.stop(url) and not following.subscriptions.stop(url)
    assert b"SECRET" not in path.read_bytes()


@pytest.mark.parametrize("typed", ["-", "", "nowhere", "ftp://x.example/", "http://a:b@x.example/"])
def test_what_cannot_be_followed(
    typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError):
        begun(typed, "1h", (), 0.0)


def test_a_damaged_file_of_what_is_followed(following: Following) -> None:
    following.folder.mkdir()
    (following.folder / FILE).write_bytes(b"nonsense" * 1000)
    with pytest.raises(StoreError, match=r"follow anew; no article is lost"):
        following.subscriptions.all()


def test_the_worker_looks_beside_others_and_ends(following: Following, site: Site) -> None:
    url = site.url("/feed")
    site.pages["/feed"] = feed("P", ("a", "A", "Text of a."))
    said: list[str] = []
    with FollowWorker(following.follower, said.append, 0.05):
        following.follow(url)  # while it is at work, as by another process
        deadline = time.monotonic() + 20
        while not (following.state(url) and following.state(url).succeeded):
            assert time.monotonic() < deadline, said
            time.sleep(0.05)
    assert texts(following) == {"a": "Text of a."}
    assert said == []
    for _ in range(100):
        if not any(thread.name == "follow" for thread in threading.enumerate()):
            break
        time.sleep(0.05)
    assert not any(thread.name == "follow" for thread in threading.enumerate())
