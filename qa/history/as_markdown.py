"""A conversation as Markdown with footnotes. Text of articles and persons is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.days import long_day
from index.readers.records import web_address
from index.unseen import inert
from qa.generation.answer_parts import parts
from qa.generation.article_names import brief_name
from qa.history.conversations import Conversation
from qa.history.exchange import ChatExchange
from qa.question import DIGESTS
from qa.text.filters import in_words
from qa.types import Answer, AnswerSentence, Citation

_SPECIAL = re.compile(r"[\\`*_\[\]<>#|~&$^@{}]|:(?!\s)(?!(?<=\d:)\d)")
"""The colon is that of an address, whatever it begins with; "10:30" and "Note: this" have none."""
_OPENING = re.compile(r"^(?:([-+=:])|(\d+)([.)]))")
"""What makes a list, a heading or a definition of a line, at its beginning."""
_WWW = re.compile(r"\b(www)\.", re.IGNORECASE)
_AT = "\\@\u2060"
"""The last is not seen; without it GitHub makes a link of "a@b.example", escaped or not."""


def as_markdown(conversation: Conversation) -> str:
    """The conversation as a document: headings for the questions, footnotes for the quotations."""
    blocks = [f"# {escaped(conversation.title)}", f"*{began(conversation)}*"]
    for exchange in conversation.exchanges:
        blocks.extend(_exchange(exchange))
    return "\n\n".join(blocks) + "\n"


def began(conversation: Conversation) -> str:
    """The line under the title: what this is, and of which day."""
    day = long_day(conversation.began.astimezone().date())
    return f"A conversation with article-qa, begun on {day}. The footnotes quote the articles."


def escaped(text: str) -> str:
    """Any text as one line of Markdown that shows it and does nothing else."""
    line = " ".join(inert(text).split())
    line = _SPECIAL.sub(lambda found: f"\\{found[0]}", line)
    line = _WWW.sub(r"\1\\.", line).replace(r"\@", _AT)
    return _OPENING.sub(lambda found: f"{found[2] or ''}\\{found[1] or found[3]}", line)


def _exchange(exchange: ChatExchange) -> Iterator[str]:
    yield f"## {escaped(exchange.question)}"
    if used := in_words(exchange.filters):
        yield f"*{escaped(used)}*"
    if exchange.problem:
        yield escaped(exchange.problem)
    if answer := exchange.answer:
        yield from _answer(answer, exchange.number)
    if exchange.was_stopped:
        yield "*Stopped.*"
    if answer := exchange.answer:
        yield from (_footnote(one, exchange) for one in answer.citations)


def _answer(answer: Answer, number: int) -> Iterator[str]:
    if answer.short and answer.short.strip(" .") != answer.text.strip(" ."):
        yield f"**{escaped(answer.short)}**"
    between = _paragraphs if answer.kind in DIGESTS else _lines
    yield "".join(
        f"[^{number}-{part.number}]" if isinstance(part, Citation) else between(part)
        for part in parts(answer)
        if not isinstance(part, AnswerSentence)
    ).strip()
    for notice in answer.notices:
        yield f"> {escaped(notice)}"


def _lines(text: str) -> str:
    """Text of an answer; what stands behind a dot of ours becomes an item of a list."""
    return "\n- ".join(_within(line) for line in text.split("\n• "))


def _paragraphs(text: str) -> str:
    """Text of an overview or a timeline; what stands between two sentences may open a paragraph,
    which no text of others does."""
    if text.startswith("\n\n"):
        return f"\n\n{_within(text[2:])}"
    return _within(text)


def _within(text: str) -> str:
    """Text in the middle of a line, with the blanks around it."""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return f"{before}{escaped(text)}{after}"


def _footnote(citation: Citation, exchange: ChatExchange) -> str:
    address = web_address(citation.url)
    about = [
        escaped(citation.title),
        escaped(citation.source or ""),
        long_day(citation.date) if citation.date else "no date",
        f"<{address}>" if address and not re.search(r"[\s<>]", address) else "",
    ]
    if citation.also_in:
        about.append(escaped(f"also in {', '.join(map(brief_name, citation.also_in))}"))
    since = exchange.since.get(citation.number)
    return (
        f"[^{exchange.number}-{citation.number}]: {' · '.join(part for part in about if part)}: "
        f"“{escaped(citation.quote)}”"
    ) + (f" *{since}*" if since else "")
