"""The rules, one after the other, on the evidence and on that of each part."""

import pytest
from builders import evidence_of, hit_of, plan_of, scored

from qa import resolution
from qa.resolution import resolve
from qa.types import Evidence, QueryPlan

RAIN = scored(hit_of("Rain fell.", passage=1))
SNOW = scored(hit_of("Snow fell.", passage=2))


def test_rules_run_in_their_order_on_each_part_and_on_the_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def first(plan: QueryPlan, evidence: Evidence) -> Evidence:
        return evidence.noting(f"{plan.query} {evidence.best.text}")

    def second(plan: QueryPlan, evidence: Evidence) -> Evidence:
        return evidence.noting("Then.")

    monkeypatch.setattr(resolution, "RULES", (first, second))
    plan = plan_of("Both?", parts=(plan_of("Rain?"), plan_of("Snow?")))
    found = resolve(plan, evidence_of(RAIN, parts=(evidence_of(RAIN), evidence_of(SNOW))))
    assert found.notices == ("Both? Rain fell.", "Then.")
    assert [one.notices for one in found.parts] == [
        ("Rain? Rain fell.", "Then."),
        ("Snow? Snow fell.", "Then."),
    ]


def test_a_part_without_its_evidence_is_an_error() -> None:
    with pytest.raises(ValueError, match="shorter"):
        resolve(plan_of("Both?", parts=(plan_of("Rain?"),)), evidence_of(RAIN))
