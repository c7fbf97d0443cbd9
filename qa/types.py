"""What the stages of a question's way hand on: plan, evidence, answer.

Each type but `Timings` grows by named transitions and is otherwise never changed. `Question` and
`Turn`, which come in from outside and are checked there, stand in `qa.question`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, cast

from pydantic import ConfigDict, Field, PlainSerializer, TypeAdapter

from index import Filters, Hit, Store
from index.hits import Context
from index.sentences import Span
from qa.question import DIGESTS, GATHERED, REFUSAL, InterpretationKind, Question, QuestionKind
from qa.text.dates import Period
from qa.text.markers import by_day, with_markers
from qa.text.quantities import unattributed, widened
from qa.text.topic import topic_of

Status = Literal["answered", "unanswered"]
AnswererName = Literal["extractive", "local", "hosted"]
VerdictName = Literal["verified", "not_verified", "contradicted"]
"""What verification says of a sentence that a model wrote."""

NOT_READ = -99.0
"""Logit of what the reader has not read."""
CLEAR = 1.0
"""Logits by which a short answer leads the next of its sentence, at least: of 1,205 on SQuAD and
NewsQA that were sure, those that led by less were right in 45 of 100 cases, the others in 83."""

LISTED = 10
"""Passages that an answer lists at least, where the store has them; each side of a comparison has
its best among them."""

NOT_IN_JSON = Field(exclude=True)
"""Marks what only the program itself uses."""


# ---- 1  the plan: what is searched


@dataclass(frozen=True, slots=True)
class Interpretation:
    """One thing that was read from the question, shown to the person, who can take it off."""

    kind: InterpretationKind
    words: str
    """The words of the question it was read from; empty where it was not some of them."""
    meaning: str
    """What they were taken for: "1 July 2023 to 31 July 2023"."""


class Aspect(StrEnum):
    """What can be asked about the articles themselves."""

    COUNT = "count"
    NEWEST = "newest"
    OLDEST = "oldest"
    LONGEST = "longest"
    SHORTEST = "shortest"
    SPAN = "span"
    """From when to when."""
    UNDATED = "undated"
    SOURCES = "sources"
    """Which there are, and how many."""
    MOST = "most"
    """Which source has the most articles."""
    FEWEST = "fewest"
    TITLES = "titles"
    TOPICS = "topics"
    """What the articles are about."""


@dataclass(frozen=True, slots=True)
class CollectionRequest:
    """What is asked about the articles themselves; which of them, the plan's filters say too."""

    aspects: tuple[Aspect, ...] = ()
    """Empty where it is not clear."""
    outlets: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Whose articles are meant: a name, and its sources as the store writes them ("FOX News":
    "FOX News - Health", ...); empty for all."""
    lacking: tuple[str, ...] = ()
    """News outlets that are asked for and have no article in the store."""
    topic: str = ""
    """What the articles that are meant speak of."""
    listed: int | None = None
    """How many titles are wanted, where the question says so."""


@dataclass(frozen=True, slots=True)
class QueryPlan:
    """A question as it is searched and answered."""

    question: Question
    query: str
    """The standalone question."""
    filters: Filters
    """The filters given and those read from the question, together."""
    store: Store = field(repr=False, compare=False)
    """The store that is asked."""
    context: Context = ()
    """What was said before, with its weight in the search."""
    kind: QuestionKind = QuestionKind.FACT
    """What kind of answer is wanted."""
    topic: str = ""
    """What the question is about, without what only asks for a form, a time or a source; empty
    where it asks for whatever there is ("What is the latest news?")."""
    prior: float = 1.0
    """How likely this is what the question means, before anything was searched."""
    alternatives: tuple[QueryPlan, ...] = ()
    """What else it may mean after what was said, each with its plan."""
    preferred: Filters | None = None
    """Days on which something happened, and the days of reports on it: articles of these days come
    first."""
    periods: tuple[Period, ...] = ()
    """What the question says of days; an article of other days has to name them."""
    wants_newest: bool = False
    value: str = ""
    """A question for the value of which a timeline is to tell how it changed: passages are searched
    and read for it. Empty where it asks for none."""
    most_sentences: int | None = None
    """Sentences that the answer may have; None where the question does not say it."""
    sources: tuple[str, ...] = ()
    """Sources that are asked for together; a single one is in `filters`."""
    missing_sources: tuple[str, ...] = ()
    """Sources that are asked for and have no article in the store."""
    sides: tuple[str, ...] = ()
    """What the question compares, each searched by itself; empty where it compares nothing."""
    parts: tuple[QueryPlan, ...] = ()
    """For each side of a comparison that joins two things, and each of two questions in one, the
    question of its own."""
    interpretations: tuple[Interpretation, ...] = ()
    notices: tuple[str, ...] = ()
    """What the person should know of the question's language, of what the filters did, and of how
    far the articles go."""
    collection: CollectionRequest = CollectionRequest()
    """What is asked about the articles themselves, where `kind` is that."""
    language: str | None = None
    """Another language than English that the question is in, by its name."""
    question_back: str = ""
    """What to ask the person, where it cannot be told what is meant; else empty."""

    def words_of(self, kind: InterpretationKind) -> list[str]:
        """The question's words for everything that was read of this kind."""
        return [one.words for one in self.interpretations if one.kind == kind]

    @property
    def asked(self) -> str:
        """The question as it was typed, plain and without slips: nothing that was said before is
        put into it. Of a part of two questions in one, that part of what they mean together."""
        return self.question.line

    @property
    def read_as(self) -> str:
        """What the reader reads beside the passages."""
        return self.value or self.query

    @property
    def of_value(self) -> QueryPlan:
        """The same as a question for the value."""
        return replace(self, query=self.read_as, topic=topic_of(self.read_as))

    @property
    def days(self) -> str:
        """The days that were read, in words; empty where none were."""
        dates = (one for one in self.interpretations if one.kind == InterpretationKind.DATES)
        return ", ".join(one.meaning for one in dates)

    @property
    def follows(self) -> bool:
        """Whether it leans on a question that was answered."""
        said = self.question.last_said("assistant")
        is_completed = bool(self.words_of(InterpretationKind.CONVERSATION))
        return is_completed and bool(said) and not said.startswith(REFUSAL)

    @property
    def is_several(self) -> bool:
        """Whether it asks several things: of each side of a comparison, or two questions in one."""
        return bool(self.sides or self.parts)

    @property
    def is_survey(self) -> bool:
        """Whether it asks to tell of the articles as such, whatever they are about."""
        return self.kind in DIGESTS and not self.topic

    def interpreted(self, *read: Interpretation) -> QueryPlan:
        """With these things besides that were read from the question."""
        return replace(self, interpretations=(*self.interpretations, *read))

    def without_days(self) -> QueryPlan:
        """The plan as if no days had been read from the question; given filters stay."""
        given = self.question.filters
        kept = tuple(one for one in self.interpretations if one.kind != InterpretationKind.DATES)
        filters = replace(self.filters, after=given.after, before=given.before)
        return replace(self, filters=filters, preferred=None, periods=(), interpretations=kept)


# ---- 2  what the search found


@dataclass(frozen=True, slots=True)
class Retrieved:
    """Passages for a plan."""

    hits: tuple[Hit, ...]
    """Best first, each once."""
    sides: tuple[tuple[int, ...], ...] = ()
    """For each side of a comparison, and each source that was searched by itself, its best
    passages by number."""
    notices: tuple[str, ...] = ()
    parts: tuple[Retrieved, ...] = ()
    """For each of the plan's `parts` its own."""
    spoken_of: frozenset[str] = frozenset()
    """Ids of the articles that the answer before quotes, where the question leans on it."""


# ---- 3  the evidence: sentences, scored


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """What the reader says of a sentence; places are characters of the passage's text."""

    span: Span
    inside: float = NOT_READ
    """Logit, mean over its tokens, that the answer stands in this sentence."""
    answer: float = NOT_READ
    """Logit of the likeliest answer that starts in it, against there being none."""
    short: Span = (0, 0)
    """Where that answer stands."""
    lead: float = 0.0
    """Logits by which it is likelier than any that stands elsewhere in the sentence."""

    @property
    def is_clear(self) -> bool:
        """Whether nothing else in the sentence answers nearly as well: "39 died and 213 were hurt"
        has two numbers of people."""
        return self.lead >= CLEAR


@dataclass(frozen=True, slots=True)
class PassageReading:
    """What the reader says of a passage beside a question."""

    relevance: float
    """Logit that the passage answers."""
    sentences: tuple[SentenceReading, ...]

    @property
    def best(self) -> SentenceReading:
        """The sentence with the likeliest short answer."""
        return max(self.sentences, key=lambda one: one.answer, default=SentenceReading((0, 0)))


@dataclass(frozen=True, slots=True)
class EvidenceSentence:
    """A sentence of a passage, with offsets into its article's stored text."""

    hit: Hit
    rank: int
    """Of the first passage that holds it, from 0."""
    start: int
    end: int
    text: str
    before: EvidenceSentence | None
    """The sentence before it in the same passage."""
    reading: SentenceReading | None = None
    """What the reader says of it, with places in the article's text; None where it was not read."""
    relevance: float = NOT_READ
    """What the reader says of its passage: a logit."""

    @property
    def in_context(self) -> list[str]:
        """The sentence before it, where there is one, and itself."""
        return [*([self.before.text] if self.before else []), self.text]

    @property
    def place(self) -> tuple[str, int, int]:
        """Article and offsets: what makes two of them the same."""
        return self.hit.article_id, self.start, self.end

    @property
    def short_span(self) -> tuple[int, int]:
        """Where the reader's short answer stands in its text: characters, the end exclusive; 0 and
        0 where it was not read."""
        if self.reading is None:
            return 0, 0
        first, last = self.reading.short
        return first - self.start, last - self.start

    @property
    def short(self) -> str:
        """The shortest answer in it, its figures whole, without who says so; empty where it was not
        read."""
        first, last = self.short_span
        if first < last:
            first, last = widened(self.text, first, last)
        return unattributed(self.text[first:last])


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence with the probability that it is the one that answers."""

    sentence: EvidenceSentence
    probability: float
    """Of all sentences of one `Evidence` together 1, until a rule moves one to the front."""
    matched_terms: frozenset[str]
    """The question's terms (stems) that stand in it."""
    answers: float | None = None
    """Log-odds that it answers the question, by the entailment network, where that has read it."""

    @property
    def day(self) -> datetime.date:
        """When its article appeared; the earliest day there is, where that is not known."""
        return self.sentence.hit.date or datetime.date.min


@dataclass(frozen=True, slots=True)
class Report:
    """What one of several reports says of a thing that changed, and where it says so."""

    said: str
    """The figure, the day or the name: "412 million crowns"."""
    article_id: str
    title: str
    source: str | None
    date: datetime.date | None
    quote: str
    start: int
    end: int

    @classmethod
    def of(cls, said: str, sentence: EvidenceSentence) -> Report:
        """What a sentence of the evidence says."""
        hit = sentence.hit
        about = (hit.article_id, hit.title, hit.source, hit.date)
        return cls(said, *about, sentence.text, sentence.start, sentence.end)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentences that may answer, best first, and whether any of them does."""

    hits: tuple[Hit, ...]
    """The passages that were read, by what the reader says of them."""
    sentences: tuple[ScoredSentence, ...] = ()
    confidence: float = 0.0
    """Probability that the answer is right; until a rule has estimated it, `answerability`."""
    answerability: float = 0.0
    """Probability that the articles answer the question at all, as the ranker has it."""
    term_weights: Mapping[str, float] = field(default_factory=dict)
    """The question's terms (stems) with their weight."""
    short: str = ""
    """The shortest answer; empty where the question asks for none."""
    deciding: int = 0
    """Where `short` is a verdict, what sentences come to ("yes", the greater of two) and none need
    say, how many of the first ones these are."""
    reports: tuple[Report, ...] = ()
    """Where reports of different days answer differently, what each says, the oldest first."""
    changes: tuple[ScoredSentence, ...] = ()
    """Of an overview or a timeline, a sentence of each report in which a figure or a day changed,
    the oldest first; of a question for how a value changed, whatever is told of it."""
    sides: tuple[tuple[int, ...], ...] = ()
    """See `Retrieved.sides`."""
    parts: tuple[Evidence, ...] = ()
    """For each of the plan's `parts` its own."""
    unread: tuple[Hit, ...] = ()
    """Passages that were found and not read, in the order of the search."""
    further: tuple[EvidenceSentence, ...] = ()
    """The sentences of the other passages: found and not read, or read and not among the best;
    empty but for a model that is shown whole passages."""
    notices: tuple[str, ...] = ()
    """For the person, whether the question is answered or not."""
    answer_notices: tuple[str, ...] = ()
    """For the person, where it is answered."""

    @property
    def best(self) -> EvidenceSentence:
        """The sentence that likeliest answers.

        Raises:
            IndexError: there is none.
        """
        return self.sentences[0].sentence

    @property
    def is_verdict(self) -> bool:
        """Whether `short` is a verdict."""
        return self.deciding > 0

    def noting(self, *notices: str) -> Evidence:
        """With these notices besides."""
        return replace(self, notices=(*self.notices, *notices))

    def noting_with_answer(self, *notices: str) -> Evidence:
        """With these notices besides, told only where the question is answered."""
        return replace(self, answer_notices=(*self.answer_notices, *notices))

    def led_by(self, *leading: ScoredSentence, without: Sequence[ScoredSentence] = ()) -> Evidence:
        """With these sentences first, each as likely as the likeliest and those `without`, which
        are left out, together."""
        left_out = {one.sentence.place for one in without}
        kept = (one.probability for one in self.sentences if one.sentence.place not in left_out)
        top = min(1.0, max(kept, default=0.0) + sum(one.probability for one in without))
        gone = {one.sentence.place for one in leading} | left_out
        rest = (one for one in self.sentences if one.sentence.place not in gone)
        first = (replace(one, probability=top) for one in leading)
        return replace(self, sentences=(*first, *rest))

    def answered_with(self, short: str) -> Evidence:
        """With this shortest answer; "" for none."""
        return replace(self, short=short, deciding=0)

    def decided(self, verdict: str, *deciding: ScoredSentence) -> Evidence:
        """Led by these sentences, and with what they come to for the shortest answer."""
        return replace(self.led_by(*deciding), short=verdict, deciding=len(deciding))

    def doubted(self) -> Evidence:
        """With a third of the confidence, and of the answerability."""
        return replace(self, confidence=self.confidence / 3, answerability=self.answerability / 3)

    def rejected(self) -> Evidence:
        """Without any sentence: nothing here answers."""
        return replace(self, sentences=(), confidence=0.0)


# ---- 4  the steps in which an answer is written


class Waiting(NamedTuple):
    """Nothing was written for a moment; `why` may say what is waited for."""

    why: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that a language model has read and written, as its server counts them."""

    prompt_tokens: int
    completion_tokens: int

    def plus(self, other: Usage | None) -> Usage:
        """The tokens of both."""
        if other is None:
            return self
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
        )


@dataclass(frozen=True, slots=True)
class Quotation:
    """A sentence of the answer that is one of the evidence, and needs no verification."""

    sentence: EvidenceSentence


@dataclass(frozen=True, slots=True)
class Shown:
    """The sentences that a model is shown, and so may cite; comes before all that it writes."""

    evidence: tuple[EvidenceSentence, ...]
    keeps_unverified: bool = False
    """Whether what the model writes and is not verified is told, marked as such, with the reason;
    else it is left out."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that a model has written, to be verified."""

    text: str
    cites: frozenset[int]
    """Places in `Shown.evidence` that the model names as what it rests on."""
    is_cut_off: bool = False
    """It has no end: the model may have been stopped within it."""
    instead_of: str = ""
    """The sentence that it mends, which was not verified; empty for a new one."""


class Failed(NamedTuple):
    """A sentence that was not verified, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What a model has written of its next sentence."""

    text: str


@dataclass(frozen=True, slots=True)
class NotStated:
    """A model says what part of the question the sentences do not answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Declined:
    """The model says that what it was shown does not contain the answer."""


Step = Quotation | Shown | Claim | Draft | NotStated | Declined | Waiting | Usage
"""In such steps an answer is written."""


# ---- 5  the answer


@dataclass(frozen=True, slots=True)
class AlsoIn:
    """A copy of an article that is cited, which says the same word by word."""

    article_id: str
    title: str
    source: str | None
    date: datetime.date | None


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation: `quote` stands, letter by letter, at `start`:`end` of the stored text."""

    number: int
    article_id: str
    title: str
    source: str | None
    date: datetime.date | None
    url: str | None
    quote: str
    start: int
    end: int
    also_in: tuple[AlsoIn, ...] = ()
    """Copies of the article that say the same; known once the answer is whole."""

    @property
    def place(self) -> tuple[str, int, int]:
        """Article and offsets, as those of an evidence sentence."""
        return self.article_id, self.start, self.end

    @classmethod
    def of(cls, number: int, sentence: EvidenceSentence) -> Citation:
        """The citation of a sentence of the evidence."""
        hit = sentence.hit
        about = (hit.article_id, hit.title, hit.source, hit.date, hit.url)
        return cls(number, *about, sentence.text, sentence.start, sentence.end)


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of the answer, the numbers of its citations, and how far they support it."""

    text: str
    citations: tuple[int, ...]
    support: float
    """0 to 1; 1 for a quotation."""
    verdict: Literal["quoted", "verified", "not_verified"] = "quoted"
    """Whether it is an article's own words, or a model's that were verified, or were not."""
    reason: str = ""
    """Why it is not verified; empty where it is."""


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A passage that was retrieved."""

    article_id: str
    start: int
    end: int
    score: float
    text: Annotated[str, NOT_IN_JSON] = ""
    """As it was read."""

    @classmethod
    def of(cls, hit: Hit) -> RankedPassage:
        """A hit as an answer lists it."""
        return cls(hit.article_id, hit.start, hit.end, hit.score, hit.text)


_Milliseconds = Annotated[float, PlainSerializer(lambda ms: round(ms, 1), return_type=float)]


@dataclass(slots=True)
class Timings:
    """Milliseconds. `first_token_ms` counts from the question to the first word of the answer."""

    search_ms: _Milliseconds = 0.0
    evidence_ms: _Milliseconds = 0.0
    first_token_ms: _Milliseconds = 0.0
    generate_ms: _Milliseconds = 0.0
    verify_ms: _Milliseconds = 0.0
    total_ms: _Milliseconds = 0.0


@dataclass(frozen=True, slots=True)
class PartialAnswer:
    """The sentences of an answer as far as they are written and verified."""

    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    notices: tuple[str, ...] = ()
    draft: str = ""
    """The sentence that a model is writing; not verified yet."""
    waiting: str = ""
    """Why nothing is being written yet."""
    evidence: tuple[Citation, ...] = ()
    """The sentences that a model writes from."""
    verify_ms: float = 0.0
    usage: Usage | None = None
    """Tokens that a model read and wrote, once they are known."""
    dropped: tuple[str, ...] = ()
    """Sentences that a model wrote and nothing supports."""

    def renumbered(self) -> PartialAnswer:
        """With the citations that its sentences use, numbered by their first use."""
        used = dict.fromkeys(number for one in self.sentences for number in one.citations)
        new = {old: number for number, old in enumerate(used, start=1)}
        cited = {one.number: one for one in self.citations}
        return replace(
            self,
            sentences=tuple(
                replace(one, citations=tuple(new[number] for number in one.citations))
                for one in self.sentences
            ),
            citations=tuple(replace(cited[old], number=new[old]) for old in used),
        )

    def in_order_of_days(self) -> PartialAnswer:
        """With its sentences by the earliest day that they cite, the oldest first; those without a
        day last."""
        days = {one.number: one.date or datetime.date.max for one in self.citations}
        ordered = sorted(
            self.sentences,
            key=lambda one: min((days[n] for n in one.citations), default=datetime.date.max),
        )
        return replace(self, sentences=tuple(ordered)).renumbered()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as far as it is known; docs/formats.md describes it as JSON."""

    __pydantic_config__: ClassVar = ConfigDict(json_schema_serialization_defaults_required=True)

    question: str
    query: str
    """The question that is searched, made to stand on its own."""
    status: Status = "unanswered"
    text: str = ""
    """With a marker such as "[1]" for each citation."""
    confidence: float = 0.0
    """Probability that the answer is right."""
    passages: tuple[RankedPassage, ...] = ()
    """What was retrieved, best first."""
    short: str | None = None
    """The shortest answer, where there is one."""
    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    answerer: AnswererName = "extractive"
    model: str | None = None
    """The language model that wrote it, if one did."""
    notices: tuple[str, ...] = ()
    """What a person should know besides."""
    timings: Timings = field(default_factory=Timings)
    interpretations: tuple[Interpretation, ...] = ()
    """What was read from the question's words."""
    dropped: tuple[str, ...] = ()
    """Sentences that a language model wrote and nothing supports; never part of `text`."""
    filters: Annotated[Filters, NOT_IN_JSON] = Filters()
    """Where it was searched: under the filters given, and those read from the question."""
    usage: Usage | None = None
    """Tokens that a language model read and wrote; None where none did, or it is not known."""
    kind: QuestionKind = QuestionKind.FACT
    """What kind of answer was wanted."""
    reports: tuple[Report, ...] = ()
    """Where reports of different days answer differently, what each says, the oldest first."""
    closest: Citation | None = None
    """Where it is unanswered, the sentence that comes closest to an answer, if one comes near."""
    nearest: tuple[str, ...] = ()
    """Likewise, ids of the articles that come near: that of `closest`, then nearest first."""
    suggestions: tuple[str, ...] = ()
    """Questions that the articles answer and one could ask; they stand in `text`, too."""
    draft: Annotated[str, NOT_IN_JSON] = ""
    """What a model is writing and nobody has verified yet; gone when the answer is whole."""
    waiting: Annotated[str, NOT_IN_JSON] = ""
    """What is waited for, while nothing is being written."""
    evidence: Annotated[tuple[Citation, ...], NOT_IN_JSON] = ()
    """The sentences that a model writes from, until the answer is whole."""
    quoted: Annotated[Answer | None, NOT_IN_JSON] = None
    """What the articles themselves say, to be read until a model has written its first sentence."""

    @property
    def quotations(self) -> tuple[Citation, ...]:
        """What is quoted of the articles: its citations, or where there is none, what comes closest
        to an answer."""
        return self.citations or tuple(filter(None, [self.closest]))

    @property
    def so_far(self) -> Answer:
        """What can be read by now: itself, or what is quoted meanwhile."""
        return self.quoted or self

    def planned(self, plan: QueryPlan) -> Answer:
        """Once it is known what is searched."""
        return replace(
            self,
            query=plan.query,
            kind=plan.kind,
            filters=plan.filters,
            interpretations=plan.interpretations,
            notices=(*self.notices, *plan.notices),
            waiting="",
        )

    def found(self, hits: Sequence[Hit]) -> Answer:
        """Once passages are found."""
        return replace(self, passages=tuple(map(RankedPassage.of, hits)))

    def weighed(self, evidence: Evidence) -> Answer:
        """Once the passages are read and the evidence is decided upon."""
        notices = (*self.notices, *evidence.notices)
        return replace(self, confidence=evidence.confidence, notices=notices).found(evidence.hits)

    def noting(self, *notices: str) -> Answer:
        """With these notices besides."""
        return replace(self, notices=(*self.notices, *notices))

    def noting_first(self, *notices: str) -> Answer:
        """With these notices before the others."""
        return replace(self, notices=(*notices, *self.notices))

    def delayed(self, why: str) -> Answer:
        """While something is waited for."""
        return replace(self, waiting=why)

    def spending(self, usage: Usage | None) -> Answer:
        """With these tokens besides."""
        return replace(self, usage=usage.plus(self.usage) if usage else self.usage)

    def answered_from(self, evidence: Evidence) -> Answer:
        """Once it is to be answered from this evidence: with the notices that go with an answer,
        and what several reports say of a thing that changed."""
        return replace(self.noting(*evidence.answer_notices), reports=evidence.reports)

    def citing(self, citations: tuple[Citation, ...]) -> Answer:
        """With these citations in the place of its own, of which more is known now."""
        return replace(self, citations=citations)

    def written_by(self, answerer: AnswererName, model: str | None) -> Answer:
        """Written by this answerer."""
        return replace(self, answerer=answerer, model=model)

    def quoting(self, quoted: Answer) -> Answer:
        """With this to be read until a model has written its first sentence."""
        return replace(self, quoted=quoted)

    def plus(self, partial: PartialAnswer, short: str | None) -> Answer:
        """With what is written so far."""
        return replace(
            self,
            status="answered" if partial.sentences else "unanswered",
            text=self._text_of(partial),
            short=short,
            sentences=partial.sentences,
            citations=partial.citations,
            notices=(*partial.notices, *self.notices),
            dropped=partial.dropped,
            draft=partial.draft,
            waiting=partial.waiting,
            evidence=partial.evidence,
            quoted=None if partial.sentences else self.quoted,
        ).spending(partial.usage)

    def _text_of(self, partial: PartialAnswer) -> str:
        """The sentences with their markers; those of a digest under the days of their articles."""
        is_quoted = all(one.verdict == "quoted" for one in partial.sentences)
        if self.kind in GATHERED and not is_quoted:  # a model dates its lines itself
            return "\n\n".join(
                with_markers([(one.text, one.citations)]) for one in partial.sentences
            )
        if self.kind not in DIGESTS:
            return with_markers((one.text, one.citations) for one in partial.sentences)
        days = {one.number: one.date for one in partial.citations}
        return by_day(
            (one.text, one.citations, days[one.citations[0]] if one.citations else None)
            for one in partial.sentences
        )

    def finished(self, *notices: str) -> Answer:
        """Once it is whole: without what was only shown meanwhile."""
        return self.noting(*notices).settled()

    def settled(self) -> Answer:
        """What can be read by now, without what is shown only while it grows."""
        return replace(self.so_far, draft="", waiting="", evidence=(), usage=self.usage)

    def unsearched(self, text: str, suggestions: tuple[str, ...] = ()) -> Answer:
        """Answered without the articles' words, and so without citations: from what the store
        knows of them, or with a word of courtesy."""
        return replace(self, status="answered", text=text, confidence=1.0, suggestions=suggestions)

    def refused(
        self,
        text: str,
        confidence: float | None = None,
        closest: Citation | None = None,
        nearest: tuple[str, ...] = (),
        suggestions: tuple[str, ...] = (),
    ) -> Answer:
        """Unanswered, with the text that says so.

        Args:
            text: Opens with `qa.question.REFUSAL`.
            closest: The sentence that comes closest to an answer, where one comes near.
            nearest: Ids of the articles that come near: that of `closest`, then nearest first.
            suggestions: Questions that they answer.
        """
        return replace(
            self,
            text=text,
            confidence=self.confidence if confidence is None else confidence,
            closest=closest,
            nearest=nearest,
            suggestions=suggestions,
        )

    def declined(self, partial: PartialAnswer) -> Answer:
        """Unanswered after all, though a model has written or thought about it."""
        noted = self.noting(*partial.notices).spending(partial.usage)
        return replace(noted, dropped=partial.dropped)

    def to_json(self) -> dict[str, Any]:
        """The answer as JSON has it, described in docs/formats.md.

        Plain values only: lists instead of tuples, days in ISO form, milliseconds to a tenth.
        """
        return cast(dict[str, Any], _answer_adapter().dump_python(self, mode="json"))


@cache
def _answer_adapter() -> TypeAdapter[Answer]:
    """What turns answers into JSON, made when it is first needed."""
    return TypeAdapter(Answer)
