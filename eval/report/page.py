"""The report as one HTML file."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eval.case import Case
from eval.report import formatting, tables
from eval.report.facts import Facts
from eval.report.outcome import EXPLAINED, Outcome, outcome
from eval.report.plots import plots
from eval.report.questions import entries
from eval.report.summary import summarise
from index.days import long_day
from qa.text.wording import count

_HERE = Path(__file__).parent
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HIDDEN = re.compile(r"(?:^|_)(?:key|password|secret|token)$", re.IGNORECASE)


def render(
    run: Mapping[str, Any], cases: Sequence[Case], passages_text: Callable[[str], str | None]
) -> str:
    """The report as HTML that loads nothing from elsewhere.

    Args:
        run: Content of `metrics.json`; any part may be missing.
        cases: The questions that were answered.
        passages_text: The stored text of an article, or None.
    """
    outcomes = [outcome(case) for case in cases]
    asked = entries(run, cases, outcomes, passages_text)
    tag_counts = Counter(tag for case in cases for tag in dict.fromkeys(case.question.tags))
    baseline = run.get("baseline") or {}
    primary = str(baseline.get("primary") or "")
    script = (_HERE / "report.js").read_text(encoding="utf-8")
    page = _environment().get_template("report.html.j2")
    html = page.render(
        skipped=run.get("skipped") or [],
        baseline_name=baseline.get("name"),
        in_both=tables.in_both(run),
        primary=tables.label(primary, (run.get("metrics") or {}).get(primary)),
        heading=_heading(run, len(cases)),
        missing=_missing(run, len(cases)),
        sentences=summarise(Facts(run, cases, outcomes)),
        groups=tables.groups(run.get("metrics") or {}),
        classifier=tables.classifier_lines(run),
        classifier_name=(run.get("attribution") or {}).get("name"),
        parts=[
            ("kind", *tables.grouped(run, "by_kind")),
            ("tag", *tables.grouped(run, "by_tag")),
        ],
        compared=tables.compared(run),
        plots=plots(run.get("curves") or {}),
        entries=asked,
        outcomes=[(one, outcomes.count(one), EXPLAINED[one]) for one in Outcome],
        changes=[(way, sum(one.change == way for one in asked)) for way in ("better", "worse")],
        tags={tag: (index, number) for index, (tag, number) in enumerate(tag_counts.items())},
        settings=_flat(run.get("settings") or {}),
        facts=_facts(run),
        command=str(run.get("command") or ""),
        css=Markup((_HERE / "report.css").read_text(encoding="utf-8")),  # noqa: S704 - ours
        script=Markup(script),  # noqa: S704 - ours
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )
    return _UNPRINTABLE.sub("\ufffd", html).encode("utf-8", "replace").decode("utf-8")


def _environment() -> Environment:
    return Environment(
        autoescape=True,
        loader=FileSystemLoader(_HERE),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


def _heading(run: Mapping[str, Any], answered: int) -> dict[str, str]:
    """Title, and the line under it."""
    about = run.get("set") or {}
    writer = " ".join(str(one) for one in (run.get("answerer"), run.get("model")) if one)
    day = datetime.now(UTC).date()
    if run.get("date"):
        day = date.fromisoformat(str(run["date"])[:10])
    return {
        "set": str(about.get("name") or "questions"),
        "pipeline": str(run.get("pipeline") or ""),
        "writer": writer,
        "questions": count(answered, "question"),
        "date": long_day(day),
        "day": day.isoformat(),
    }


def _missing(run: Mapping[str, Any], answered: int) -> list[str]:
    """Reasons why the measures are not of the whole set, or say little."""
    about = run.get("set") or {}
    found = []
    total = about.get("questions")
    is_short = formatting.is_number(total) and total > answered
    if not run.get("finished", True):
        of = f" of {total:,}" if formatting.is_number(total) else ""
        found.append(
            f"This run ended early, after {answered:,}{of} questions. "
            "All measures are of these only."
        )
    elif is_short:
        found.append(f"The set has {total:,} questions; {answered:,} of them are reported here.")
    found += _part(about)
    if run.get("skipped"):
        lines = count(len(run["skipped"]), "line")
        found.append(f"{lines} of the question set could not be read, and are listed at the end.")
    if not answered:
        found.append("No question was asked, so there is nothing to report.")
    elif answered < formatting.FEW:
        found.append(f"{count(answered, 'question')} say little: see how wide the intervals are.")
    return found


def _part(about: Mapping[str, Any]) -> list[str]:
    """Which part of the set was asked for, as a sentence; empty where it was all of it."""
    limit, tag = about.get("limit"), about.get("tag")
    first = ""
    if formatting.is_number(limit) and limit <= (about.get("questions") or 0):
        first = f"the first {count(int(limit), 'question')}"
    tagged = f" with the tag “{tag}”" if tag else ""
    whole = f"{first or 'the questions'}{tagged}"
    return [f"This is a part of the set: {whole}."] if first or tag else []


def _facts(run: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Store, time, memory and versions, as rows of name and value."""
    store, rows = run.get("store") or {}, []
    if formatting.is_number(store.get("articles")):
        rows.append(("articles", f"{store['articles']:,}"))
    if formatting.is_number(store.get("passages")):
        rows.append(("passages", f"{store['passages']:,}"))
    if store.get("fingerprint"):
        rows.append(("fingerprint of the store", str(store["fingerprint"])))
    if formatting.is_number(run.get("seconds")):
        rows.append(("time of the run", formatting.duration(run["seconds"] * 1000)))
    memory = {"peak_memory_mb": "peak memory", "model_memory_mb": "memory of the model's process"}
    for name, label in memory.items():
        if formatting.is_number(run.get(name)):
            rows.append((label, f"{run[name]:,} MB"))
    if run.get("seed") is not None:
        rows.append(("seed", str(run["seed"])))
    questions = run.get("questions") or {}
    if questions.get("sha256"):
        rows.append(("question file", f"{questions.get('name')}, SHA-256 {questions['sha256']}…"))
    return rows + _flat(run.get("versions") or {})


def _flat(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Settings as text; keys and passwords are not shown."""
    rows = []
    for name, value in values.items():
        if value is not None and _HIDDEN.search(str(name)):
            value = "(not shown)"
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        rows.append((str(name), text))
    return rows
