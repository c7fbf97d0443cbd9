"""The command ask: one question, answered with its quotations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.commands import filters_of
from index.console import (
    AfterOption,
    AsOfOption,
    BeforeOption,
    JsonOption,
    SourceOption,
    StoreOption,
    StoryOption,
    TagOption,
    err,
    out,
    print_json,
    settings_of,
)
from index.errors import ArticleQAError, UsageError
from index.unseen import printable
from qa.question import InterpretationKind, Question, QuestionKind, Turn, read_history

if TYPE_CHECKING:
    from qa.types import Answer, AnswerSentence


def ask_command(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The question.")],
    after: AfterOption = None,
    before: BeforeOption = None,
    source: SourceOption = None,
    tags: TagOption = None,
    as_of: AsOfOption = None,
    story: StoryOption = None,
    history: Annotated[
        Path | None,
        typer.Option("--history", help='JSON list of {"role", "content"}: what was said before.'),
    ] = None,
    ignored: Annotated[
        list[InterpretationKind] | None,
        typer.Option("--ignore", help="Do not read this from the question's words; repeatable."),
    ] = None,
    kind: Annotated[
        QuestionKind | None,
        typer.Option(
            "--kind", help="What kind of answer is wanted. [default: read from the words]"
        ),
    ] = None,
    answerer: Annotated[
        str | None,
        typer.Option("--answerer", help="auto, extractive, local or hosted. [default: auto]"),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answers one question, with its quotations."""
    from index.store import open_store
    from qa.generation.pool import AnswererPool
    from qa.pipeline import stream

    filters = filters_of(after, before, source, as_of, tags, story)
    said = _read_history(history) if history else ()
    question = Question(text, said, filters, frozenset(ignored or ()), kind=kind)
    settings = settings_of(context, store=store, answerer=answerer)
    with open_store(settings=settings) as opened, AnswererPool(settings) as answerers:
        answers = stream(question, opened, settings, answerer=answerers.choose())
        answer = _shown(answers, quiet=as_json)
    if as_json:
        print_json(answer.to_json())
    else:
        _print_sources(answer)


def _shown(answers: Iterator[Answer], *, quiet: bool) -> Answer:
    """The last of `answers`; each sentence is printed once it is there, and what is awaited."""
    answer: Answer | None = None
    printed: list[str] = []
    with err.status("Searching …") as status:
        for answer in answers:
            status.update(printable(_doing(answer)))
            if not quiet:
                for sentence in answer.sentences[len(printed) :]:
                    printed.append(_marked(sentence))
                    out.print(printed[-1], end=" ")
    if answer is None:  # a stream has at least one answer
        raise ArticleQAError("The question gave no answer; ask again.")
    now = [_marked(one) for one in answer.sentences]
    if not quiet and now != printed and now:  # sentences were mended or put in order
        out.print("\n\nThe answer as it stands now:\n")
        out.print("\n".join(now), end=" ")
    if not quiet and not answer.sentences:
        out.print(answer.text, end="")
    return answer


def _marked(sentence: AnswerSentence) -> str:
    marks = "".join(f"[{number}]" for number in sentence.citations)
    return f"{sentence.text} {marks}"


def _doing(answer: Answer) -> str:
    if answer.draft:
        return f"Writing: {answer.draft[-60:]}"
    if answer.evidence:
        return answer.waiting or f"Reading {len(answer.evidence)} sentences …"
    return answer.waiting or "Searching …"


def _read_history(path: Path) -> tuple[Turn, ...]:
    try:
        return read_history(json.loads(path.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise UsageError(f"The history {path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"The history {path} is not JSON: {error}.") from error


def _print_sources(answer: Answer) -> None:
    from qa.generation.age import dated, newest_evidence
    from qa.generation.article_names import brief_name

    out.print("\n" if answer.citations else "")
    for citation in answer.citations:
        about = (citation.title, citation.source, citation.date, citation.url)
        out.print(f"[{citation.number}] “{' '.join(citation.quote.split())}”")
        out.print(f"    {' · '.join(str(part) for part in about if part)}")
        if citation.also_in:
            out.print(f"    also in {', '.join(map(brief_name, citation.also_in))}")
    if newest := newest_evidence(answer.citations):
        err.print(f"Newest evidence: {dated(newest, answer.filters.as_of)}")
    err.print(f"Answered as: {answer.kind}")
    for understood in answer.interpretations:
        words = f" (“{understood.words}”)" if understood.words else ""
        err.print(f"Read from the question: {understood.kind}: {understood.meaning}{words}")
    for notice in answer.notices:
        err.print(f"Note: {notice}")
