"""Words of English that several stages look for, each list and each pattern said once.

The patterns are pieces of regular expressions, without groups of their own that capture.
"""

from __future__ import annotations

from index.words import CAPITALS, MONTHS, WEEKDAYS
from index.words import FUNCTION_WORDS as FUNCTION_WORDS

MONTH = rf"(?:{'|'.join(MONTHS)})"
MONTH_OR_SHORT = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
"""A month, also in short: "Sept"."""
SHORT_DAYS = {
    "Jan": "January", "Feb": "February", "Mar": "March", "Apr": "April", "Jun": "June",
    "Jul": "July", "Aug": "August", "Sep": "September", "Sept": "September", "Oct": "October",
    "Nov": "November", "Dec": "December", "Mon": "Monday", "Tue": "Tuesday", "Tues": "Tuesday",
    "Wed": "Wednesday", "Thu": "Thursday", "Thur": "Thursday", "Thurs": "Thursday",
    "Fri": "Friday",
}  # fmt: skip
"""Months and weekdays in short, with a dot behind them, and in full; not "Sat." and "Sun.", which
are words."""
WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"

AUXILIARY = (
    r"(?:(?:is|are|was|were|did|does|do|has|have|had|could|would|should|must)(?:n['’]t)?"
    r"|can(?:['’]t|not)?|will|won['’]t)"
)
"""A verb that may open a question for yes or no: "did", "isn't"."""
QUESTION_WORD = r"(?:who|whom|whose|what|when|where|which|why|how)"
TELLING = (
    r"(?:check|compare|describe|explain|find|give|help|list|look|name|outline|provide|remind|"
    r"search|show|sum|summari[sz]e|tell|write)"
)
"""A verb that orders an answer."""
PREPOSITION = r"(?:about|after|at|before|by|for|from|in|of|on|since|to|under|until|with)"

PRONOUNS = {
    "he": ("he", "him", "his", "himself"),
    "she": ("she", "her", "hers", "herself"),
    "it": ("it", "its", "itself"),
    "they": ("they", "them", "their", "theirs", "themselves"),
}
"""Personal pronouns of the third person with all their forms."""
PRONOUN = rf"(?:{'|'.join(form for forms in PRONOUNS.values() for form in forms)})"
"""Any of these forms."""

CAPITAL = rf"(?-i:[{CAPITALS}])"
"""A capital letter, in a pattern that takes no heed of case elsewhere."""
YEAR = r"\b(?:19|20)\d\d\b"
NAME = rf"[{CAPITALS}][\w&’'.-]*\w"
"""A word with a capital, such as "O'Neill", "AT&T", "U.S" and "Łódź"."""

ANTONYMS = (
    ("open", "closed"), ("win", "lose"), ("won", "lost"), ("alive", "dead"), ("legal", "illegal"),
    ("approve", "reject"), ("accept", "reject"), ("support", "oppose"), ("guilty", "innocent"),
    ("rise", "fall"), ("rose", "fell"), ("increase", "decrease"), ("higher", "lower"),
    ("buy", "sell"), ("bought", "sold"), ("above", "below"), ("north", "south"), ("east", "west"),
    ("northern", "southern"), ("eastern", "western"), ("first", "second"), ("second", "third"),
    ("first", "last"), ("oldest", "youngest"), ("largest", "smallest"), ("upper", "lower"),
)  # fmt: skip
"""Words of which one takes the place of the other where something is told the other way round."""
