"""A word of courtesy for those who greet, thank or chat, and what can be asked here."""

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
    (pattern(r"(?<!not )(?<!nothing )\b(?:wrong|incorrect|useless|nonsense|rubbish|sucks?|"
             r"unhelpful)\b|"
             r"\bnot (?:\w+ ){0,3}(?:helpful|right|true|good|great|(?:what|the one) i)\b|"
             r"\b(?:do|does|did)(?:n[’']?t| not) (?:\w+ )?(?:understand|work|help|like|ask|mean)\b|"
             r"\b(?:you|your|answers?|repl(?:y|ies)|program|bot|this is)\b.*\b(?:bad|stupid|dumb|"
             r"terrible|awful|annoying|confus\w+|disappoint\w+|repeat\w*)\b|"
             r"\b(?:bad|stupid|dumb|terrible|awful) (?:answers?|bot|reply|program)\b|\bi hate\b|"
             r"^\W*(?:stupid|dumb|terrible)\W*$"),
     "I’m sorry. It often helps to name the person, place or day that is meant, or to ask in other "
     "words. {examples}"),
    (pattern(r"\b(?:short(?:er)?|longer|briefer|simpler?|plain(?:er)?) (?:please|words|answers?|"
             r"sentences?|english|version|one)|\banswers?\b.*\b(?:shorter|longer|simpler)\b|"
             r"\btoo long\b|\bkeep it short|\bconcise\b|^\W*shorter\b"),
     "I quote the articles in their own words. A question for one fact gets a short answer, one "
     "for a summary a longer one."),
    (pattern(r"^\W*(?:hi+|hello+|hey+|hiya|howdy|greetings|good (?:morning|afternoon|evening|day)|"
             r"nice to meet)\b(?!.*\b(?:what|who|how|help)\b)"),
     _HELLO),
    (pattern(r"^\W*(?:(?:wow|ok(?:ay)?|oh)\b\W*)?(?:(?:that|this|it|you)(?:[’']?s| is| was| are|"
             r"[’']ve been| have been)\s+)?(?:(?:very|really|so|quite|just|pretty|what an?)\s+)?"
             r"(?:great|awesome|cool|excellent|brilliant|perfect|loved?|amazing|wonderful|impress\w+|"
             r"fantastic|clever|smart|helpful|well done|"
             r"(?:good|nice) (?:answer|bot|job|one|summary|work))\b"),
     "Thank you, that is kind. What else would you like to know?"),
    (pattern(r"^\W*(?:(?:and|but|hi|hello|ok|so)\W+)*(?:what|which|how|who|where|can|could|are|do|did|"
             r"tell)\b.*\b(?:you|your|i|me|this)\b|\bhelp\b|^\W*how do(?:es)? (?:it|this) work|"
             r"explain yourself"),
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
