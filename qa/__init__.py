"""A question to a checked answer.

question    what is asked, and the query that stands on its own
understanding/  days, sources and parts in its words
retrieval   passages for it                 finding    … and the evidence chosen of them
evidence    passages → sentences            features   what can be seen of them
reader/     which passage answers, where    chooser    weighs all that, and whether any does
changes, comparing, dating   what reports come to
extractive  quotes                          generative, attribution   a model writes, is checked
pipeline    all of it in order              answer     the one type everybody shows
settings    all settings                    commands   ask, chat, models, doctor
llm/        language models                 web/       the browser chat
"""

from qa.pipeline import ask, stream
from qa.question import REFUSAL, Question, Turn
from qa.settings import QASettings
from qa.types import Answer, AnswerSentence, Citation

__all__ = [
    "REFUSAL",
    "Answer",
    "AnswerSentence",
    "Citation",
    "QASettings",
    "Question",
    "Turn",
    "ask",
    "stream",
]
