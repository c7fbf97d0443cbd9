"""A question's way to a checked answer, stage by stage, handed out as it grows."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, replace

from index import Store
from qa.deadline import Deadline
from qa.generation.age import old_evidence
from qa.generation.answerer import Answerer
from qa.generation.collection import collection_text
from qa.generation.copies import with_copies
from qa.generation.extractive import Extractive
from qa.generation.refusal import refusal
from qa.generation.relative_days import dated
from qa.generation.short_answer import short_answer
from qa.generation.talk import talk
from qa.llm.endpoint import INSTEAD, STEP, LanguageModelError
from qa.llm.queue import FairQueue, Ticket
from qa.query.plan import plan_query
from qa.query.rewrite import rewrite
from qa.question import UNSEARCHED, Question, QuestionKind
from qa.ranking.likeliest import likeliest
from qa.ranking.ranker import Ranker, rank, with_further
from qa.resolution import resolve
from qa.resolution.passage_order import LISTED
from qa.retrieval.search import search
from qa.settings import QASettings
from qa.stopwatch import Stopwatch
from qa.types import Answer, Evidence, PartialAnswer, QueryPlan, Step, Usage, Waiting
from qa.verification.cited_answer import CitedAnswer
from qa.verification.verdict import Verifier

SHOWN_WHOLE = 40
"""Passages found for a model that is shown whole ones: short ones do not fill its evidence."""
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
    deadline = Deadline(settings.deadline)
    run = _Run(settings, answerer or Extractive(), Stopwatch(), deadline, verifier)
    answer = Answer(question.text, question.line, timings=run.watch.timings)
    question = question.ignoring(settings.ignore)
    plan = plan_query(question, store)  # 1 query
    plan, answer = yield from _rewritten(question, plan, answer, run)
    asked, answer = answer, answer.planned(plan)
    run.watch.lap()
    if plan.kind in UNSEARCHED:
        is_talk = plan.kind is QuestionKind.TALK
        text, suggestions = talk(plan) if is_talk else (collection_text(plan), ())
        run.watch.finish()
        yield answer.told(text, suggestions)
        return

    plans = (plan, *plan.alternatives)
    retrieved = [search(one, run.wanted) for one in deadline.each(plans)]  # 2 retrieval
    run.watch.timings.search_ms = run.watch.lap()
    answer = answer.found(retrieved[0].hits)
    yield answer

    with READING.enter(Ticket(question.asker)) as place:
        with deadline.paused():
            for ahead in place.wait_for_turn(STEP):
                yield answer.delayed(f"Waiting for others' questions: {ahead} before you.")
        ranked = [
            rank(one, found, settings, ranker, share=len(plans))  # 3 ranking
            for one, found in deadline.each(zip(plans, retrieved, strict=True))
        ]
        deadline.check()
        meant = likeliest(plans, ranked)
        found = with_further(ranked[meant]) if run.shows_passages else ranked[meant]
        plan, evidence = plans[meant], resolve(plans[meant], found)  # 4 resolution
    answer = asked.planned(plan)
    run.watch.timings.evidence_ms = run.watch.lap()
    answer = answer.weighed(evidence)

    if plan.question_back:
        run.watch.finish()
        yield _refused(answer, plan, evidence, 0.0)
        return
    try:
        yield from _written(plan, evidence, answer, run)  # 5 generation, 6 verification
    except LanguageModelError as error:
        run.answerer = Extractive()
        yield from _written(plan, evidence, answer.noting_first(_instead(error)), run)


@dataclass(slots=True)
class _Run:
    """How one question is answered: by which settings, by whom, how fast."""

    settings: QASettings
    answerer: Answerer
    watch: Stopwatch
    deadline: Deadline
    verifier: Verifier | None

    def while_writing(self) -> AbstractContextManager[None]:
        """The block in which the answer is written: a language model has time of its own."""
        return self.deadline.paused() if self.answerer.language_model else nullcontext()

    @property
    def wanted(self) -> int:
        """Passages to search: as many as are read, and no fewer than an answer lists, or than a
        model is shown."""
        shown = SHOWN_WHOLE if self.shows_passages else 0
        return max(LISTED, self.settings.candidates, shown)

    @property
    def shows_passages(self) -> bool:
        """Whether who writes is shown whole passages."""
        profile = self.answerer.profile
        return profile is not None and profile.whole_passages

    def threshold(self, plan: QueryPlan) -> float:
        """Confidence below which a question is refused before anybody writes."""
        profile = self.answerer.profile
        least = self.settings.threshold(plan.kind, quotes=profile is None)
        given = self.settings.model_threshold is not None
        return least if profile is None or given else least * profile.caution

    def may_quote(self, plan: QueryPlan, evidence: Evidence) -> bool:
        """Whether the articles are quoted where the model has nothing to say that holds: a small
        one, and the quotation is sure."""
        profile = self.answerer.profile
        least = self.settings.threshold(plan.kind, quotes=True)
        is_small = profile is not None and not profile.whole_passages
        return is_small and evidence.confidence >= least


def _rewritten(
    question: Question, plan: QueryPlan, answer: Answer, run: _Run
) -> Generator[Answer, None, tuple[QueryPlan, Answer]]:
    """The plan of a follow-up that a language model has put into words, where there is one; the
    program's own reading stands beside it, and the evidence decides.

    What is found for it as it stands can be read meanwhile.
    """
    model = run.answerer.language_model
    if model is None or plan.query == plan.question.line or plan.kind is QuestionKind.TALK:
        return plan, answer
    early: Answer | None = None
    try:
        with run.while_writing():
            for piece in rewrite(plan.question, model, plan.query):
                if isinstance(piece, Waiting):
                    early = early or answer.planned(plan).found(search(plan, run.wanted).hits)
                    yield early.delayed(piece.why)
                elif isinstance(piece, Usage):
                    answer = answer.spending(piece)
                elif piece != plan.query:
                    own = () if plan.kind in UNSEARCHED else (replace(plan, alternatives=()),)
                    plan = replace(plan_query(question, plan.store, piece), alternatives=own)
    except LanguageModelError as error:
        run.answerer, answer = Extractive(), answer.noting(_instead(error))
    return plan, answer


def _written(plan: QueryPlan, evidence: Evidence, answer: Answer, run: _Run) -> Iterator[Answer]:
    """The answer as far as it is written and verified; the last is whole."""
    answerer, watch = run.answerer, run.watch
    threshold = run.threshold(plan)
    if evidence.confidence < threshold or not evidence.sentences:
        watch.finish()
        yield _refused(answer, plan, evidence)
        return
    noted = answer.noting(*evidence.answer_notices).reporting(evidence.reports)
    noted = noted.written_by(answerer.name, answerer.model)
    cited, partial, grown = CitedAnswer(plan, evidence, run.verifier), PartialAnswer(), noted
    with run.while_writing():
        for step in run.deadline.each(_steps(plan, evidence, answerer, cited)):
            partial = cited.take(step)
            watch.note(partial)
            grown = noted.plus(partial, short_answer(partial, evidence))
            yield grown
    if answerer.profile and plan.kind is QuestionKind.TIMELINE:
        partial = partial.in_order_of_days()
        grown = noted.plus(partial, short_answer(partial, evidence))
    watch.finish()
    if grown.sentences:
        days = dated(plan.query, grown.short, grown.citations)
        age = old_evidence(plan, grown.citations, run.settings.old_after)
        told = [report.article_id for report in grown.reports]
        citations, differing = with_copies(plan, grown.citations, told)
        yield grown.citing(citations).finished(*days, *age, *differing)
        return
    if run.may_quote(plan, evidence):
        run.answerer = Extractive()
        noted = answer.noting_first(QUOTED_INSTEAD).spending(partial.usage)
        yield from _written(plan, evidence, noted, run)
        return
    # nothing was borne out, or the model declines: less likely by half than it seemed
    refused = _refused(answer, plan, evidence, evidence.confidence / 2).declined(partial)
    yield refused.written_by(answerer.name, answerer.model)


def _steps(
    plan: QueryPlan, evidence: Evidence, answerer: Answerer, cited: CitedAnswer
) -> Iterator[Step]:
    """The steps in which the answer is written, then those in which a model that may mends what of
    it was not verified."""
    yield from answerer.write(plan, evidence)
    if answerer.profile and answerer.profile.repairs and cited.failed:
        with suppress(LanguageModelError):  # what was written before stands
            yield from answerer.repair(plan, cited.shown, cited.failed)


def _refused(
    answer: Answer, plan: QueryPlan, evidence: Evidence, confidence: float | None = None
) -> Answer:
    why = refusal(plan, evidence)
    return answer.refused(why.text, confidence, why.nearest, why.suggestions)


def _instead(error: LanguageModelError) -> str:
    return f"{error} {INSTEAD}"
