"""What the page shows of what is followed, what it takes, and earlier texts of an article."""

import os
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from page_html import Page

from index import Article, Summary, build
from index.errors import UsageError
from index.follow.subscriptions import Subscription, Subscriptions
from index.readers import Found
from qa.i18n import speaking
from qa.settings import QASettings
from qa.web import OpenStores, store_views
from qa.web.articles.following import MOST, FollowForm, follow, followed, read_follow_form, stop
from qa.web.articles.opening import ArticleRequest, read_article_request
from qa.web.articles.selection import Selection
from qa.web.render.article_table import render_table
from qa.web.render.following import render_following

URL = "https://news.example/toll"


@pytest.fixture
def stores(tmp_path: Path) -> OpenStores:
    return OpenStores(QASettings(store=tmp_path / "store"))


def subscriptions(stores: OpenStores) -> Subscriptions:
    return Subscriptions(stores.settings.store)


def test_an_address_is_followed_and_stopped(stores: OpenStores) -> None:
    assert "Follow a feed or page" in Page(store_views.show_following(stores)).text
    follow(FollowForm(f" {URL}#part ", "6h", "Toll, , bay"), stores)
    (one,) = subscriptions(stores).all()
    assert (one.address, one.every, one.tags) == (URL, 6 * 3600, ("Toll", "bay"))
    assert one.due <= time.time()
    html = store_views.show_following(stores)
    page = Page(html)
    assert "news.example/toll" in page.text and "not looked at yet" in page.text
    assert "data-waiting" in str(html)
    (key,) = [tag["data-unfollow"] for _, tag in page.tags if "data-unfollow" in tag]
    for data in (None, {}, {"key": 3}, {"key": "x"}, {"key": URL}):
        stop(data, stores)
    assert len(subscriptions(stores).all()) == 1
    stop({"key": key}, stores)
    assert subscriptions(stores).all() == []


@pytest.mark.parametrize(
    "form",
    [
        FollowForm("/etc"),
        FollowForm("file:///etc/passwd"),
        FollowForm("-"),
        FollowForm(""),
        FollowForm("https://ada:secret@news.example/"),
        FollowForm(URL, "1s"),
        FollowForm(URL, "1h", "x" * 100),
    ],
)
def test_what_the_page_does_not_follow(stores: OpenStores, form: FollowForm) -> None:
    with pytest.raises(UsageError):
        follow(form, stores)
    assert not subscriptions(stores).path.exists()


def test_a_page_cannot_follow_without_end(stores: OpenStores) -> None:
    subs = subscriptions(stores)
    with subs.opened() as connection:
        for number in range(MOST):
            subs._put(connection, Subscription(f"{URL}/{number}", 3600), "INSERT INTO")
    follow(FollowForm(f"{URL}/1", "1d"), stores)
    with pytest.raises(UsageError, match="already"):
        follow(FollowForm(URL), stores)


@pytest.mark.parametrize(
    "data",
    [None, [], {}, {"address": 1, "every": "1h", "tags": ""}, {"address": "x" * 3000, "every": "",
     "tags": ""}, {"address": "", "every": "", "tags": "x" * 9999}],
)  # fmt: skip
def test_a_form_that_is_none(data: object) -> None:
    assert read_follow_form(data) is None
    assert read_follow_form({"address": "a", "every": "1h", "tags": "t"}) == FollowForm(
        "a", "1h", "t"
    )


def test_what_is_secret_in_a_name_is_not_shown(stores: OpenStores, tmp_path: Path) -> None:
    subs = subscriptions(stores)
    subs.write(Subscription(f"{URL}?key=SECRET", 3600, error="answered 503", failures=2, checked=1))
    subs.write(Subscription(os.fspath(tmp_path / "news"), 60 * 45, succeeded=1_700_000_000.0))
    text = str(store_views.show_following(stores))
    assert "SECRET" not in text and str(tmp_path) not in text
    page = Page(text)
    assert "news.example/toll?…" in page.text and "answered 503" in page.text
    assert "1 failing" in page.text and "every 45m" in page.text
    assert "14 Nov 2023, 22:13 UTC" in page.text


def test_it_says_where_nobody_looks(stores: OpenStores) -> None:
    assert "article-qa follow run" not in Page(render_following([])).text
    assert "article-qa follow run" in Page(render_following([], works=False)).text


def test_what_is_followed_is_told_in_german(stores: OpenStores) -> None:
    subs = subscriptions(stores)
    subs.write(Subscription(URL, 3600, tags=("bay",), error="answered 503", checked=1))
    subs.write(Subscription(f"{URL}/2", 6 * 3600, succeeded=1_700_000_000.0))
    with speaking("de"):
        text = Page(store_views.show_following(stores)).text
        with pytest.raises(UsageError, match="Wählen Sie"):
            follow(FollowForm(URL, "1s"), stores)
    assert "2 Adressen werden verfolgt" in text and "Fehlgeschlagen: antwortete mit 503" in text
    assert "jede Stunde" in text and "14. Nov. 2023, 22:13 UTC" in text


def test_a_damaged_file_is_told(stores: OpenStores) -> None:
    subs = subscriptions(stores)
    subs.path.parent.mkdir()
    subs.path.write_bytes(b"nonsense" * 999)
    assert "could not be read" in Page(store_views.show_following(stores)).text


def test_earlier_texts_are_opened(stores: OpenStores) -> None:
    article = Article(URL, "", "The toll", "Post", date(2026, 3, 2), URL)
    for number in range(3):
        now = replace(article, text=f"The toll is {number} crowns.")
        build(fetched={URL: [Found(now)]}, settings=stores.settings, versions=5)
    page = Page(store_views.show_article(stores, {"article": URL}))
    assert "The toll is 2 crowns." in page.text and "Earlier versions: 2" in page.text
    numbers = [int(tag["data-version"]) for _, tag in page.tags if "data-version" in tag]
    earlier = Page(store_views.show_article(stores, {"article": URL, "version": numbers[1]}))
    assert "The toll is 0 crowns." in earlier.text and "The toll is 2" not in earlier.text
    assert "This is what the article said until" in earlier.text
    for version in (0, -1, 999, "1", True, None):
        told = Page(store_views.show_article(stores, {"article": URL, "version": version}))
        assert "The toll is 2 crowns." in told.text
    with speaking("de"):
        said = Page(store_views.show_article(stores, {"article": URL, "version": numbers[1]})).text
    assert "Frühere Fassungen: 2" in said and "So lautete der Artikel bis" in said
    request = read_article_request({"article": URL, "version": 7, "start": 1, "end": 2})
    assert request == ArticleRequest(URL, version=7)


def test_a_tag_narrows_the_table() -> None:
    summaries = [
        Summary("a", "A", None, None, None, 1, 1, ("Bay", "x")),
        Summary("b", "B", None, None, None, 1, 1),
    ]
    page = Page(render_table(summaries, 2))
    assert [tag["data-tag"] for _, tag in page.tags if "data-tag" in tag] == ["Bay", "x"]
    selection = Selection(page=2).narrowed_to({"tag": "bay"})
    assert selection == Selection(tag="bay") and selection.narrows
    assert [one.id for one in selection.of(summaries)] == ["a"]
    assert selection.narrowed_to({"tag": "bay"}) == Selection()
    assert "Only #bay" in Page(render_table(summaries[:1], 2, selection=selection)).text
    with speaking("de"):
        assert 'aria-label="Nur Artikel mit dem Schlagwort Bay"' in render_table(summaries, 2)
    assert Selection().narrowed_to({"tag": 3}) == Selection()


def test_tags_are_among_what_can_be_chosen(stores: OpenStores) -> None:
    build(articles=[Article("a", "Text.", "T", tags=("b", "a"))], settings=stores.settings)
    assert store_views.option_facts(stores)["tags"] == [["a", 1], ["b", 1]]
    assert followed(stores) == []
