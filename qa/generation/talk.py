"""A word of courtesy for who greets, thanks or chats, and what can be asked here."""

from __future__ import annotations

from itertools import islice

from qa.generation.examples import example_questions
from qa.text.clauses import pattern
from qa.text.wording import count, such_as
from qa.types import QueryPlan

EXAMPLES = 3
"""Questions that are named."""

_ABOUT = "I answer questions about the {articles} in this collection, and quote what they say."
_HELLO = "Hello! {about} {examples}"
_HELP = (
    "{about} Ask who, when, where, how many or why; for a summary, the course of events, a list or "
    "a comparison; or about the articles themselves. {examples}"
)
_OTHERWISE = "{about} {examples}"

_REPLIES = (
    (pattern(r"\b(?:thanks?|thx|ty|cheers|much obliged|appreciat\w+|grateful)\b"),
     "You’re welcome. Ask on whenever you like."),
    (pattern(r"\b(?:(?:good)?bye|farewell|good ?night|see (?:you|ya)|take care|cya|ciao)\b"),
     "Goodbye, and come back with more questions."),
    (pattern(r"\b(?:how (?:are|r) (?:you|u)|how(?:[’']s| is| are) (?:it|things|life)|what[’']?s up|"
             r"how do you (?:do|feel))\b"),
     "I’m well, thank you, and ready for questions. {examples}"),
    (pattern(r"\b(?:wrong|useless|stupid|bad|dumb|terrible|awful|nonsense|rubbish|hate|sucks?|"
             r"unhelpful|not (?:\w+ )?(?:helpful|good|right|true)|disappoint\w+|"
             r"(?:don[’']?t|do not|doesn[’']?t) (?:\w+ )?(?:understand|work|help|like))\b"),
     "I’m sorry. It often helps to name the person, place or day that is meant, or to ask in other "
     "words. {examples}"),
    (pattern(r"^\W*(?:hi+|hello+|hey+|hiya|howdy|greetings|good (?:morning|afternoon|evening|day))"
             r"\b(?!.*\b(?:what|who|how|help)\b)"),
     _HELLO),
    (pattern(r"\b(?:what|which|how|who|help|explain|example|start|use)\b",
             r"|\b(?:can|are|do|did) you\b"),
     _HELP),
    (pattern(r"\b(?:great|good|nice|awesome|cool|excellent|brilliant|perfect|love|best|well done|"
             r"amazing|wonderful|impressive|fantastic|clever|smart|helpful)\b"),
     "Thank you, that is kind. What else would you like to know?"),
)  # fmt: skip
"""What is said, and what to say to it; the first that fits."""


def talk(plan: QueryPlan) -> tuple[str, tuple[str, ...]]:
    """What to say to somebody who asks nothing of the articles: one or two sentences, and where it
    is of help questions that the articles answer, which stand by themselves besides."""
    said = plan.question.line
    reply = next((reply for heard, reply in _REPLIES if heard.search(said)), _OTHERWISE)
    about, examples = "", tuple[str, ...]()
    if "{about}" in reply:
        about = _ABOUT.format(articles=count(len(plan.store.headings(plan.filters)), "article"))
    if "{examples}" in reply:
        found = islice(example_questions(plan.store, plan.filters), EXAMPLES)
        examples = tuple(question for question, _ in found)
    return reply.format(about=about, examples=such_as(examples)).strip(), examples
