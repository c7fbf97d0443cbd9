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
_OF_WHAT_WAS_SAID = "All right. What else would you like to know?"
"""For a remark on an answer."""

_REPLIES = (
    (pattern(r"\b(?:thanks?|thx|ty|cheers|much obliged|appreciat\w+|grateful)\b"),
     "You’re welcome. Ask on whenever you like."),
    (pattern(r"\b(?:(?:good)?bye|farewell|good ?night|see (?:you|ya)|take care|cya|ciao)\b"),
     "Goodbye, and come back with more questions."),
    (pattern(r"\b(?:how (?:are|r) (?:you|u)|how(?:[’']s| is| are) (?:it|things|life)|what[’']?s up|"
             r"how do you (?:do|feel))\b"),
     "I’m well, thank you, and ready for questions. {examples}"),
    (pattern(r"\b(?:wrong|incorrect|useless|nonsense|rubbish|sucks?|unhelpful|"
             r"not (?:\w+ ){0,3}(?:helpful|right|true|good|(?:what|the one) i)|"
             r"(?:don|doesn|didn)(?:[’']?t| not) (?:\w+ )?(?:understand|work|help|like|ask|mean)|"
             r"(?:you|your|answers?|repl(?:y|ies)|program|bot)\b.*\b(?:bad|stupid|dumb|terrible|"
             r"awful|hate|annoying|confus\w+|disappoint\w+|repeat\w*))\b"),
     "I’m sorry. It often helps to name the person, place or day that is meant, or to ask in other "
     "words. {examples}"),
    (pattern(r"\b(?:short(?:er)?|longer|briefer|simpler?|plain(?:er)?) (?:please|words|answers?|"
             r"sentences?|english|version|one)|\banswers?\b.*\b(?:shorter|longer|simpler)\b"),
     "I quote the articles in their own words. A question for one fact gets a short answer, one "
     "for a summary a longer one."),
    (pattern(r"^\W*(?:hi+|hello+|hey+|hiya|howdy|greetings|good (?:morning|afternoon|evening|day)|"
             r"nice to meet)\b(?!.*\b(?:what|who|how|help)\b)"),
     _HELLO),
    (pattern(r"^\W*(?:(?:that|this|it|you)(?:[’']?s| is| was| are)|what an?|you|very|really|so|how|"
             r"wow|ok(?:ay)?)?\W*(?:\w+ )?(?:great|awesome|cool|excellent|brilliant|perfect|"
             r"love\w*|amazing|wonderful|impress\w+|fantastic|clever|smart|helpful|well done|"
             r"(?:good|nice) (?:answer|bot|job|one|summary|work))\b"),
     "Thank you, that is kind. What else would you like to know?"),
    (pattern(r"^\W*(?:(?:and|but|hi|hello|ok|so)\W+)*(?:what|which|how|who|where|help|can|could|are|"
             r"do|did|please)\b.*\b(?:you|your|i|me|this)\b|^\W*help\b"),
     _HELP),
)  # fmt: skip
"""What is said, and what to say to it; the first that fits."""


def talk(plan: QueryPlan) -> tuple[str, tuple[str, ...]]:
    """What to say to somebody who asks nothing of the articles: one or two sentences, and where it
    is of help questions that the articles answer, which stand by themselves besides."""
    said = plan.question.line
    otherwise = _OF_WHAT_WAS_SAID if plan.question.history else _OTHERWISE
    reply = next((reply for heard, reply in _REPLIES if heard.search(said)), otherwise)
    about, examples = "", tuple[str, ...]()
    if "{about}" in reply:
        about = _ABOUT.format(articles=count(len(plan.store.headings(plan.filters)), "article"))
    if "{examples}" in reply:
        found = islice(example_questions(plan.store, plan.filters), EXAMPLES)
        examples = tuple(question for question, _ in found)
    return reply.format(about=about, examples=such_as(examples)).strip(), examples
