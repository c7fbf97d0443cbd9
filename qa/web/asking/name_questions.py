"""Questions about the names of a question and of its answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from qa.query.conversation.phrases import content_words, noun_phrases
from qa.query.conversation.state import first_name_of_man
from qa.question import QuestionKind
from qa.text.lexicon import CAPITAL
from qa.types import Answer

_PERSON = re.compile(rf"{CAPITAL}[\w’'-]+(?: {CAPITAL}\.)?(?: {CAPITAL}[\w’'-]+){{1,2}}")
_WHO_IT_IS = r", (?:an?|the|who|whose|its|their|his|her|[a-z-]+ (?:of|at|for|with))\b"
"""Behind a name: who somebody is."""
_ABOUT = {
    QuestionKind.OVERVIEW: "Timeline of {}",
    QuestionKind.TIMELINE: "Summarise what is known about {}",
}
_MORE = "What else is known about {}?"


def name_questions(answer: Answer) -> Iterator[str]:
    """Who the people are whom the answer names, where the passages that were read say it; then
    what else is told of what the question names, where several articles do."""
    texts = [one.text for one in answer.passages]
    for citation in answer.citations:
        for name in _PERSON.findall(citation.quote):
            if name.casefold() not in answer.query.casefold() and _is_introduced(name, texts):
                yield f"Who is {name}?"
    named = [one for one in noun_phrases(answer.query) if one.is_name and not one.is_time]
    if named:
        topic = max(named, key=lambda one: len(one.text)).text.removesuffix("'s").removesuffix("’s")
        words = content_words(topic)
        if len({one.article_id for one in answer.passages if words <= content_words(one.text)}) > 1:
            yield _ABOUT.get(answer.kind, _MORE).format(topic)


def _is_introduced(name: str, texts: Iterable[str]) -> bool:
    """Whether it is a person's name, and some text says who that is."""
    if first_name_of_man(name) is None:
        return False
    introduced = re.compile(rf"{re.escape(name)}{_WHO_IT_IS}")
    return any(map(introduced.search, texts))
