"""A question in a conversation becomes one that stands on its own.

readings       all of it together: what a question may mean, best first
candidates     what it may stand for, by rule
antecedents    what its pronouns may mean
weighing       one of the candidates, and the features by which it is weighed
tagger/        which words of the conversation it means, too: a small network
returns        words that lead back to what was spoken of
dislocation    "The new stadium, what did it cost?"
subject_change words that announce another subject, which leans on nothing
alone          whether it is whole by itself: "a summary", "How many articles are there?"
state          the exchanges before it, and the things named in them
phrases        noun phrases of a text
pronouns       words that stand for something said before
classes        whether a name is a man's, a woman's, a thing's
ellipsis       "Why?", "And the union?"
clause         a question taken apart: what it asks, auxiliary, what it tells
contractions   "what's", "why'd": a verb that is one word with what is before it
"""
