"""The report: what stands in it for whole, partial, empty and hostile runs; its filter."""

import re
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from eval.case import Case, GoldSpan
from eval.expectations import Expectations
from eval.report import render
from eval.report.quotations import LEAST, MOST
from eval.report.tables import verdict
from eval.sets import EvalQuestion, Gold
from eval.statistics import paired
from index import Filters
from qa import Turn

GOLD = "The tram costs 455 million crowns."
TEXT = "It rained in Port Aldry. " * 20 + GOLD + " Nobody was glad of it." * 20
START = TEXT.index(GOLD)
HOSTILE = (
    "<script>window.pwned=1</script> </script><!-- --> \"onmouseover='window.pwned=1'\" "
    "\u202eright-to-left\u200f &amp; {{ 7 * 7 }} {% raw %} <img src=x onerror=window.pwned=1>"
    "\x00"
)


def case(
    name: str,
    *,
    answered: bool = True,
    right: bool = True,
    answerable: bool | None = True,
    **more: Any,
) -> Case:
    """An invented question with its answer."""
    said = more.pop("said", GOLD if right else "It rained in Port Aldry.")
    start = TEXT.index(GOLD) if right else 0
    quote = GOLD if right else TEXT[:24]
    citation = {
        "number": 1, "article_id": "a", "title": "Tram", "source": "Herald", "date": "2024-09-26",
        "url": "https://example.org/tram", "quote": quote, "start": start,
        "end": start + len(quote),
    }  # fmt: skip
    wanted = more.pop("expectations", None)
    question = EvalQuestion(
        name,
        more.pop("question", f"What does tram {name} cost?"),
        answerable,
        ("455 million",) if answerable else (),
        (Gold("a", GOLD),) if answerable else (),
        more.pop("tags", ("number",)),
        more.pop("history", ()),
        more.pop("filters", Filters()),
        expectations=wanted,
    )
    answer = {
        "question": question.question, "query": question.question,
        "status": "answered" if answered else "unanswered", "short": None,
        "text": said if answered else "The articles do not answer this.",
        "sentences": [{"text": quote, "citations": [1], "support": 1.0}] if answered else [],
        "citations": [citation] if answered else [], "confidence": 0.9 if answered else 0.2,
        "passages": [{"article_id": "a", "start": 0, "end": len(TEXT), "score": 1.0}],
        "answerer": "extractive", "model": None, "notices": [],
        "timings": {"total_ms": 80.0}, **more,
    }  # fmt: skip
    gold = (GoldSpan("a", START, START + len(GOLD)),) if answerable else ()
    return Case(question, answer, gold)


def figure(
    value: float, label: str, title: str, group: str, better: str = "higher"
) -> dict[str, Any]:
    return {
        "value": value, "low": value - 0.1, "high": value + 0.1, "count": 30, "group": group,
        "label": label, "title": title, "better": better,
    }  # fmt: skip


FULL: dict[str, Any] = {
    "set": {"name": "harbour", "questions": 40, "answerable": 30},
    "pipeline": "ours", "answerer": "extractive", "model": None, "finished": True,
    "command": "article-qa eval set.jsonl --pipeline ours --tag 'one two'",
    "metrics": {
        "recall@10": figure(0.9, "Recall@10", "gold in the first 10", "retrieval"),
        "cover_em": figure(0.6, "Cover-EM", "a gold answer in the text", "answers"),
        "citation_hit": figure(0.8, "Citation hit", "a citation overlaps gold", "citations"),
        "citation_recall": figure(0.7, "Citation recall", "sentences supported", "citations"),
        "total_ms": figure(812.0, "Latency, ms", "until the whole answer", "cost", "lower"),
    },
    "by_tag": {"number": {"citation_hit": {"value": 0.75, "low": 0.5, "high": 1, "count": 20}}},
    "curves": {
        "risk_coverage": [[0.1, 0.0], [0.5, 0.2], [0.75, 0.33]],
        "reliability": [[0.2, 0.5, 20], [0.5, 0.7, 15], [0.9, 0.92, 25]],
        "recall_at_k": [[float(k), 0.5 + k / 20] for k in range(1, 11)],
        "latency_ms": {
            "first_evidence": {"p50": 60.0, "p95": 200.0}, "total": {"p50": 80.0, "p95": 1240.0},
        },
    },
    "threshold_95": 0.85,
    "attribution": {"name": "logistic regression", "accuracy": {
        "scitail": {"value": 0.81, "low": 0.78, "high": 0.84, "count": 600},
    }},
    "scores": {"r1": {"citation_hit": 1.0, "total_ms": 80.0}},
    "baseline": None,
    "settings": {"answer_threshold": 0.5, "hosted_key": "sk-123"},
    "versions": {"python": "3.11"},
    "store": {"articles": 19, "passages": 39, "fingerprint": "ab12"},
    "seconds": 72.0, "peak_memory_mb": 900, "seed": 7, "skipped": [],
}  # fmt: skip
CASES = [
    *[case(f"r{n}", tags=("number", "tram")) for n in range(18)],
    *[case(f"w{n}", right=False, tags=("number",)) for n in range(3)],
    *[case(f"f{n}", answered=False, tags=("date",)) for n in range(9)],
    *[case(f"u{n}", answered=False, answerable=False, tags=()) for n in range(8)],
    *[case(f"v{n}", answerable=False, right=False, tags=()) for n in range(2)],
]
BASELINE = {
    "name": "bm25", "in_both": 38, "primary": "cover_em", "better": ["r1", "r2"],
    "worse": ["f1"],
    "metrics": {
        "cover_em": {
            "ours": 0.6, "theirs": 0.4, "difference": 0.2, "low": 0.1, "high": 0.3, "p": 0.0002,
            "better": 2, "worse": 1, "better_ids": ["r1", "r2"], "worse_ids": ["f1"],
        },
        "total_ms": {
            "ours": 812.0, "theirs": 400.0, "difference": 412.0, "low": 300.0, "high": 500.0,
            "p": 0.01, "better": 0, "worse": 40,
        },
        "citation_hit": {
            "ours": 0.8, "theirs": 0.79, "difference": 0.01, "low": -0.1, "high": 0.1, "p": 0.8,
            "better": 3, "worse": 2,
        },
    },
}  # fmt: skip


def page(run: dict[str, Any], cases: list[Case], text: str | None = TEXT) -> Any:
    """The report, parsed; what holds for every report holds for it."""
    written = render(run, cases, lambda _: text)
    written.encode()
    tree = lxml_html.document_fromstring(written)
    assert len(tree.xpath("//script")) == 1 and len(tree.xpath("//style")) == 1
    assert not tree.xpath("//*[@src] | //link | //*[@onclick or @onmouseover or @onerror]")
    assert not re.search(r"url\((?!#)|@import", written)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(tree.xpath("//nav/a/@href")) <= {f"#{one}" for one in ids}
    assert len(tree.xpath("//table")) == len(tree.xpath("//table[thead/tr/th[@scope='col']]"))
    for unwanted in ("None", "nan", "Undefined"):
        assert not re.search(rf"\b{unwanted}\b(?! of)", tree.xpath("string(//main)"))
    return tree


def text_of(tree: Any, path: str) -> str:
    return " ".join(tree.xpath(f"string({path})").split())


def rows(tree: Any, label: str) -> list[list[str]]:
    """The body of the table of that name."""
    found = tree.xpath(f"//*[@aria-label='{label}']//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in found]


def test_a_full_run() -> None:
    tree = page(FULL, CASES)
    assert text_of(tree, "//h1") == "Evaluation: harbour"
    said = [" ".join(one.text_content().split()) for one in tree.xpath("//ul[@class='summary']/li")]
    assert 5 <= len(said) <= 8
    assert said[0] == (
        "Of 30 questions that the articles answer, 70 % got an answer and 60 % a right one."
    )
    together = " ".join(said)
    assert "80 % quote the gold sentence or a part of it (citation hit)." in together
    assert (
        "Of the 12 that did not get a right answer, 9 were refused and 3 answered wrongly; the "
        "first ten passages of each hold a gold sentence." in together
    )
    assert "do not answer, it refuses 8 of 10 (abstention recall) and answers" in together
    assert "too low by 0.30 on average (20 answers)" in together
    assert "An answer takes 80 ms (median), and 1.2 s at the 95th percentile." in together
    assert "Compared" not in together and not tree.xpath("//*[@id='baseline']")
    counts = [one.text for one in tree.xpath("//dl[@class='outcomes']//strong")]
    assert counts == ["18", "5", "8", "9"]
    row = ["Recall@10gold in the first 10", "0.900", "0.800 to 1.000", "30", "higher"]
    assert rows(tree, "Retrieval") == [row]
    assert rows(tree, "Latency and tokens")[0][1:] == ["812", "812 to 812", "30", "lower"]
    assert rows(tree, "Measures by tag") == [["number", "20", "0.7500.500 to 1.000"]]
    note = text_of(tree, "//p[contains(., 'rest on an attribution classifier')]")
    assert "0.810 (0.780 to 0.840) on 600 claims of scitail" in note
    assert len(tree.xpath("//figure[figcaption and .//*[local-name()='svg'] and .//table]")) == 4
    assert "first evidence" in text_of(tree, "//figure[4]")
    assert "sk-123" not in lxml_html.tostring(tree, encoding="unicode")
    assert text_of(tree, "//pre") == FULL["command"]


def test_plots_keep_their_text_and_take_the_colours_of_the_page() -> None:
    tree = page(FULL, CASES)
    for plot in tree.xpath("//figure/*[local-name()='svg']"):
        drawn = lxml_html.tostring(plot, encoding="unicode")
        assert "<text" in drawn and "var(--accent)" in drawn and "currentColor" in drawn
        assert not re.search(r"#[0-9a-f]{6}", drawn), "a colour that dark mode cannot change"
        for one in re.findall(r"(?:url\(|href=\")#([\w-]+)", drawn):
            assert tree.xpath("//*[@id=$one]", one=one)


def test_a_quotation_in_its_context() -> None:
    tree = page(
        FULL,
        [case("r1", history=(Turn("user", "Hello?"),), filters=Filters(as_of=date(2025, 1, 2)))],
    )
    quoted, gold = tree.xpath("//details[@class='case']//blockquote")
    for one in (quoted, gold):
        assert one.xpath("string(mark)") == GOLD
        before, after = one.text, one[0].tail
        assert before.removeprefix("… ") in TEXT and before.startswith("… It rained")
        assert after.removesuffix(" …") in TEXT and after.endswith("of it. …")
        assert LEAST <= len(before) <= MOST + 2 and LEAST <= len(after) <= MOST + 2
    entry = text_of(tree, "//details[@class='case']")
    for part in (
        "as of 2 January 2025",
        "user Hello?",
        "confidence 0.90",
        "455 million",
        "citation_hit 1",
    ):
        assert part in entry
    assert "Holds the gold sentence." in entry and "Passage 1 holds it." in entry
    assert tree.xpath("//a[@href='https://example.org/tram']")


def test_every_filter_of_a_question_is_told() -> None:
    filters = Filters(
        after=date(2025, 1, 1), before=date(2025, 2, 1), source="Herald", sources=("Post",),
        tags=("harbour", "tram"), story="s1",
    )  # fmt: skip
    entry = text_of(page(FULL, [case("r1", filters=filters)]), "//details[@class='case']")
    for part in (
        "from 1 January 2025", "until 1 February 2025", "only Herald or Post",
        "tagged harbour or tram", "in the story s1",
    ):  # fmt: skip
        assert part in entry


def test_what_was_expected_and_what_is_wrong() -> None:
    wanted = Expectations(all=(re.compile("547 million"),), expected="547 million crowns")
    figures = {"value": 0.5, "low": 0.0, "high": 1.0, "count": 2}
    run = {
        **FULL,
        "by_kind": {"followup": {"right": figures}},
        "metrics": {"right": figure(0.5, "Right", "right of all", "abstention")},
    }
    turned = (Turn("user", "What is it?"), Turn("assistant", "A tram."))
    cases = [
        case("x1", expectations=wanted, history=turned, answerable=None, kind="timeline"),
        case("x2", expectations=wanted, said="547 million", answerable=None),
        case("x3", expectations=wanted, answered=False, answerable=None),
    ]
    tree = page(run, cases)
    assert [one.text for one in tree.xpath("//dl[@class='outcomes']//strong")] == list("1101")
    wrong, right, refused = tree.xpath("//details[@class='case']")
    assert text_of(wrong, ".//ul[@class='faults']") == "lacks “547 million”"
    assert text_of(refused, ".//ul[@class='faults']") and not right.xpath(".//ul[@class='faults']")
    assert "547 million crowns" in text_of(wrong, ".//p[@class='answer'][bdi]")
    assert "A tram." in text_of(wrong, ".//ol[@class='history']")
    assert "answered · timeline" in wrong.text_content()
    assert rows(tree, "Measures by kind") == [["followup", "2", "0.5000.000 to 1.000"]]


def test_a_quotation_that_stands_nowhere_is_said_to() -> None:
    assert "does not stand there" in text_of(page(FULL, CASES[:1], "Other text."), "//main")
    assert "not in the store" in text_of(page(FULL, CASES[:1], None), "//main")


def test_no_unanswerable_questions() -> None:
    run = {**FULL, "curves": {**FULL["curves"], "reliability": []}, "threshold_95": None}
    tree = page(run, CASES[:30])
    said = text_of(tree, "//ul[@class='summary']")
    assert "does not show whether the program refuses where it should" in said
    assert "Confidence" not in said and len(tree.xpath("//figure")) == 3
    assert "At no threshold of confidence are 95 %" in said


def test_nothing_answered() -> None:
    cases = [case(str(n), answered=False, answerable=n < 12) for n in range(24)]
    metrics = {"recall@10": FULL["metrics"]["recall@10"]}
    curves = {"risk_coverage": [], "latency_ms": FULL["curves"]["latency_ms"]}
    run = {**FULL, "metrics": metrics, "curves": curves, "by_tag": {}, "threshold_95": None}
    said = text_of(page(run, cases), "//ul[@class='summary']")
    assert "None of the 12 questions that the articles answer got an answer." in said
    assert "It refuses all 12 questions" in said
    assert "quote the gold" not in said and "95 %" not in said


def test_against_a_baseline() -> None:
    tree = page({**FULL, "baseline": BASELINE}, CASES)
    said = text_of(tree, "//ul[@class='summary']")
    assert (
        "Compared with bm25 it is significantly better in Cover-EM (+0.200); "
        "worse in Latency, ms (+412). "
        "In the other main measure the difference may be chance." in said
    )
    first, second, third = rows(tree, "Compared with the baseline")
    assert first[3:7] == ["+0.200", "+0.100 to +0.300", "< 0.001", "better"]
    assert second[6] == "worse" and third[6] == "no"
    assert third[4] == "−0.100 to +0.100"
    about = text_of(tree, "//section[h2[@id='baseline']]/p")
    assert "excludes 0 and p is below 0.05" in about and "38 of 1 questions are in both" in about
    primary = text_of(tree, "//p[contains(., 'is measured by')]")
    assert primary.endswith("than in the baseline is measured by Cover-EM.")
    assert len(tree.xpath("//details[contains(@data-is, 'better')]")) == 2
    assert tree.xpath("//details[contains(@data-is, 'worse')]//bdi/text()")[0].startswith("What")


def test_a_difference_of_few_questions_may_be_chance() -> None:
    few = paired(dict.fromkeys("abcde", 1.0), dict.fromkeys("abcde", 0.0), 7)
    more = paired(dict.fromkeys("abcdef", 1.0), dict.fromkeys("abcdef", 0.0), 7)
    assert few.low == more.low == 1.0
    assert verdict(asdict(few), "higher") == "no" and verdict(asdict(more), "higher") == "better"


def test_a_passage_beyond_the_tenth_is_none_that_is_found() -> None:
    late = [{"article_id": "x", "start": 0, "end": 9}] * 10
    late.append({"article_id": "a", "start": 0, "end": len(TEXT)})
    wrong = [case(f"w{n}", right=False, passages=late) for n in range(2)]
    tree = page(FULL, wrong)
    entry = text_of(tree, "//details[@class='case']")
    assert "None of the first ten passages holds it." in entry
    said = text_of(tree, "//ul[@class='summary']")
    assert "for 2 of them none of the first ten passages holds the gold sentence." in said


def test_a_part_of_the_set_is_called_so() -> None:
    part = {**FULL, "set": {"name": "harbour", "questions": 30, "limit": 30, "tag": "one two"}}
    tree = page(part, CASES[:30])
    notices = text_of(tree, "//section[1]")
    assert "a part of the set: the first 30 questions with the tag “one two”." in notices
    whole = page({**FULL, "set": {**part["set"], "limit": 99, "tag": None}}, CASES[:30])
    assert "a part of the set" not in text_of(whole, "//section[1]")


def test_one_question_and_an_interrupted_run() -> None:
    tree = page({**FULL, "finished": False}, CASES[:1])
    notices = text_of(tree, "//section[1]")
    assert "This run ended early, after 1 of 40 questions" in notices
    assert "The one question that the articles answer was answered rightly." in notices
    assert text_of(tree, "//p[@id='shown']") == "1 question"


def test_nothing_is_there() -> None:
    tree = page({}, [])
    assert "No question was asked" in text_of(tree, "//main")
    assert not tree.xpath("//figure | //form | //table")
    page({"set": None, "metrics": None, "curves": None, "scores": None, "baseline": None}, CASES)


def hostile_report(**more: Any) -> tuple[dict[str, Any], list[Case]]:
    """Everything that may come from others says something evil."""
    evil = case(
        HOSTILE, question=HOSTILE, said=HOSTILE, tags=(HOSTILE,), notices=[HOSTILE],
        history=(Turn("user", HOSTILE),), filters=Filters(source=HOSTILE), query=HOSTILE + "?",
    )  # fmt: skip
    citation = evil.answer["citations"][0]
    citation.update(title=HOSTILE, source=HOSTILE, url="javascript:window.pwned=1")
    run = {
        **FULL, "set": {"name": HOSTILE, "questions": 1, "tag": HOSTILE},
        "pipeline": HOSTILE, "model": HOSTILE,
        "by_tag": {HOSTILE: FULL["by_tag"]["number"]}, "scores": {HOSTILE: {HOSTILE: 1.0}},
        "settings": {HOSTILE: HOSTILE}, "skipped": [{"line": 3, "reason": HOSTILE}],
        "baseline": {**BASELINE, "name": HOSTILE},
        "curves": {"latency_ms": {HOSTILE.strip("\x00"): {"p50": 1.0, "p95": 2.0}}},
        "metrics": {HOSTILE: figure(0.5, HOSTILE, HOSTILE, HOSTILE)}, **more,
    }  # fmt: skip
    return run, [evil]


def test_hostile_text_stays_text() -> None:
    run, cases = hostile_report()
    tree = page(run, cases, TEXT.replace("It rained", HOSTILE))
    assert not tree.xpath("//img | //a[starts-with(@href, 'javascript')] | //main//script")
    assert tree.xpath("string(//p[@class='answer'])").startswith("<script>window.pwned=1</script>")
    assert "{{ 7 * 7 }}" in tree.xpath("string(//h1)")
    for one in tree.xpath("//body//text()[contains(., '\u202e')]"):
        parent = one.getparent()
        isolated = parent.xpath("ancestor-or-self::*[self::bdi or @dir='auto']")
        assert isolated or parent.tag in ("option", "text", "th", "small", "h3", "span"), parent.tag


def test_a_large_run_is_small_and_fast() -> None:
    cases = [case(f"{n}", said=GOLD * 5) for n in range(1243)]
    scores = {one.question.id: dict.fromkeys(map(str, range(20)), 0.5) for one in cases}
    assert len(render({**FULL, "scores": scores}, cases, lambda _: TEXT).encode()) < 8_000_000


@pytest.mark.browser
def test_the_filter(tmp_path: Path, browser: Any) -> None:
    path = tmp_path / "report.html"
    run, evil = hostile_report(baseline=BASELINE)
    path.write_text(render(run, [*CASES, *evil], lambda _: TEXT), encoding="utf-8")
    page, errors = browser.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(path.as_uri())
    shown = page.locator(".case:visible")
    assert shown.count() == 41 and page.locator("#shown").inner_text() == "41 questions"
    page.get_by_role("radio", name="refused wrongly 9").check(force=True)
    assert shown.count() == 9 and page.locator("#shown").inner_text() == "9 of 41 questions"
    page.get_by_role("radio", name="better than baseline 2").check(force=True)
    assert shown.count() == 2
    page.get_by_role("radio", name="all 41").check(force=True)
    page.get_by_role("combobox", name="Tag").select_option(label="tram (18)")
    assert shown.count() == 18
    page.get_by_role("combobox", name="Tag").select_option(index=0)
    page.get_by_role("searchbox").fill("TRAM  w2 cost")
    page.locator("#shown", has_text="1 of 41 questions").wait_for()
    shown.locator("summary").click()
    assert shown.locator("mark").first.is_visible()
    page.goto(f"{path.as_uri()}#q41")
    page.locator("#q41[open]").wait_for()
    assert page.evaluate("window.pwned") is None and errors == []
    page.close()
