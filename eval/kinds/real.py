"""Questions of data sets whose kind their form or a person tells, and pieces of them.

Only sets that may train a model that is shipped are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from eval.json_lines import rows
from qa.question import QuestionKind
from qa.text.lexicon import AUXILIARY, FUNCTION_WORDS, PREPOSITION

JUDGED_FILE = Path(__file__).parent / "judged.txt"
SETS = (
    "more/qa/tydiqa_goldp_en",
    "more/qa/nq_qed_train",
    "squad_dev_v1.1",
    "more/qa/fairytaleqa",
    "more/qa/qamr_dev_test",
    "more/qa/timeqa_human_train",
    "more/qa/selqa_dev_test",
    "nq_oracle",
)
"""Sets of questions, most of them with a short answer."""
CONVERSATIONS = "more/rewrites/trec_cast_ikat"
CLAIMS = "more/entailment/fm2_dev_test"
NEWS = "wikinews_2019_2020_ccby"
LONGEST = 120
"""Characters of a question that is used."""

_OPEN_TO_DOUBT = re.compile(
    r"\b(?:differen|compar|or\b|versus|similar|common|list|summar|histor|develop|chang|example|types|"
    r"kinds|names|all\b|order|what happen|reason|purpose|cause|effect|mean\b|main|feel|"
    r"what (?:did|do|does|will|would|could|can|was|were) .*(?:say|do|think|doing)\b)",
    re.IGNORECASE,
)
"""A question of another kind than its question word tells, perhaps."""
_WHY = re.compile(r"(?:why\b|how (?:is|are|was|were|did|do|does|can|could|will|would)\b)", re.I)
_FACT = re.compile(
    rf"(?:{PREPOSITION} )?(?:who|whose|whom|when|where|how (?:many|much|old|long|far|big|large|"
    r"tall|high|often|deep|fast|heavy)|(?:what|which) (?:is|was|does|did|has)|"
    r"(?:what|which) \w+[^s\s] (?!are|were|have|do)\w+)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    rf"(?:when|why) ((?:{AUXILIARY}) \w+ (?!.*\b(?:{PREPOSITION}|because)$).+)", re.IGNORECASE
)
_ITEM = re.compile(
    r"(?:what|which) (?!is |was |did |does |has |year |kind |type |time |part )"
    r"([a-z]{3,12}[a-rt-z]) "
    r"((?:did|was|is|does|has) \S+ .+|[a-z]+ed .+|(?:won|made|wrote|lost|led|gave) .+)",
    re.IGNORECASE,
)
_DEED = re.compile(r"who (\w+ed .+)", re.IGNORECASE)
_CLAIM = re.compile(
    r"((?:[A-Z][\w'-]+ ?){1,4}|The \w+|[Hh]e|[Ss]he) "
    r"(was|is|has|had|were|are|will|can|could|would) (?!not\b)(.{5,80})\."
)
_SENTENCE = re.compile(r"(?<=\. )[A-Z][^.?!\n]{30,110}\.")
_OF_MANY = {"was": "were", "is": "are", "has": "have", "does": "do"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its kind; those of one `group` are alike."""

    text: str
    kind: QuestionKind
    group: str


@dataclass(frozen=True, slots=True)
class Pieces:
    """What the data sets give to put into forms."""

    titles: list[str]
    """Names of persons, places, works, events."""
    clauses: list[str]
    """With the verb first: "did the ship sink"."""
    items: list[str]
    """Several things, and what is asked of them: "rivers flow through Prague"."""
    plurals: list[str]
    """The things alone: "rivers"."""
    deeds: list[str]
    """What somebody did: "painted the ceiling"."""
    sentences: list[str]
    """Sentences of news."""

    @classmethod
    def of(cls, data: Path) -> Pieces:
        """Those of the folder of data sets."""
        asked = [one.rstrip(" ?") for name in SETS for one in _questions(data, name)]
        items = [(_plural(match[1]), match[2]) for match in map(_ITEM.fullmatch, asked) if match]
        titles = {_title(row["title"]) for name in SETS[:3] for row in _rows(data, name)}
        return cls(
            sorted(title for title in titles if len(title) < 32),
            [match[1] for match in map(_CLAUSE.fullmatch, asked) if match],
            [f"{things} {_of_many(rest)}" for things, rest in items],
            sorted({things for things, _ in items}),
            [match[1] for match in map(_DEED.fullmatch, asked) if match],
            [one for row in _rows(data, NEWS) for one in _SENTENCE.findall(row["text"])[:3]],
        )


def real_questions(data: Path, of_each: int, rng: Random) -> list[Asked]:
    """Facts and explanations of each set, `of_each` at most, a quarter as many facts as keywords,
    and claims put as yes-or-no questions."""
    found: list[Asked] = []
    for name in SETS:
        asked = [one for one in _questions(data, name) if not _OPEN_TO_DOUBT.search(one)]
        facts = [one for one in asked if _FACT.match(one)]
        reasons = [one for one in asked if _WHY.match(one)]
        for kind, own in ((QuestionKind.FACT, facts), (QuestionKind.EXPLANATION, reasons)):
            chosen = rng.sample(own, min(len(own), of_each))
            found += [Asked(text, kind, f"{name} {text}") for text in chosen]
        for text in rng.sample(facts, min(len(facts), of_each // 4)):
            found.append(Asked(_keywords(text), QuestionKind.FACT, f"{name} {text}"))
    claims = [match for row in _rows(data, CLAIMS) if (match := _CLAIM.fullmatch(row["claim"]))]
    for subject, verb, rest in (match.groups() for match in rng.sample(claims, of_each)):
        text = f"{verb.capitalize()} {subject.strip()} {rest}?"
        found.append(Asked(text, QuestionKind.YES_NO, f"claim {text}"))
    return found


def judged_questions(data: Path) -> list[Asked]:
    """Questions of conversations, put to stand alone, whose kind a person has judged."""
    judged = {}
    for line in JUDGED_FILE.read_text(encoding="utf-8").splitlines():
        name, conversation, turn, word = line.split("\t")
        judged[name, conversation, turn] = QuestionKind(word)
    return [
        Asked(row["rewrite"], kind, f"{row['set']} {row['conversation']}")
        for row in _rows(data, CONVERSATIONS)
        if (kind := judged.get((row["set"], str(row["conversation"]), str(row["turn"]))))
    ]


def _questions(data: Path, name: str) -> list[str]:
    """The questions of a set, each once."""
    asked = (one["question"].strip() for row in _rows(data, name) for one in row.get("qas", [row]))
    return [one for one in dict.fromkeys(asked) if len(one) < LONGEST]


def _rows(data: Path, name: str) -> Iterator[dict[str, Any]]:
    return rows(data / f"{name}.jsonl.gz")


def _title(title: str) -> str:
    return re.sub(r" \(.*\)", "", title.replace("_", " "))


def _keywords(question: str) -> str:
    """What one would type into a search engine: "population Chicago 1900"."""
    words = question.rstrip(" ?").split()
    return " ".join(word for word in words if word.lower() not in FUNCTION_WORDS) or question


def _plural(noun: str) -> str:
    irregular = {"person": "people", "man": "men", "woman": "women", "child": "children"}
    if noun in irregular:
        return irregular[noun]
    if re.search(r"[^aeiou]y$", noun):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if re.search(r"(?:x|ch|sh)$", noun) else f"{noun}s"


def _of_many(rest: str) -> str:
    """What is said of one thing, said of several."""
    verb, _, tail = rest.partition(" ")
    return f"{_OF_MANY.get(verb, verb)} {tail}"
