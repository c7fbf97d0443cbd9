"""The conversations of the page: what comes from it is not trusted, what fails is told."""

import base64
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from page_html import HOSTILE, Page, exchange

from index import Article, Filters, build
from qa.database.sqlite_file import FILE, SqliteFile
from qa.history.conversations import LISTED, Conversations, Entry, Removed
from qa.history.export import ExportedFile
from qa.history.feedback import Feedback
from qa.history.judgement import Judgement
from qa.history.record import to_json
from qa.history.standing import Standing
from qa.i18n import say
from qa.settings import QASettings
from qa.web import OpenStores
from qa.web.articles.opening import ArticleRequest, Quoted, find_quoted, fingerprint
from qa.web.conversations import (
    Opened,
    SavedAs,
    SavedConversations,
    read_list_click,
)
from qa.web.judgements import JudgementState
from qa.web.render.article import render_article, render_missing
from qa.web.render.conversation_list import render_conversations, render_unsaved
from qa.web.render.download import render_download
from qa.web.render.evidence import render_evidence
from qa.web.store_views import show_article

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
SAID = "It cost 547 million crowns."


@pytest.fixture
def saved(tmp_path: Path) -> SavedConversations:
    settings = QASettings(store=tmp_path / "store")
    article = Article("a.txt", f"They said: {SAID} It rained.", "Tram")
    build(articles=[article], store=settings.store, settings=settings)
    return SavedConversations(
        Conversations(SqliteFile(settings.store / FILE)), OpenStores(settings)
    )


def titles(html: object) -> list[str]:
    return re.findall(r'data-open[^>]*><span class="talk-title" dir="auto">(.*?)</span>', str(html))


def test_kept_and_opened(saved: SavedConversations) -> None:
    first = replace(exchange(), folder=saved.database and saved.database.database.home)
    saved_as = saved.save(SavedAs().begun(), [first])
    assert saved_as.id and not saved_as.problem and saved_as.begun() is saved_as
    opened = saved.open({"id": saved_as.id})
    assert isinstance(opened, Opened) and opened.saved_as == saved_as and opened.judgements == {}
    assert [one.since for one in opened.exchanges] == [{1: Standing.MOVED}]
    assert saved.save(saved_as, [*opened.exchanges, exchange(2)]) == saved_as
    parted = saved.save(saved_as, [first, exchange(2, asked=NOW)])  # in another tab
    assert parted.id != saved_as.id and "copy of it" in parted.problem
    failed = replace(exchange(3), problem="There is no store.")
    assert saved.save(saved_as, [first, failed]) == saved_as
    again = saved.open({"id": saved_as.id})
    assert isinstance(again, Opened) and len(again.exchanges) == 2


def test_judgements_are_shown_again(saved: SavedConversations) -> None:
    folder = saved._stores.settings.store
    saved_as = saved.save(SavedAs("a"), [replace(exchange(), folder=folder)])
    answer = json.loads(to_json(exchange()))["answer"]
    said = Judgement("j1", NOW, "?", (), Filters(), answer, "wrong", "600")
    Feedback(folder).keep(said)
    saved.note_judgement(saved_as, 1, {1: JudgementState(said)})
    opened = saved.open({"id": "a"})
    assert isinstance(opened, Opened) and opened.judgements == {1: JudgementState(said)}
    Feedback(folder).take_back("j1")
    opened = saved.open({"id": "a"})
    assert isinstance(opened, Opened) and opened.judgements == {}


@pytest.mark.parametrize(
    "data", [None, "a", {}, {"id": 3}, {"id": ""}, {"id": "x" * 65}, {"id": "a", "title": 1},
             {"id": "a", "form": "exe"}, {"id": "a", "form": ["md"]}, [("id", "a")]]
)  # fmt: skip
def test_what_is_no_click_does_nothing(saved: SavedConversations, data: object) -> None:
    saved.save(SavedAs("a"), [exchange()])
    assert read_list_click(data) is None
    assert saved.open(data) == say("conversations.gone") and saved.export(data) == ""
    assert titles(saved.rename(data, "", SavedAs())) == [exchange().question]
    html, removed = saved.remove(data, "", SavedAs())
    assert removed is None and len(titles(html)) == 1


def test_what_is_not_there(saved: SavedConversations) -> None:
    gone = {"id": "gone", "title": "x"}
    assert saved.open(gone) == say("conversations.gone") and saved.export(gone) == ""
    assert saved.remove(gone, "", SavedAs())[1] is None
    assert "What you ask is kept here." in saved.rename(gone, "", SavedAs())
    assert "What you ask is kept here." in saved.restore(None, "", SavedAs())


def test_the_list(saved: SavedConversations) -> None:
    saved.save(SavedAs("a"), [exchange()])
    saved.save(SavedAs("b"), [exchange(2, "Who pays?")])
    html = saved.show("", SavedAs("a"))
    assert titles(html) == ["Who pays?", "What does it cost?"]
    assert html.count("aria-current") == 1 and 'data-current="a"' in html
    assert html.count('class="talk-day"') == 1
    assert "1 conversation found" in saved.show("pays", SavedAs())
    assert "No conversation holds these words." in saved.show("nobody", SavedAs())
    html, removed = saved.remove({"id": "b"}, "", SavedAs())
    assert removed and "Deleted: <bdi>Who pays?</bdi>" in html and len(titles(html)) == 1
    assert titles(saved.restore(removed, "", SavedAs())) == [
        "Who pays?",
        "What does it cost?",
    ]
    assert titles(saved.rename({"id": "b", "title": "Money"}, "mon", SavedAs())) == ["Money"]


def test_each_person_has_their_own(saved: SavedConversations) -> None:
    saved_as = saved.of("ada").save(SavedAs("a"), [exchange()])
    assert titles(saved.of("ada").show("", saved_as)) == [exchange().question]
    for other in (saved, saved.of(None), saved.of("bob")):
        assert titles(other.show("", saved_as)) == [] and other.open({"id": "a"}) == say(
            "conversations.gone"
        )
        assert other.remove({"id": "a"}, "", saved_as)[1] is None
    assert saved.of("bob").save(saved_as, [exchange(), exchange(2)]).id != "a"
    assert titles(saved.of("ada").show("", saved_as)) == [exchange().question]


def test_where_none_are_kept(tmp_path: Path) -> None:
    saved = SavedConversations(None, OpenStores(QASettings(store=tmp_path)))
    assert saved.save(SavedAs("a"), [exchange()]) == SavedAs("a")
    assert saved.open({"id": "a"}) == say("conversations.gone")
    assert list(tmp_path.iterdir()) == []


def test_what_fails_is_told_and_the_chat_goes_on(saved: SavedConversations) -> None:
    assert saved.database
    Path(saved.database.database.name).write_bytes(b"This is no database." * 400)
    saved_as = saved.save(SavedAs("a"), [exchange()])
    assert saved_as.id == "a" and saved_as.problem.startswith(
        "This conversation is not kept. The file"
    )
    assert "is damaged" in render_unsaved(saved_as.problem)
    saved.note_judgement(saved_as, 1, {1: JudgementState()})
    wanted = {"id": "a", "title": "x"}
    assert "is damaged" in str(saved.open(wanted)) and saved.export(wanted) == ""
    removed = Removed("a", "x", (), ())
    for html in (
        saved.show("", saved_as),
        saved.rename(wanted, "", saved_as),
        saved.remove(wanted, "", saved_as)[0],
        saved.restore(removed, "", saved_as),
    ):
        assert html.count("is damaged") == 1 and "conversations</p>" not in html


# What the page shows


def test_a_search_that_finds_more_than_are_listed_says_so() -> None:
    found = [Entry(str(number), "Ferry", NOW, 1) for number in range(LISTED)]
    assert "The latest 200 conversations that hold these words" in render_conversations(
        found, "ferry", 900, current="", removed=None, problem=""
    )
    assert "199 conversations found" in render_conversations(
        found[1:], "ferry", 900, current="", removed=None, problem=""
    )


def everything_with(text: str) -> list[str]:
    entries = [Entry(text, text, NOW, 1, text), Entry("b", "B", NOW, 2)]
    removed = Removed("c", text, (), ())
    quoted = Quoted(text, (0, len(text)), text, text, None, text)
    article = Article(text, "Another text.", text, text)
    moved = Article(text, f"Another text. {text}", text, text)
    wanted = ArticleRequest(text, (0, len(text)), fingerprint(text))
    return [
        str(html)
        for html in (
            render_conversations(entries, text, 2, current="b", removed=removed, problem=text),
            render_unsaved(text),
            render_missing("t", quoted),
            render_article(article, wanted, "t", quoted),
            render_article(moved, wanted, "t", quoted),
        )
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_others_is_never_html_nor_a_template(text: str) -> None:
    harmless = [tag for html in everything_with("harmless") for tag, _ in Page(html).tags]
    hostile = everything_with(text)
    assert [tag for html in hostile for tag, _ in Page(html).tags] == harmless
    for html in hostile:
        assert not re.search(r"[${}`\\]", html)
        assert text in Page(html).text
        for _, attributes in Page(html).tags:
            assert not any(name.startswith("on") or name == "autofocus" for name in attributes)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_download_holds_the_very_text(text: str) -> None:
    html = render_download(ExportedFile(f"{text}.md", "text/markdown", text))
    [(tag, attributes)] = Page(str(html)).tags
    address = attributes["href"] or ""
    assert tag == "a" and address.startswith("data:text/markdown;charset=utf-8;base64,")
    assert base64.b64decode(address.partition(",")[2]).decode() == text
    again = render_download(ExportedFile(f"{text}.md", "text/markdown", text))
    assert again != html  # else the page would take it for what it has already


def test_what_has_become_of_a_quotation_stands_beside_it() -> None:
    one = replace(exchange(), since={1: Standing.GONE})
    gone = '<p class="since gone">The article is no longer in the store.</p>'
    assert gone in render_evidence(one)
    assert "since" not in render_evidence(exchange())


def test_a_quotation_is_shown_as_it_was() -> None:
    check = fingerprint(SAID)
    quoted = find_quoted([exchange()], ArticleRequest("a.txt", (10, 37), check))
    assert quoted and (quoted.quote, quoted.title, quoted.source) == (SAID, "Tram", "Courier")
    read = exchange().passages[0]
    passage = ArticleRequest("a.txt", (0, 40), fingerprint(read.text))
    found = find_quoted([exchange()], passage)
    assert found and found.quote == read.text
    for wrong in (("b.txt", (10, 37), check), ("a.txt", (9, 37), check), ("a.txt", None, check),
                  ("a.txt", (10, 37), "x")):  # fmt: skip
        assert find_quoted([exchange()], ArticleRequest(*wrong)) is None
    wanted = ArticleRequest("a.txt", (10, 37), check)
    page = Page(str(render_article(Article("a.txt", f"{SAID} So.", "Tram"), wanted, "t", quoted)))
    assert page.marked == [SAID] and "but still says this" in page.text
    changed = Article("a.txt", "It cost 600 million crowns, they say.", "Tram")
    page = Page(str(render_article(changed, wanted, "t", quoted)))
    assert page.marked == [] and SAID in page.text and "600" in page.text
    page = Page(str(render_missing("t", quoted)))
    assert "no longer in the store" in page.text and SAID in page.text and "Courier" in page.text


def test_a_click_on_what_is_gone(saved: SavedConversations) -> None:
    click = {"article": "b.txt", "start": 10, "end": 37, "check": fingerprint(SAID)}
    one = exchange()
    assert one.answer
    cited = tuple(replace(cited, article_id="b.txt") for cited in one.answer.citations)
    said = [replace(one, answer=replace(one.answer, citations=cited))]
    assert SAID in show_article(saved._stores, click, said)
    assert SAID not in show_article(saved._stores, click)
    assert SAID not in show_article(saved._stores, {**click, "check": "x"}, said)
