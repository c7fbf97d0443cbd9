"""The conversations of the page: what comes from it is not trusted, what fails is told."""

import base64
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from test_conversations import exchange
from test_web_render import HOSTILE, Page

from index import Article, Filters, build
from qa.history.conversations import Conversations, Entry, Removed
from qa.history.database import FILE
from qa.history.export import Document
from qa.history.feedback import Feedback
from qa.history.judgement import Judgement
from qa.history.record import to_json
from qa.history.standing import Standing
from qa.settings import QASettings
from qa.text.html import fingerprint
from qa.web import OpenStores, views
from qa.web.article import Wanted, render_article, render_missing
from qa.web.changed_quotations import Quoted, find_quoted
from qa.web.conversation_list import render_download, render_talks, render_unkept
from qa.web.conversations import (
    NOT_THERE,
    ConversationKeeping,
    ConversationRef,
    Opened,
    begun,
    read_wanted,
)
from qa.web.exchange import render_exchange
from qa.web.judging import Judged

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
SAID = "It cost 547 million crowns."


@pytest.fixture
def talks(tmp_path: Path) -> ConversationKeeping:
    settings = QASettings(store=tmp_path / "store")
    article = Article("a.txt", f"They said: {SAID} It rained.", "Tram")
    build(articles=[article], store=settings.store, settings=settings)
    return ConversationKeeping(Conversations(settings.store / FILE), OpenStores(settings))


def titles(html: object) -> list[str]:
    return re.findall(
        r'data-open(?: aria-current="true")?><span dir="auto">(.*?)</span>', str(html)
    )


def test_kept_and_opened(talks: ConversationKeeping) -> None:
    first = replace(exchange(), folder=talks.kept and talks.kept.path.parent)
    talk = talks.keep(begun(ConversationRef()), [first])
    assert talk.id and not talk.problem and begun(talk) is talk
    opened = talks.opened({"id": talk.id})
    assert isinstance(opened, Opened) and opened.talk == talk and opened.judged == {}
    assert [one.since for one in opened.exchanges] == [{1: Standing.MOVED}]
    assert talks.keep(talk, [*opened.exchanges, exchange(2)]) == talk
    failed = replace(exchange(3), problem="There is no store.")
    assert talks.keep(talk, [first, failed]) == talk
    again = talks.opened({"id": talk.id})
    assert isinstance(again, Opened) and len(again.exchanges) == 2


def test_judgements_are_shown_again(talks: ConversationKeeping) -> None:
    folder = talks._shelf.settings.store
    talk = talks.keep(ConversationRef("a"), [replace(exchange(), folder=folder)])
    answer = json.loads(to_json(exchange()))["answer"]
    said = Judgement("j1", NOW, "?", (), Filters(), answer, "wrong", "600")
    Feedback(folder).keep(said)
    talks.note(talk, 1, {1: Judged(said)})
    opened = talks.opened({"id": "a"})
    assert isinstance(opened, Opened) and opened.judged == {1: Judged(said)}
    Feedback(folder).take_back("j1")
    opened = talks.opened({"id": "a"})
    assert isinstance(opened, Opened) and opened.judged == {}


@pytest.mark.parametrize(
    "data", [None, "a", {}, {"id": 3}, {"id": ""}, {"id": "x" * 65}, {"id": "a", "title": 1},
             {"id": "a", "form": "exe"}, {"id": "a", "form": ["md"]}, [("id", "a")]]
)  # fmt: skip
def test_what_is_no_click_does_nothing(talks: ConversationKeeping, data: object) -> None:
    talks.keep(ConversationRef("a"), [exchange()])
    assert read_wanted(data) is None
    assert talks.opened(data) == NOT_THERE and talks.exported(data) == ""
    assert titles(talks.renamed(data, "", ConversationRef())) == [exchange().question]
    html, removed = talks.removed(data, "", ConversationRef())
    assert removed is None and len(titles(html)) == 1


def test_what_is_not_there(talks: ConversationKeeping) -> None:
    gone = {"id": "gone", "title": "x"}
    assert talks.opened(gone) == NOT_THERE and talks.exported(gone) == ""
    assert talks.removed(gone, "", ConversationRef())[1] is None
    assert "Nothing has been asked yet." in talks.renamed(gone, "", ConversationRef())
    assert "Nothing has been asked yet." in talks.put_back(None, "", ConversationRef())


def test_the_list(talks: ConversationKeeping) -> None:
    talks.keep(ConversationRef("a"), [exchange()])
    talks.keep(ConversationRef("b"), [exchange(2, "Who pays?")])
    html = talks.listed("", ConversationRef("a"))
    assert titles(html) == ["Who pays?", "What does it cost?"] and "2 conversations" in html
    assert html.count("open now") == html.count("aria-current") == 1
    assert "1 conversation found" in talks.listed("pays", ConversationRef())
    assert "No conversation holds these words." in talks.listed("nobody", ConversationRef())
    html, removed = talks.removed({"id": "b"}, "", ConversationRef())
    assert removed and "Deleted: <bdi>Who pays?</bdi>" in html and "1 conversation<" in html
    assert titles(talks.put_back(removed, "", ConversationRef())) == ["Who pays?", "What does it cost?"]
    assert titles(talks.renamed({"id": "b", "title": "Money"}, "mon", ConversationRef())) == ["Money"]


def test_each_person_has_their_own(talks: ConversationKeeping) -> None:
    talk = talks.of("ada").keep(ConversationRef("a"), [exchange()])
    assert titles(talks.of("ada").listed("", talk)) == [exchange().question]
    for other in (talks, talks.of(None), talks.of("bob")):
        assert titles(other.listed("", talk)) == [] and other.opened({"id": "a"}) == NOT_THERE
        assert other.removed({"id": "a"}, "", talk)[1] is None
    assert talks.of("bob").keep(talk, [exchange(), exchange(2)]).id != "a"
    assert titles(talks.of("ada").listed("", talk)) == [exchange().question]


def test_where_none_are_kept(tmp_path: Path) -> None:
    talks = ConversationKeeping(None, OpenStores(QASettings(store=tmp_path)))
    assert talks.keep(ConversationRef("a"), [exchange()]) == ConversationRef("a")
    assert talks.opened({"id": "a"}) == NOT_THERE
    assert list(tmp_path.iterdir()) == []


def test_what_fails_is_told_and_the_chat_goes_on(talks: ConversationKeeping) -> None:
    assert talks.kept
    talks.kept.path.write_bytes(b"This is no database." * 400)
    talk = talks.keep(ConversationRef("a"), [exchange()])
    assert talk.id == "a" and talk.problem.startswith("This conversation is not kept. The file")
    assert "is damaged" in render_unkept(talk.problem)
    talks.note(talk, 1, {1: Judged()})
    wanted = {"id": "a", "title": "x"}
    assert "is damaged" in str(talks.opened(wanted)) and talks.exported(wanted) == ""
    removed = Removed("a", "x", (), ())
    for html in (
        talks.listed("", talk),
        talks.renamed(wanted, "", talk),
        talks.removed(wanted, "", talk)[0],
        talks.put_back(removed, "", talk),
    ):
        assert html.count("is damaged") == 1 and "conversations</p>" not in html


# What the page shows


def everything_with(text: str) -> list[str]:
    entries = [Entry(text, text, NOW, 1, text), Entry("b", "B", NOW, 2)]
    removed = Removed("c", text, (), ())
    quoted = Quoted(text, (0, len(text)), text, text, None, text)
    article = Article(text, "Another text.", text, text)
    moved = Article(text, f"Another text. {text}", text, text)
    wanted = Wanted(text, (0, len(text)), fingerprint(text))
    return [
        str(html)
        for html in (
            render_talks(entries, text, 2, current="b", removed=removed, problem=text),
            render_unkept(text),
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
    html = render_download(Document(f"{text}.md", "text/markdown", text))
    [(tag, attributes)] = Page(str(html)).tags
    address = attributes["href"] or ""
    assert tag == "a" and address.startswith("data:text/markdown;charset=utf-8;base64,")
    assert base64.b64decode(address.partition(",")[2]).decode() == text
    again = render_download(Document(f"{text}.md", "text/markdown", text))
    assert again != html  # else the page would take it for what it has already


def test_what_has_become_of_a_quotation_stands_beside_it() -> None:
    one = replace(exchange(), since={1: Standing.GONE})
    assert '<p class="since gone">The article is no longer in the store.</p>' in render_exchange(
        one
    )
    assert "since" not in render_exchange(exchange())


def test_a_quotation_is_shown_as_it_was() -> None:
    check = fingerprint(SAID)
    quoted = find_quoted([exchange()], "a.txt", (10, 37), check)
    assert quoted and (quoted.quote, quoted.title, quoted.source) == (SAID, "Tram", "Courier")
    read = exchange().passages[0]
    found = find_quoted([exchange()], "a.txt", (0, 40), fingerprint(read.text))
    assert found and found.quote == read.text
    for wrong in (("b.txt", (10, 37), check), ("a.txt", (9, 37), check), ("a.txt", None, check),
                  ("a.txt", (10, 37), "x")):  # fmt: skip
        assert find_quoted([exchange()], *wrong) is None
    wanted = Wanted("a.txt", (10, 37), check)
    page = Page(str(render_article(Article("a.txt", f"{SAID} So.", "Tram"), wanted, "t", quoted)))
    assert page.marked == [SAID] and "but still says this" in page.text
    changed = Article("a.txt", "It cost 600 million crowns, they say.", "Tram")
    page = Page(str(render_article(changed, wanted, "t", quoted)))
    assert page.marked == [] and SAID in page.text and "600" in page.text
    page = Page(str(render_missing("t", quoted)))
    assert "no longer in the store" in page.text and SAID in page.text and "Courier" in page.text


def test_a_click_on_what_is_gone(talks: ConversationKeeping) -> None:
    click = {"article": "b.txt", "start": 10, "end": 37, "check": fingerprint(SAID)}
    one = exchange()
    assert one.answer
    cited = tuple(replace(cited, article_id="b.txt") for cited in one.answer.citations)
    said = [replace(one, answer=replace(one.answer, citations=cited))]
    assert SAID in views.opened(talks._shelf, click, said)
    assert SAID not in views.opened(talks._shelf, click) and SAID not in views.opened(
        talks._shelf, {**click, "check": "x"}, said
    )
