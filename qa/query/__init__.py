"""What is read from a question's words before it is searched.

question    all of it together: what is searched, and what the person is told of it
times/      days and periods, "last week", "the latest"
sources     whose report is asked for      outlets   names of newspapers, forgiving spelling
parts       questions that ask several things         claims, clauses   how these are built
"""

from qa.query.plan import Understanding, Understood, understand

__all__ = ["Understanding", "Understood", "understand"]
