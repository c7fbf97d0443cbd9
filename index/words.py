"""Words of English that several modules go by."""

from __future__ import annotations

_FUNCTION_WORDS = """
    a about according after all also am an and any are as at be because been before being
    between but by can could did do does doing don for from had has have having he her here hers
    him his how i if in into is it its just many may me might more most much must my no not of
    on one only or other our out over own s said same say says she should so some such t than
    that the their theirs them then there these they this those through to too under until up us
    very was we were what when where which while who whom whose why will with would you your
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
"""Words of a question that say little of what it is about, in lower case."""

CAPITALS = "".join(letter for letter in map(chr, range(0x250)) if letter.isupper())
"""The capital letters of Latin script, with accents too, for a character class of a pattern."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""In the order of `date.weekday`."""
