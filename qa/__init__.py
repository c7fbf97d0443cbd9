"""A question to a checked answer.

question    what is asked, and the query that stands on its own
evidence    passages → sentences            features   what can be seen of them
chooser     which sentences answer, if any  extractive quotes them
pipeline    all of it in order              answer     the one type everybody shows
settings    all settings                    commands   ask, chat, models, doctor
web/        the browser chat
"""

from qa.answer import Answer, AnswerSentence, Citation
from qa.pipeline import ask, stream
from qa.question import REFUSAL, Question, Turn
from qa.settings import QASettings

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
