"""A question to a checked answer, stage by stage.

question, types, settings   what is asked, what the stages hand on, all settings
query/         1 a question's words → a plan of the search
retrieval/     2 passages for it
ranking/       3 … their sentences scored, and a first confidence
resolution/    4 what reports of several days, sides or sources come to
generation/    5 an answer written         verification/  6 … and checked
pipeline       all of it in order          api            … in one call
deadline       how long it may take        stopwatch      … and how long it took
log_odds       probabilities as logits
history/       what was asked and judged before   database/      what servers share
text/          words, days, numbers        llm/           language models
i18n/          what the page says, by language
cross_encoder/, entailment/                the small networks that read
server/        answers for programs        web/           … in the browser
cli/           … on the command line

The names below are imported from their modules when they are first asked for.
"""

from typing import TYPE_CHECKING

from index.lazy import lazy_exports

if TYPE_CHECKING:
    from qa.api import ask
    from qa.pipeline import stream
    from qa.question import REFUSAL, Question, Turn
    from qa.settings import QASettings
    from qa.types import Answer, AnswerSentence, Citation
    from qa.verification.verdict import Verdict
    from qa.verification.verifier import verify
else:
    __getattr__ = lazy_exports(
        __name__,
        {
            "ask": "qa.api",
            "stream": "qa.pipeline",
            **dict.fromkeys(("REFUSAL", "Question", "Turn"), "qa.question"),
            "QASettings": "qa.settings",
            **dict.fromkeys(("Answer", "AnswerSentence", "Citation"), "qa.types"),
            "Verdict": "qa.verification.verdict",
            "verify": "qa.verification.verifier",
        },
    )

__all__ = [
    "REFUSAL",
    "Answer",
    "AnswerSentence",
    "Citation",
    "QASettings",
    "Question",
    "Turn",
    "Verdict",
    "ask",
    "stream",
    "verify",
]
