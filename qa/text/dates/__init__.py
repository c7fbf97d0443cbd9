"""The days that a question or an article speaks of.

names     "3 May 2024", "last week", found in a text     days    which days they mean
to_come   whether a day is still to come, by the words around it
periods   "before", "since the end of", "from … to"      and whether the article itself is meant
"""

from qa.text.dates.periods import Period, TimeAsked, days_in, outer_days, read_times

__all__ = ["Period", "TimeAsked", "days_in", "outer_days", "read_times"]
