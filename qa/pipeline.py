"""A question's way to a checked answer, stage by stage, handed out as it grows."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field

from index import Store
from qa.deadline import Deadline
from qa.generation.answerer import Answerer
from qa.generation.collection import collection_text
from qa.generation.extractive import Extractive
from qa.generation.finish import finished
from qa.generation.refusal import refused
from qa.generation.short_answer import short_answer
from qa.generation.talk import talk
from qa.generation.thresholds import may_answer, may_quote_instead, may_quote_meanwhile
from qa.llm.endpoint import INSTEAD, STEP, LanguageModelError
from qa.llm.queue import FairQueue, Ticket
from qa.query.plan import plan_query
from qa.query.rewrite import is_worth_rewriting, plan_rewritten
from qa.question import UNSEARCHED, Question, QuestionKind
from qa.ranking.likeliest import rank_readings
from qa.ranking.ranker import Ranker, with_further
from qa.resolution import resolve
from qa.retrieval.search import passages_wanted, search
from qa.settings import QASettings
from qa.stopwatch import Stopwatch
from qa.types import Answer, Evidence, PartialAnswer, QueryPlan, Retrieved, Step, Usage, Waiting
from qa.verification.cited_answer import CitedAnswer
from qa.verification.verdict import Verifier

QUOTED_INSTEAD = "The language model found no answer; the articles are quoted instead."
READING = FairQueue(2)
"""Whose passages are read now, in the whole process. Reading takes all cores, and memory for each
question: one reads while another's sentences are cut; the others would only slow them down."""


def stream(
    question: Question,
    store: Store,
    settings: QASettings,
    ranker: Ranker | None = None,
    answerer: Answerer | None = None,
    verifier: Verifier | None = None,
) -> Iterator[Answer]:
    """The answer as it grows: passages, evidence, then sentence by sentence; the last is whole.

    Whoever closes the iterator stops the answering at once. `answerer` comes from
    `qa.generation.pool.AnswererPool`; without one the articles are quoted. `ranker` and `verifier`
    stand in for those that ship.

    Raises:
        PlaceLost: nobody read the answer for too long while others waited; see `qa.llm.queue`.
        TookTooLong: there was none within the settings' `deadline`.
    """
    run = _Run(settings, Deadline(settings.deadline), answerer or Extractive(), ranker, verifier)
    begun = Answer(question.text, question.line, timings=run.watch.timings)

    question = question.ignoring(settings.ignore)
    plan = plan_query(question, store)  # 1 query
    plan, begun = yield from _rewritten(question, plan, begun, run)
    run.watch.lap()
    if plan.kind in UNSEARCHED:
        is_talk = plan.kind is QuestionKind.TALK
        text, suggestions = talk(plan) if is_talk else (collection_text(plan), ())
        run.watch.finish()
        yield begun.planned(plan).unsearched(text, suggestions)
        return

    plans = (plan, *plan.alternatives)
    retrieved = [search(one, run.wanted) for one in run.deadline.each(plans)]  # 2 retrieval
    run.watch.timings.search_ms = run.watch.lap()
    answer = begun.planned(plan).found(retrieved[0].hits)
    yield answer

    with READING.enter(Ticket(question.asker)) as place:
        with run.deadline.paused():
            for ahead in place.wait_for_turn(STEP):
                yield answer.delayed(f"Waiting for others' questions: {ahead} before you.")
        plan, evidence = _ranked(plans, retrieved, run)  # 3 ranking
        evidence = resolve(plan, evidence)  # 4 resolution
    run.watch.timings.evidence_ms = run.watch.lap()
    answer = begun.planned(plan).weighed(evidence)

    if plan.question_back:
        run.watch.finish()
        yield refused(plan, evidence, answer, confidence=0.0)
        return
    try:
        yield from _written(plan, evidence, answer, run)  # 5 generation, 6 verification
    except LanguageModelError as error:
        run.answerer = Extractive()
        yield from _written(plan, evidence, answer.noting_first(_instead(error)), run)


@dataclass(slots=True)
class _Run:
    """How one question is answered: by which settings, until when, by whom."""

    settings: QASettings
    deadline: Deadline
    answerer: Answerer
    ranker: Ranker | None
    verifier: Verifier | None
    watch: Stopwatch = field(default_factory=Stopwatch)

    @property
    def wanted(self) -> int:
        """Passages to search."""
        return passages_wanted(self.settings, self.answerer.profile)

    def while_writing(self) -> AbstractContextManager[None]:
        """The block in which the answer is written: a language model has time of its own."""
        return self.deadline.paused() if self.answerer.language_model else nullcontext()


def _rewritten(
    question: Question, plan: QueryPlan, answer: Answer, run: _Run
) -> Generator[Answer, None, tuple[QueryPlan, Answer]]:
    """The plan of a follow-up that a language model has put into words, where there is one, and
    the answer with what that has cost. What is found for it as it stands can be read meanwhile."""
    model = run.answerer.language_model
    if model is None or not is_worth_rewriting(plan):
        return plan, answer
    early: Answer | None = None
    try:
        with run.while_writing():
            for piece in plan_rewritten(question, plan, model):
                if isinstance(piece, Waiting):
                    early = early or answer.planned(plan).found(search(plan, run.wanted).hits)
                    yield early.delayed(piece.why)
                elif isinstance(piece, Usage):
                    answer = answer.spending(piece)
                else:
                    plan = piece
    except LanguageModelError as error:
        run.answerer, answer = Extractive(), answer.noting(_instead(error))
    return plan, answer


def _ranked(
    plans: Sequence[QueryPlan], retrieved: Sequence[Retrieved], run: _Run
) -> tuple[QueryPlan, Evidence]:
    """What the question likeliest means, by the evidence for each plan; and that evidence."""
    plan, evidence = rank_readings(plans, retrieved, run.settings, run.ranker, run.deadline.check)
    run.deadline.check()
    profile = run.answerer.profile
    if profile is not None and profile.whole_passages:
        evidence = with_further(evidence)
    return plan, evidence


def _written(plan: QueryPlan, evidence: Evidence, answer: Answer, run: _Run) -> Iterator[Answer]:
    """The answer as far as it is written and verified; the last is whole."""
    answerer, settings = run.answerer, run.settings
    if not may_answer(plan, evidence, settings, answerer.profile):
        run.watch.finish()
        yield refused(plan, evidence, answer)
        return
    begun = answer.answered_from(evidence).written_by(answerer.name, answerer.model)
    if may_quote_meanwhile(plan, evidence, settings, answerer):
        begun = begun.quoting(_quoted(plan, evidence, answer, settings))
    cited, partial, grown = CitedAnswer(plan, evidence, run.verifier), PartialAnswer(), begun
    with run.while_writing():
        for step in run.deadline.each(_steps(plan, evidence, answerer, cited)):
            partial = cited.take(step)
            run.watch.note(partial)
            grown = begun.plus(partial, short_answer(partial, evidence))
            yield grown
    if answerer.profile and plan.kind is QuestionKind.TIMELINE:
        partial = partial.in_order_of_days()
        grown = begun.plus(partial, short_answer(partial, evidence))
    if grown.sentences:
        run.watch.finish()
        yield finished(plan, grown, settings.old_after)
    elif may_quote_instead(plan, evidence, settings, answerer.profile):
        run.answerer = Extractive()
        quoted = answer.noting_first(QUOTED_INSTEAD).spending(partial.usage)
        yield from _written(plan, evidence, quoted, run)
    else:  # nothing was borne out, or the model declines: less likely by half than it seemed
        run.watch.finish()
        none = refused(plan, evidence, answer, evidence.confidence / 2).declined(partial)
        yield none.written_by(answerer.name, answerer.model)


def _quoted(plan: QueryPlan, evidence: Evidence, answer: Answer, settings: QASettings) -> Answer:
    """The whole answer as it is without a model."""
    quoted = quotation(plan, evidence)
    grown = answer.answered_from(evidence).plus(quoted, short_answer(quoted, evidence))
    return finished(plan, grown, settings.old_after)


def quotation(plan: QueryPlan, evidence: Evidence) -> PartialAnswer:
    """The sentences that are quoted from this evidence where no model writes."""
    cited, partial = CitedAnswer(plan, evidence), PartialAnswer()
    for step in Extractive().write(plan, evidence):
        partial = cited.take(step)
    return partial


def _steps(
    plan: QueryPlan, evidence: Evidence, answerer: Answerer, cited: CitedAnswer
) -> Iterator[Step]:
    """The steps in which the answer is written, then those in which a model that may mends what of
    it was not verified."""
    yield from answerer.write(plan, evidence)
    if answerer.profile and answerer.profile.repairs and cited.failed:
        with suppress(LanguageModelError):  # what was written before stands
            yield from answerer.repair(plan, cited.shown, cited.failed)


def _instead(error: LanguageModelError) -> str:
    return f"{error} {INSTEAD}"
