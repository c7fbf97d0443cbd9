"""Stage 4: what the evidence comes to. Each rule takes plan and evidence, and gives evidence.

already_said      what was just said is left out where more is asked for
preferred_days    articles of the days that are asked for come first; others must name them
second_look       the likeliest sentences, read by the entailment network as well
newest            the newest of several reports leads, and the older are named
value_changes     how a value changed from report to report
reported          (no rule) what one article answers, and whether two answer the same
other_reports     (no rule) what other articles answer of the same thing
tolls             (no rule) how many so far, which rises from report to report
changed_figures   how a figure of a story changed
short_answer      which part of a sentence is the short answer, where any can be
holder            who it is now, rather than who left
comparison        which of two is more, where figures decide it
yes_no            yes or no, where the evidence decides it
presupposition    what the question takes for granted, and the articles contradict
confidence        how likely the answer is right
digest_confidence (no rule) … that of a digest: whether the reports speak of its topic and days
logistic          (no rule) a logistic regression whose weights ship with the package
event_day         when something happened, by what most reports tell
missing_value     a figure or a time that is asked for and that nothing tells
missing_sources   sources that are asked for and have no article
passage_order     how the answer lists its passages
reweighing        (no rule) sentences that a rule makes more or less likely

The rules run in the order of `RULES`; each tells its notices itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from qa.resolution.already_said import leave_out_already_said
from qa.resolution.changed_figures import changed_figures
from qa.resolution.comparison import decide_comparison
from qa.resolution.confidence import estimate_confidence
from qa.resolution.event_day import day_of_event
from qa.resolution.holder import present_holder
from qa.resolution.missing_sources import doubt_missing_sources
from qa.resolution.missing_value import doubt_missing_value
from qa.resolution.newest import newest_report
from qa.resolution.passage_order import order_passages
from qa.resolution.preferred_days import note_other_days, prefer_days
from qa.resolution.presupposition import check_presupposition
from qa.resolution.second_look import look_again
from qa.resolution.short_answer import doubt_short_answer, fit_short_answer
from qa.resolution.value_changes import tell_changes
from qa.resolution.yes_no import decide_yes_no
from qa.types import Evidence, QueryPlan

Rule = Callable[[QueryPlan, Evidence], Evidence]

RULES: tuple[Rule, ...] = (
    leave_out_already_said,
    prefer_days,
    look_again,
    fit_short_answer,
    present_holder,
    decide_comparison,
    decide_yes_no,
    check_presupposition,
    estimate_confidence,
    day_of_event,
    tell_changes,
    newest_report,  # a newer report, in other words, is no less likely right
    doubt_short_answer,
    changed_figures,
    note_other_days,
    doubt_missing_value,
    doubt_missing_sources,
    order_passages,
)


def resolve(plan: QueryPlan, evidence: Evidence, rules: Sequence[Rule] | None = None) -> Evidence:
    """The evidence after all rules, or after some, that of each part after all."""
    pairs = zip(plan.parts, evidence.parts, strict=True)
    evidence = replace(evidence, parts=tuple(resolve(part, own) for part, own in pairs))
    for rule in RULES if rules is None else rules:
        evidence = rule(plan, evidence)
    return evidence
