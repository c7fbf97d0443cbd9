"""A follow-up behind the question before it, as the baselines search, which complete none."""

from __future__ import annotations

from qa.query.context import REMEMBERED, is_follow_up
from qa.question import InterpretationKind, Question


def joined_query(question: Question) -> str:
    """The question as it can be searched without its conversation.

    A follow-up that leans on what was said ("and who paid for it?") is searched
    together with the question before it.
    """
    asked = [
        " ".join(turn.content.split())[:REMEMBERED]
        for turn in question.history
        if turn.role == "user" and turn.content.strip()
    ]
    text = " ".join(question.text.split())
    if not asked or InterpretationKind.CONVERSATION in question.ignored or not is_follow_up(text):
        return text
    if len(asked) > 1 and is_follow_up(asked[-1]):
        return f"{asked[-2]} {asked[-1]} {text}"
    return f"{asked[-1]} {text}"
