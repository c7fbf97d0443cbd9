"""One question of the sample passes the stages as docs/architecture.md tells it."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from index import Filters, Store
from qa import QASettings
from qa.pipeline import stream
from qa.question import Question

ROOT = Path(__file__).parents[2]
STAGES = ("query", "retrieval", "ranking", "resolution", "generation", "verification")
QUESTIONS = (
    ("How much does the Harbour Tram cost?", None),
    ("What does the Harbour Tram cost?", date(2024, 10, 1)),
)


def documented() -> dict[str, list[str]]:
    """The table under *One question*: the modules of each stage, in order."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    section = text.partition("\n## One question\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", section, re.MULTILINE)
    return {stage: re.findall(r"`(\w+)`", modules) for stage, modules in rows}


@dataclass
class Trace:
    """What is called while it is on, of the modules of the stages."""

    entered: list[tuple[str, str]] = field(default_factory=list)
    """Stage and module of each call."""
    across: set[str] = field(default_factory=set)
    """Calls from one stage to another, with nothing of the pipeline between."""
    _known: dict[str, tuple[str, str] | None] = field(default_factory=dict)

    def of(self, work: Callable[[], Any]) -> Any:
        """What the work gives."""
        before = sys.getprofile()
        sys.setprofile(self._note)
        try:
            return work()
        finally:
            sys.setprofile(before)

    def stages(self) -> list[str]:
        """The stages, as often as another one had its turn before."""
        return [stage for stage, _ in groupby(self.entered, key=lambda one: one[0])]

    def modules(self, stage: str) -> list[str]:
        """The modules of a stage in the order in which they were first entered."""
        return list(dict.fromkeys(module for own, module in self.entered if own == stage))

    def _note(self, frame: FrameType, event: str, _: object) -> None:
        if event != "call" or (place := self._place(frame)) is None:
            return
        if place[1] != "__init__":
            self.entered.append(place)
        caller = frame.f_back
        while caller and not (before := self._place(caller)):
            if caller.f_code.co_filename == str(ROOT / "qa" / "pipeline.py"):
                return
            caller = caller.f_back
        if caller and before and before[0] != place[0]:
            self.across.add(f"{before} calls {place}: {frame.f_code.co_name}")

    def _place(self, frame: FrameType) -> tuple[str, str] | None:
        """The stage and the module, or the folder within the stage, of what runs there."""
        name = frame.f_code.co_filename
        if name not in self._known:
            path = Path(name)
            parts = path.relative_to(ROOT / "qa").parts if ROOT / "qa" in path.parents else ()
            is_of_stage = bool(parts) and parts[0] in STAGES
            self._known[name] = (parts[0], parts[1].removesuffix(".py")) if is_of_stage else None
        return self._known[name]


@pytest.mark.parametrize(("text", "as_of"), QUESTIONS)
def test_the_stages_have_their_turns_as_documented(
    seed_store: Store, text: str, as_of: date | None
) -> None:
    question, settings = Question(text, filters=Filters(as_of=as_of)), QASettings()
    *_, answer = stream(question, seed_store, settings)  # what is loaded once is loaded
    trace = Trace()
    *_, again = trace.of(lambda: list(stream(question, seed_store, settings)))
    assert again.text == answer.text and "million crowns" in answer.text

    table = documented()
    assert tuple(table) == STAGES, "docs/architecture.md, One question"
    assert {stage: trace.modules(stage) for stage in STAGES} == table
    assert trace.across == set()

    turns = trace.stages()
    assert turns[:6] == list(STAGES)  # and those that are over do not come again:
    assert set(turns[4:]) == {"verification", "generation"} and turns[-1] == "generation"
    verified = max(i for i, (stage, _) in enumerate(trace.entered) if stage == "verification")
    first = {place: trace.entered.index(place) for place in trace.entered}
    finish = [("generation", module) for module in table["generation"][-4:]]
    assert all(first[place] > verified for place in finish)


def of_module(name: str) -> Callable[..., Any]:
    """A function that calls what it is given, as if it stood in that module of qa."""
    scope: dict[str, Any] = {}
    source = "def call(function, *arguments): return function(*arguments)"
    exec(compile(source, str(ROOT / "qa" / name), "exec"), scope)
    function: Callable[..., Any] = scope["call"]
    return function


def test_the_trace_sees_a_call_across() -> None:
    plan, ranker, pipeline = map(of_module, ("query/plan.py", "ranking/ranker.py", "pipeline.py"))
    trace = Trace()
    trace.of(lambda: plan(pipeline, ranker, len, ""))
    assert trace.stages() == ["query", "ranking"] and trace.across == set()
    trace.of(lambda: plan(ranker, len, ""))
    assert trace.across == {"('query', 'plan') calls ('ranking', 'ranker'): call"}
