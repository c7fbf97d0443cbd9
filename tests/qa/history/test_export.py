"""A conversation as a document: with footnotes, and with nothing in it that was not meant."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from exchanges import NOON, exchange
from markdown_it import MarkdownIt
from markdown_it.token import Token

from index import Article
from qa.history.as_html import as_html
from qa.history.as_markdown import as_markdown, escaped
from qa.history.conversations import Conversation, checked
from qa.history.exchange import ChatExchange
from qa.history.export import export
from qa.history.standing import Standing
from qa.question import QuestionKind
from qa.types import Answer, AnswerSentence

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</title></style></script><script>alert(1)</script>",
    "[a](javascript:alert(1))",
    "![a](https://evil.example/x.png)",
    "https://evil.example www.evil.example a@evil.example <https://evil.example>",
    "# heading",
    "- item",
    "1. item",
    "+ item",
    "=====",
    "> quoted",
    "```\ncode",
    "*em* **strong** _em_ __strong__ ~~gone~~ `code`",
    "[^1-1] [^1-1]: forged",
    "[1]: https://evil.example",
    "| a | b |\n|---|---|\n| c | d |",
    "$x$ \\(x\\) &lt;b&gt; &#60;",
    "{{ x }} ${x}",
    "---",
    "line\n\n    code\n\tcode",
    '" onmouseover="alert(1)',
    "HTTP://evil.example Https://evil.example ftp://evil.example javascript://x",
    "mailto:a@evil.example xmpp:a.b@evil.example tel:1 a_b@evil.example",
)


def talk(*exchanges: ChatExchange, title: str = "What does it cost?") -> Conversation:
    return Conversation("a", title, NOON, exchanges or (exchange(),), {})


class Page(HTMLParser):
    """What a browser makes of HTML: its tags, its text, where its links lead, what they name."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.links: list[str] = []
        self.names: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        self.names += [value or "" for name, value in attrs if name == "id"]
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def tokens(markdown: str) -> list[Token]:
    """What a Markdown reader makes of it, tables and struck words included."""
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return [one for block in reader.parse(markdown) for one in (block, *(block.children or ()))]


def hostile(text: str) -> Conversation:
    one = exchange(1, text, said=text)
    assert one.answer
    [cited] = one.answer.citations
    cited = replace(cited, title=text, source=text, article_id=text)
    answer = replace(one.answer, citations=(cited,), notices=(text,), short=text)
    refused = exchange(2, text, answer=replace(answer, citations=(), sentences=(), text=text))
    return talk(replace(one, answer=answer), refused, title=text)


# Markdown


def test_markdown() -> None:
    document = export(talk(exchange(), exchange(2, "Who pays?", said="The Board.")), "md")
    assert (document.name, document.media_type) == ("what-does-it-cost.md", "text/markdown")
    assert document.text == (
        "# What does it cost?\n\n"
        "*A conversation with article-qa, begun on 25 November 2026. The footnotes quote the "
        "articles.*\n\n"
        "## What does it cost?\n\n*Only articles of Courier, from 1 January 2023*\n\n"
        "**547 million**\n\nIt cost 547 million crowns. [^1-1]\n\n> A newer article says 600.\n\n"
        "[^1-1]: Tram · Courier · 28 July 2023: “It cost 547 million crowns.”\n\n"
        "## Who pays?\n\n*Only articles of Courier, from 1 January 2023*\n\n"
        "**547 million**\n\nThe Board. [^2-1]\n\n> A newer article says 600.\n\n"
        "[^2-1]: Tram · Courier · 28 July 2023: “The Board.”\n"
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_foreign_text_is_never_markdown(text: str) -> None:
    def shapes(text: str) -> list[str]:
        kinds = [one.type for one in tokens(export(hostile(text), "md").text)]
        return [kind for kind in kinds if kind not in ("text", "text_special")]

    assert shapes(text) == shapes("harmless")
    seen = "".join(one.content for one in tokens(escaped(text)) if one.type == "text")
    assert seen.replace("\u2060", "") == " ".join(text.split())
    live = r"(?<!\\)\[\^(?!\d-\d\])|[a-z]:[^\s\\]|www\.|\w\\?@\w"
    assert not re.search(live, export(hostile(text), "md").text, re.IGNORECASE)


DAYS = "3 May 2024: Rain. [1]\n\n1 June 2024: Snow. [1]\n\nFog. [1]"


@pytest.mark.parametrize(
    ("kind", "between"), [(QuestionKind.TIMELINE, "\n\n"), (QuestionKind.FACT, " ")]
)
def test_only_a_digest_has_paragraphs(kind: QuestionKind, between: str) -> None:
    one = exchange()
    assert one.answer
    told = tuple(AnswerSentence(words, (1,), 1.0) for words in ("Rain.", "Snow.", "Fog."))
    answer = replace(one.answer, kind=kind, text=DAYS, sentences=told)
    days = ("3 May 2024\\: Rain. [^1-1]", "1 June 2024\\: Snow. [^1-1]", "Fog. [^1-1]")
    text = export(talk(replace(one, answer=answer)), "md").text
    assert f"\n\n{between.join(days)}\n\n" in text


def test_a_colon_that_leads_nowhere_is_left() -> None:
    assert escaped("Note: at 10:30, 3:1 for her") == "Note: at 10:30, 3:1 for her"


# HTML


def test_html() -> None:
    one = exchange(2, "Who pays?", said="The Board.")
    assert one.answer
    [cited] = one.answer.citations
    linked = replace(one.answer, citations=(replace(cited, url="https://courier.example/a?b=c"),))
    document = export(talk(exchange(), replace(one, answer=linked)), "html")
    assert (document.name, document.media_type) == ("what-does-it-cost.html", "text/html")
    page = Page(document.text)
    said = ["What does it cost?", "Who pays?", "“The Board.”", "Courier", "28 July 2023"]
    for words in (*said, "A newer article says 600.", "547 million", "begun on 25 November"):
        assert words in page.text
    assert page.links == [
        "#note-1-1", "#at-1-1", "#note-2-1", "https://courier.example/a?b=c", "#at-2-1",
    ]  # fmt: skip
    assert {link[1:] for link in page.links if link.startswith("#")} == set(page.names)
    assert not {"img", "script", "link", "iframe"} & set(page.tags)
    assert "default-src 'none'" in document.text and "url(" not in document.text
    assert "body {" in document.text  # the style is one


@pytest.mark.parametrize("text", HOSTILE)
def test_foreign_text_is_never_html(text: str) -> None:
    page, plain = (Page(export(hostile(one), "html").text) for one in (text, "harmless"))
    assert (page.tags, page.links, page.names) == (plain.tags, plain.links, plain.names)
    assert page.text.count(text.strip()) >= 5


def test_the_same_quotation_twice_has_one_footnote() -> None:
    one = exchange()
    assert one.answer
    [sentence] = one.answer.sentences
    twice = replace(
        one.answer, text=f"{sentence.text} [1] {sentence.text} [1]", sentences=(sentence,) * 2
    )
    document = export(talk(replace(one, answer=twice)), "html")
    page = Page(document.text)
    assert page.links.count("#note-1-1") == 2 and page.names == ["at-1-1", "note-1-1"]


# Both


@pytest.mark.parametrize("form", ["md", "html"])
def test_what_has_become_of_the_articles(form: str) -> None:
    def find(article_id: str) -> Article | None:
        return None

    document = export(checked(talk(), find), form)  # type: ignore[arg-type]
    assert Standing.GONE in document.text
    assert Standing.GONE not in export(talk(), form).text  # type: ignore[arg-type]


@pytest.mark.parametrize("form", ["md", "html"])
def test_stopped_and_unreadable(form: str) -> None:
    stopped = exchange(1, answer=None, was_stopped=True)
    broken = ChatExchange(2, "", is_done=True, problem="It cannot be read.")
    text = export(talk(stopped, broken), form).text  # type: ignore[arg-type]
    assert "Stopped." in text and "It cannot be read." in text


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("What?", "what.md"),
        ("../../etc/passwd", "etc-passwd.md"),
        ("???", "conversation.md"),
        ("Was kostet es in Köln?", "was-kostet-es-in-köln.md"),
        ("x" * 300, "x" * 60 + ".md"),
        ('a"b\r\nc', "a-b-c.md"),
    ],
)
def test_the_name_of_the_file(title: str, name: str) -> None:
    assert export(talk(title=title), "md").name == name


def test_a_list_that_is_told_without_citations() -> None:
    told = Answer("Which?", "Which?").unsearched("There are 2 articles:\n• “A [b]”\n• “C”")
    kept = talk(ChatExchange(1, "Which?", answer=told, is_done=True))
    lines = as_markdown(kept).splitlines()
    assert lines[-3:] == ["There are 2 articles\\:", "- “A \\[b\\]”", "- “C”"]
    assert "There are 2 articles:\n• “A [b]”\n• “C”" in Page(as_html(kept)).text
