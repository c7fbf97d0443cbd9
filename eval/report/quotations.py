"""Quotations with their context: those of the answer, and gold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from eval.case import Case
from eval.sets import Gold
from index.days import long_day

TextOf = Callable[[str], str | None]
"""The stored text of an article; None if there is none."""
LEAST, MOST = 80, 200
"""Characters shown before and after a quotation, where the article has them."""
LONGEST = 2000
"""Characters of a quotation, or of a turn of the conversation, before it is cut."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation with the text around it; `remark` relates it to gold, or says what is wrong."""

    label: str
    about: tuple[str, ...]
    url: str | None
    before: str
    quote: str
    after: str
    remark: str


def cited(one: Mapping[str, Any], case: Case, text_of: TextOf) -> Quotation:
    """A citation of the answer with its context in the article."""
    article, start, end = one["article_id"], one["start"], one["end"]
    text = text_of(article)
    day = one.get("date")
    title = one.get("title") or article
    about = (title, one.get("source"), long_day(date.fromisoformat(day)) if day else "no date")
    url = str(one.get("url") or "")
    stands = text is not None and text[start:end] == one["quote"]
    before, after = _context(text, start, end) if text is not None and stands else ("", "")
    remark = _overlaps_gold(case, article, start, end)
    if not stands:
        missing = "The article is not in the store" if text is None else "It does not stand there"
        remark = f"{missing}, so it is shown without what is around it."
    return Quotation(
        str(one["number"]),
        tuple(str(part) for part in about if part),
        url if url.startswith(("http://", "https://")) else None,
        before,
        cut(str(one["quote"])),
        after,
        remark,
    )


def _overlaps_gold(case: Case, article: str, start: int, end: int) -> str:
    if not case.gold:
        return ""
    held = [span for span in case.gold if span.is_within(article, start, end)]
    if held:
        is_sentence = any(span.start is not None for span in held)
        return "Holds the gold sentence." if is_sentence else "Of a gold article."
    if any(span.overlaps(article, start, end) for span in case.gold):
        return "Holds a part of the gold sentence."
    same = any(span.article_id == article for span in case.gold)
    return "Another place of the gold article." if same else "Another article than gold."


def gold_quotations(case: Case, text_of: TextOf) -> list[Quotation]:
    """The gold quotations with their context."""
    spans = case.gold if len(case.gold) == len(case.question.gold) else ()
    placed: list[tuple[Gold, int | None, int | None]] = (
        [(gold, span.start, span.end) for gold, span in zip(case.question.gold, spans, strict=True)]
        if spans
        else [(gold, None, None) for gold in case.question.gold]
    )
    return [_gold_quotation(gold, start, end, text_of) for gold, start, end in placed]


def _gold_quotation(gold: Gold, start: int | None, end: int | None, text_of: TextOf) -> Quotation:
    about = (gold.article_id,)
    if not gold.quote.strip():
        return Quotation("", about, None, "", "", "", "Any passage of this article.")
    text = text_of(gold.article_id)
    if text is None or start is None or end is None:
        return Quotation("", about, None, "", cut(gold.quote), "", "")
    before, after = _context(text, start, end)
    return Quotation("", about, None, before, cut(text[start:end]), after, "")


def _context(text: str, start: int, end: int) -> tuple[str, str]:
    """The text before and after `start`:`end`, cut between sentences, or else between words."""
    before, after = text[max(0, start - MOST) : start], text[end : end + MOST]
    if start > MOST:
        found = list(re.finditer(r"[.!?]\S?\s+(?=\S)", before[: MOST - LEAST]))
        blank = re.search(r"\s", before[: MOST - LEAST])
        at = found[0].end() if found else blank.end() if blank else 0
        before = "… " + before[at:]
    if end + MOST < len(text):
        ends = [one.start() + 1 for one in re.finditer(r"[.!?](?=\s)", after)]
        at = next((one for one in reversed(ends) if one >= LEAST), 0)
        after = after[: at or max(after.rfind(" "), LEAST)] + " …"
    return before, after


def cut(text: str) -> str:
    """The text; if it is longer than `LONGEST`, its beginning and its length."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} … ({len(text):,} characters)"
