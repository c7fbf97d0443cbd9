"""The text of an answer: the short answer in it, a chip for each citation, and a mark for how well
each sentence of a model holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from typing import Literal

from markupsafe import Markup

from index.articles import parse_day
from index.errors import ReadError
from index.words import MONTHS
from qa.generation.answer_parts import parts
from qa.i18n import long_day
from qa.i18n.translation import translated
from qa.question import DIGESTS, QuestionKind
from qa.text.dates import days_in
from qa.text.wording import capitalised
from qa.types import Answer, AnswerSentence, Citation
from qa.web.render.jinja import render
from qa.web.render.support_levels import Level, level_of, opens_with
from qa.web.render.words import days_in_words

_HALF_MARKER = re.compile(r"\s*\[[\d\s,;–-]*$")
_DAY = re.compile(rf"\s*(\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}):\s*")
"""What opens a paragraph of an overview or a timeline."""
_LAST_WORD = re.compile(r"\S*\s*\Z")
_LONGEST_BOUND = 30
"""Characters of the longest word that stays with its number; a longer one may have to be broken."""
_MOST_QUOTED = 160
"""Characters of the longest short answer that is marked."""

Form = Literal["text", "days", "items"]


@dataclass(frozen=True, slots=True)
class _Chip:
    """A citation's number in the text; `hint` is the id of the element with its quotation."""

    citation: Citation
    hint: str
    is_verbatim: bool
    """The sentence before it is the quotation itself, which need not be shown once more."""

    @property
    def is_titled(self) -> bool:
        """Whether the article's title says more than the quotation, which may open with it."""
        return not opens_with(self.citation.quote, self.citation.title)


@dataclass(frozen=True, slots=True)
class _Mark:
    """The mark behind a sentence, and what it says when it is pointed at."""

    level: Level
    words: str

    @classmethod
    def of(cls, sentence: AnswerSentence, citations: Sequence[Citation]) -> _Mark:
        level = level_of(sentence, citations)
        why = translated(sentence.reason, "verdict") or level.meaning
        return cls(level, f"{level.name}: {why}")


@dataclass(frozen=True, slots=True)
class _When:
    """Words of a quotation that name a day, a month or a year, and which days these are."""

    words: str
    days: str


_Piece = tuple[str, "str | _Chip | _Mark | _When | list[_Piece]"]
"""Its kind, and what it holds: one that is bound, the pieces between which no line may end."""


@dataclass(slots=True)
class _Block:
    """An entry of a list, or what stands where there is none."""

    day: str = ""
    """What it is headed with; empty for nothing."""
    sources: dict[str, None] = field(default_factory=dict)
    """Those of what it cites."""
    paragraphs: list[list[_Piece]] = field(default_factory=lambda: [[]])
    """One, but for an entry of a timeline, which has one for each sentence."""

    @property
    def pieces(self) -> list[_Piece]:
        """The last paragraph."""
        return self.paragraphs[-1]

    @property
    def says_something(self) -> bool:
        """Whether there is more in it than blanks."""
        return not all(map(_is_blank, self.paragraphs))

    def bound(self) -> _Block:
        """The same, each number bound to the word before it, without what is blank."""
        kept = [_bound(one) for one in self.paragraphs if not _is_blank(one)]
        return replace(self, paragraphs=kept)


def _is_blank(pieces: Iterable[_Piece]) -> bool:
    return all(isinstance(piece, str) and not piece.strip() for _, piece in pieces)


def render_answer_text(answer: Answer, exchange: int = 1, draft: str = "") -> Markup:
    """The text with a button for each of its markers; an overview or a timeline as a dated list, a
    timeline with each sentence on a line of its own, a list of several sentences as a list.

    Args:
        exchange: Number of the exchange; makes the ids of its elements unlike those of others.
        draft: What a model is writing and nobody has verified yet; stands at the end.
    """
    blocks = list(_blocks(answer, exchange))
    is_found = _mark_short(blocks, answer)
    if answer.kind is QuestionKind.TIMELINE and not _mark_values(blocks, answer):
        _mark_days(blocks)
    return render(
        "answer_text.html.j2",
        form=_form(answer, blocks),
        lead="" if is_found or not answer.short else _sentence(answer.short),
        blocks=[block.bound() for block in blocks],
        draft=draft,
    )


def shown_draft(draft: str) -> str:
    """The sentence that is being written, without a marker of which only a part is there."""
    return _HALF_MARKER.sub("", draft)


def is_quoted_throughout(answer: Answer) -> bool:
    """Whether every sentence is an article's own words, so that no mark is needed to say so."""
    return all(one.verdict == "quoted" for one in answer.sentences)


def _blocks(answer: Answer, exchange: int) -> Iterator[_Block]:
    """What an answer is made of; each sentence of a list, and of a timeline, by itself."""
    hints = (f"hint-{exchange}-{place}" for place in count())
    is_list = answer.kind is QuestionKind.LIST and len(answer.sentences) > 1
    marks = not is_quoted_throughout(answer)
    own = {one.text for one in answer.sentences if one.verdict == "quoted"}
    block = _Block()
    said = ""
    for part in parts(answer):
        if isinstance(part, Citation):
            is_verbatim = part.quote.strip() == said.strip()
            block.pieces.append(("chip", _Chip(part, next(hints), is_verbatim)))
            if part.source:
                block.sources[part.source] = None
        elif isinstance(part, AnswerSentence):
            if marks:
                block.pieces.append(("support", _Mark.of(part, answer.citations)))
            if is_list:
                yield block
                block = _Block()
            elif answer.kind is QuestionKind.TIMELINE:
                block.paragraphs.append([])
        else:
            first, *others = part.split("\n\n")
            _add(block, first, answer, is_said=part in own)
            for one in others:
                if block.says_something or block.day:
                    yield block
                block = _Block()
                _add(block, one, answer, is_said=False)
            if part.strip():
                said = str(block.pieces[-1][1]) if block.pieces else ""
    if block.says_something:
        yield block


def _add(block: _Block, text: str, answer: Answer, *, is_said: bool) -> None:
    """Adds words; the day that opens a paragraph of a digest becomes its heading.

    Args:
        is_said: Whether they are an article's own, in which a day is what it says.
    """
    opens = answer.kind in DIGESTS and not block.pieces and not is_said
    if opens and (day := _DAY.match(text)):
        with suppress(ReadError):  # a model may write "31 June 2024"
            block.day, text = long_day(parse_day(day[1])), text[day.end() :]
    if text:
        block.pieces.append(("text", text))


def _bound(pieces: Iterable[_Piece]) -> list[_Piece]:
    """The same, each number bound to the word before it, so that none begins a line."""
    bound: list[_Piece] = []
    for piece in pieces:
        kind, held = bound[-1] if bound else ("", "")
        if piece[0] == "chip" and kind == "bound" and isinstance(held, list):
            held.append(piece)
            continue
        before = bound[-1][1] if bound and bound[-1][0] == "text" and piece[0] == "chip" else None
        word = _LAST_WORD.search(before) if isinstance(before, str) else None
        if word is None or word.end() - word.start() > _LONGEST_BOUND:
            bound.append(piece)
            continue
        del bound[-1]
        if word.start():
            bound.append(("text", word.string[: word.start()]))
        bound.append(("bound", [("text", word[0]), piece]))
    return bound


def _form(answer: Answer, blocks: Sequence[_Block]) -> Form:
    if any(block.day for block in blocks):
        return "days"
    return "items" if answer.kind is QuestionKind.LIST and len(blocks) > 1 else "text"


def _mark_short(blocks: Iterable[_Block], answer: Answer) -> bool:
    """Marks the short answer where it first stands; False where it does not."""
    short = (answer.short or "").strip()
    if not short or len(short) > _MOST_QUOTED:
        return not short or any(block.says_something for block in blocks)
    return any(_mark(pieces, short) for pieces in _paragraphs(blocks))


def _mark(pieces: list[_Piece], short: str) -> bool:
    """Marks a short answer where it first stands in a paragraph; False where it does not."""
    alone = re.compile(rf"(?<!\w)(?<!\d[.,]){re.escape(short)}(?![.,]?\d|\w)", re.IGNORECASE)
    for place, (kind, text) in enumerate(pieces):
        found = alone.search(text) if kind == "text" and isinstance(text, str) else None
        if found and isinstance(text, str):
            before, after = text[: found.start()], text[found.end() :]
            marked: list[_Piece] = [("text", before), ("short", found[0]), ("text", after)]
            pieces[place : place + 1] = [one for one in marked if one[1]]
            return True
    return False


def _paragraphs(blocks: Iterable[_Block]) -> Iterator[list[_Piece]]:
    return (paragraph for block in blocks for paragraph in block.paragraphs)


def _cited(pieces: Iterable[_Piece]) -> list[Citation]:
    return [chip.citation for _, chip in pieces if isinstance(chip, _Chip)]


def _mark_values(blocks: Sequence[_Block], answer: Answer) -> bool:
    """Marks the value in each sentence of a timeline that tells how one changed; False where any
    tells something else."""
    values = {(one.article_id, one.start): one.said for one in answer.reports}
    told = [(one.article_id, one.start) for one in answer.citations]
    if not told or not all(one in values for one in told):
        return False
    for pieces in _paragraphs(blocks):
        for one in _cited(pieces):
            _mark(pieces, values[one.article_id, one.start])
    return True


def _mark_days(blocks: Iterable[_Block]) -> None:
    """Marks the words of each quotation that say when something happened."""
    for pieces in _paragraphs(blocks):
        days = {one.quote.strip(): one.date for one in _cited(pieces)}
        marked: list[_Piece] = []
        for kind, held in pieces:
            if kind == "text" and isinstance(held, str):
                marked += _with_days(held, days.get(held.strip()))
            else:
                marked.append((kind, held))
        pieces[:] = marked


def _with_days(text: str, published: date | None) -> Iterator[_Piece]:
    """A quotation as pieces, with the words apart that name a day by that of its report."""
    end = 0
    for one in days_in(text, published, with_years=True) if published else ():
        if one.first and one.last:
            yield "text", text[end : one.start]
            yield "when", _When(text[one.start : one.end], days_in_words(one.first, one.last))
            end = one.end
    yield "text", text[end:]


def _sentence(short: str) -> str:
    """A short answer that stands before the text: Yes."""
    short = short.strip()
    return capitalised(short) + ("" if short[-1:] in ".!?" else ".")
