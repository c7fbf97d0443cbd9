"""What the page shows, as HTML: nothing that comes from an article is ever HTML."""

import re
from collections.abc import Generator
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from adding import added

from index import Article, Filters, Summary
from index.build import BuildReport, Skipped
from index.errors import UsageError
from index.readers import Unreadable
from qa.generation.pool import AnswererPool
from qa.history.exchange import Exchange, Passage, history, settled
from qa.history.feedback import Feedback
from qa.history.judgement import Judgement
from qa.llm.catalog import GgufModel
from qa.query import Interpretation
from qa.question import REFUSAL, InterpretationKind, Turn
from qa.retrieval.coverage import Kept, kept
from qa.server.stores import OpenStores, Overview
from qa.settings import QASettings
from qa.text.html import Html, fingerprint, opener
from qa.types import Answer, AnswerSentence, Citation, RankedPassage
from qa.web.actions import plain_text
from qa.web.adding import Offered, pasted_article, read_address, upload_name
from qa.web.answer_options import as_asked, writers
from qa.web.answer_text import render_answer_text
from qa.web.article import Wanted, read_wanted, render_article, render_paragraphs
from qa.web.background import Step
from qa.web.converse import answering, converse
from qa.web.exchange import render_exchange
from qa.web.feedback_list import render_verdicts
from qa.web.filters import active_filters, in_words, read_filters
from qa.web.judging import UNJUDGED, Judged, Said, judge, read_said
from qa.web.listing import LISTED, render_masthead, render_table
from qa.web.model_offer import render_failed, render_offer
from qa.web.pace import paced
from qa.web.preview import Preview, Typed
from qa.web.preview_form import render_preview
from qa.web.removing import Refused, Removed, Removing
from qa.web.reports import render_problem, render_report, render_step, render_unread
from qa.web.timeline import render_timeline, timeline
from qa.web.welcome import render_welcome

HOSTILE = (
    "<img src=x onerror=window.pwned=1>",
    "${window.pwned=1}",
    "{{constructor.constructor('window.pwned=1')()}}",
    "</script><script>window.pwned=1</script>",
    "[a](javascript:window.pwned=1)",
    "` + (window.pwned=1) + `",
    "\\u0024{window.pwned=1}",
    '" onmouseover="window.pwned=1" x="',
    "' onfocus='window.pwned=1' autofocus x='",
    "<svg/onload=window.pwned=1>",
    "&lt;img src=x onerror=window.pwned=1&gt;",
)


class Page(HTMLParser):
    """What a browser makes of HTML: its tags with their attributes, its text, what is marked.

    What is only shown when it is hovered or focused is in `hints`.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.hints = ""
        self.marked: list[str] = []
        self._in_mark = False
        self._in_hint = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if self._in_hint or ("role", "tooltip") in attrs:
            self._in_hint += 1
        if tag == "mark":
            self._in_mark = True
            self.marked.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in_mark = self._in_mark and tag != "mark"
        self._in_hint -= bool(self._in_hint)

    def handle_data(self, data: str) -> None:
        if self._in_hint:
            self.hints += data
        else:
            self.text += data
        if self._in_mark:
            self.marked[-1] += data

    def all(self, css: str) -> list[dict[str, str | None]]:
        return [attributes for _, attributes in self.tags if attributes.get("class") == css]


def citation(number: int = 1, quote: str = "It cost 547 million.", **changes: object) -> Citation:
    known = {
        "article_id": "a.txt",
        "title": "Tram",
        "source": "Courier",
        "date": date(2023, 7, 28),
        "url": None,
        "start": 10,
        "end": 10 + len(quote),
    }
    return Citation(number=number, quote=quote, **{**known, **changes})  # type: ignore[arg-type]


def answer(text: str, *citations: Citation, **changes: object) -> Answer:
    known = {
        "question": "What?",
        "query": "What?",
        "status": "answered",
        "confidence": 0.82,
        "passages": (RankedPassage("a.txt", 0, 5, 1.0),),
    }
    return Answer(text=text, citations=citations, **{**known, **changes})  # type: ignore[arg-type]


def growing(text: str, *citations: Citation, **changes: object) -> Answer:
    known = {"answerer": "local", "model": "Model-1B", "evidence": (citation(),)}
    return answer(text, *citations, **{**known, **changes})


def passage(text: str = "Text.", **changes: object) -> Passage:
    known = {
        "article_id": "a.txt",
        "start": 0,
        "end": 5,
        "title": "Tram",
        "source": "Courier",
        "date": date(2023, 7, 28),
    }
    return Passage(text=text, **{**known, **changes})  # type: ignore[arg-type]


def judged(correction: str | None = None, unanswerable: bool = False) -> Judged:
    known = ("id", datetime(2026, 11, 25, tzinfo=UTC), "?", (), Filters(), {})
    return Judged(Judgement(*known, "wrong", correction, unanswerable))


def verdict(text: str, answered: Answer) -> Judgement:
    when, told = datetime(2026, 11, 25, tzinfo=UTC), answered.to_json()
    return Judgement(text, when, text, (), Filters(), told, "wrong", text, wrong_sources=(1,))


def everything_with(text: str) -> list[str]:
    """All that the page can show, with `text` wherever a person or an article has a say."""
    article = Article(text, f"{text}\n\n{text}", text, text, date(2023, 7, 28), "https://x.example")
    cited = citation(quote=text, article_id=text, title=text, source=text)
    read = passage(text, article_id=text, title=text, source=text)
    sentences = (AnswerSentence(text, (1,), 1.0),)
    answered = answer(f"{text} [1]", cited, sentences=sentences, notices=(text,), short=f"{text}!")
    refused = answer(f"{REFUSAL} {text}", status="unanswered", confidence=0.1)
    exchange = Exchange(1, text, Filters(source=text), answered, (read,), is_done=True)
    written = replace(answered, answerer="hosted", model=text)
    waiting = growing("", waiting=text, evidence=(cited,), notices=(text,))
    drafted = replace(written, draft=f"{text}.", evidence=(cited,))
    said = verdict(text, answered)
    model = GgufModel(text, "answers", "x.gguf", 5, "0" * 64, text)
    summary = Summary(text, text, text, date(2023, 7, 28), None, 3, 1)
    removing = Removing(
        Removed(article, replace(summary, id=f"{text}b"), text), Refused(text, text)
    )
    seen = Preview()
    seen.take(article, None)
    seen.skip(Unreadable(text, 1, text))
    edited = Preview()
    edited.take(article, None)
    edited.typed = [Typed(text, text, text)]
    return [
        str(html)
        for html in (
            render_exchange(exchange),
            render_exchange(Exchange(2, text, answer=refused, passages=(read,), is_done=True)),
            render_exchange(Exchange(3, text, problem=text, is_done=True)),
            render_exchange(Exchange(4, text, answer=written, is_done=True)),
            render_exchange(Exchange(5, text, answer=waiting)),
            render_exchange(Exchange(6, text, answer=drafted)),
            render_exchange(exchange, judged(text)),
            render_exchange(exchange, replace(judged(text), problem=text)),
            render_verdicts([said], removed=said, problem=text),
            render_offer(model, problem=text),
            render_failed(text),
            render_article(article, Wanted(text, (0, len(text)), fingerprint(text)), "t"),
            render_table([summary], removing=removing),
            render_timeline(timeline([summary])),
            render_preview(seen),
            render_preview(edited, UsageError(text)),
            render_unread(seen.skipped),
            render_problem(text),
            render_report(BuildReport(skipped=[Skipped(text, 1, text)], warning=text)),
            render_step(Step(text, 1, 2)),
            active_filters("", "", text),
            active_filters(text, "", ""),
        )
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_others_is_never_html_nor_a_template(text: str) -> None:
    harmless = [tag for html in everything_with("harmless") for tag, _ in Page(html).tags]
    hostile = everything_with(text)
    assert [tag for html in hostile for tag, _ in Page(html).tags] == harmless
    for html in hostile:
        assert not re.search(r"[${}`\\]", html)
        assert text[:40] in Page(html).text
        for _, attributes in Page(html).tags:
            assert not any(name.startswith("on") or name == "autofocus" for name in attributes)


def test_attributes_give_the_very_text_back() -> None:
    for text in HOSTILE:
        [(_, attributes)] = Page(opener(Html("x"), text, label=text)).tags
        assert attributes["data-article"] == attributes["aria-label"] == text


def test_escaping_twice_changes_nothing() -> None:
    once = Html.escape("${a} & <b>")
    assert Html.escape(once) == once == Html("{}").format(once)


def test_markers_become_buttons_that_know_their_place() -> None:
    quote = "It cost 547 million."
    page = Page(render_answer_text(answer(f"{quote} [1] More. [2]", citation(1, quote))))
    [marker] = page.all("marker")
    assert (marker["data-article"], marker["data-start"], marker["data-end"]) == (
        "a.txt",
        "10",
        "30",
    )
    assert marker["data-check"] == fingerprint(quote)
    assert page.text == f"{quote} [1] More. [2]"  # a number without citation stays text


def test_brackets_within_a_quotation_stay_text() -> None:
    sentences = (AnswerSentence("The report [1] says so.", (1,), 1.0),)
    said = answer("The report [1] says so. [1]", citation(), sentences=sentences)
    page = Page(render_answer_text(said))
    assert len(page.all("marker")) == 1
    assert page.text == "The report [1] says so. [1]"


def test_markers_within_a_sentence_are_found_too() -> None:
    sentences = (AnswerSentence("It rose [1].", (1,), 1.0),)
    page = Page(render_answer_text(answer("It rose [1].", citation(), sentences=sentences)))
    assert len(page.all("marker")) == 1


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("One. Two. Three.", "Two."),
        ("🌊🌊 Flood 🌊. Then 𝒯wo more 🧭. End.", "Then 𝒯wo more 🧭."),
        ("First.\n\nSecond one. Third.", "Second one."),
        ("One line\nand another. End.", "One line\nand another."),
        ("$5 {and} `more` & <less>.", "{and} `more` & <less>."),
    ],
)
def test_the_mark_is_the_quotation(text: str, quote: str) -> None:
    start = text.index(quote)
    page = Page(render_paragraphs(text, (start, start + len(quote))))
    assert page.marked == [quote]
    assert page.text == text.replace("\n\n", "")


def test_a_quotation_over_two_paragraphs_is_marked_in_both() -> None:
    text = "One. Two.\n\nThree. Four."
    assert Page(render_paragraphs(text, (5, 17))).marked == ["Two.", "Three."]


def test_a_text_that_has_changed_since_is_not_marked() -> None:
    article = Article("a", "Another text stands here.", "T")
    page = Page(render_article(article, Wanted("a", (0, 7), fingerprint("The old")), "t"))
    assert not page.marked and "has changed since" in page.text
    assert Page(render_article(article, Wanted("a", (20, 999)), "t")).marked == ["here."]


def test_only_web_addresses_become_links() -> None:
    def links(url: str) -> list[dict[str, str | None]]:
        page = Page(render_article(Article("a", "Text.", "T", url=url), Wanted("a"), "t"))
        return [attributes for tag, attributes in page.tags if tag == "a"]

    [link] = links('https://x.example/"><script>')
    assert link["href"] == 'https://x.example/"><script>'
    assert link["rel"] == "noopener noreferrer" and link["target"] == "_blank"
    assert not links("javascript:alert(1)") and not links("file:///etc/passwd")


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        ({"article": "a", "start": 1, "end": 5, "check": "c"}, Wanted("a", (1, 5), "c")),
        ({"article": "a", "start": None, "end": None}, Wanted("a")),
        ({"article": "a", "start": 5, "end": 1}, Wanted("a")),
        ({"article": "a", "start": -1, "end": 1}, Wanted("a")),
        ({"article": "a", "start": True, "end": 2}, Wanted("a")),
        ({"article": "a", "start": "1", "end": "2"}, Wanted("a")),
        ({"article": "a", "start": 1, "end": 2, "check": 7}, Wanted("a", (1, 2))),
        ({"article": ""}, None),
        ({"article": "x" * 5000}, None),
        ({"article": ["a"]}, None),
        ({}, None),
        (None, None),
        ("a", None),
    ],
)
def test_what_the_page_sends_is_checked(data: object, wanted: Wanted | None) -> None:
    assert read_wanted(data) == wanted


def test_an_answer_shows_its_evidence_at_once() -> None:
    said = answer("It cost 547 million. [1]", citation(), notices=("1 article was left out.",))
    exchange = Exchange(1, "What does it cost?", Filters(), said, (passage(),), is_done=True)
    page = Page(render_exchange(exchange))
    assert "Confidence 0.82" in page.text and "1 passage read" in page.text
    assert "1 article was left out." in page.text
    assert page.text.startswith("What does it cost?1It cost 547 million.TramCourier28 July 2023")
    assert page.hints == "It cost 547 million.TramCourier28 July 2023"


def test_a_question_without_answer_names_the_nearest_articles() -> None:
    names = ["b.txt", "a.txt", "b.txt", "c.txt", "d.txt"]
    passages = tuple(passage(article_id=name, title=name.upper()) for name in names)
    refused = answer(f"{REFUSAL} Nearest to it: …", status="unanswered", confidence=0.12)
    page = Page(render_exchange(Exchange(1, "?", Filters(), refused, passages, is_done=True)))
    assert page.text.startswith(f"?{REFUSAL}Nearest to it:Text.B.TXTCourier")
    titles = [attributes["data-article"] for attributes in page.all("title")]
    assert titles[:3] == ["b.txt", "a.txt", "c.txt"]
    assert "Confidence that the articles answer it: 0.12" in page.text


def test_what_is_going_on_is_said() -> None:
    begun = Exchange(1, "?")
    searched = Exchange(1, "?", answer=answer("", status="unanswered"), passages=(passage(),) * 3)
    assert "Searching the articles …" in render_exchange(begun)
    assert "Reading the 3 passages found …" in render_exchange(searched)
    assert 'aria-busy="true"' in render_exchange(searched)
    assert "Stopped." in render_exchange(begun.stopped())
    assert "Stopped." in render_exchange(searched.stopped())


def test_cards_come_before_the_answer() -> None:
    found = answer("", status="unanswered")
    passages = (passage(), passage(article_id="b.txt", title="Opening"), passage())
    shown = Page(render_exchange(Exchange(1, "?", answer=found, passages=passages)))
    assert shown.text.startswith("?Text.TramCourier28 July 2023Text.OpeningCourier")
    assert "Reading the 3 passages found …" in shown.text
    evidence = (
        citation(1, quote="Tram"),
        citation(2),
        citation(3, quote="It opens in 2026.", article_id="b.txt", title="Opening"),
        citation(4, quote="It is late."),
    )
    begun = growing("", evidence=evidence)
    shown = Page(render_exchange(Exchange(1, "?", answer=begun, passages=passages)))
    assert shown.text.startswith("?TramOpen the articleCourier28 July 2023It cost 547 million.Tram")
    assert "Reading 4 sentences …" in shown.text and not shown.all("number")
    assert [one["data-article"] for one in shown.all("title")][:3] == ["a.txt", "a.txt", "b.txt"]
    sentences = (AnswerSentence("It opens.", (1,), 0.9),)
    written = replace(begun, citations=(replace(evidence[2], number=1),), sentences=sentences)
    shown = Page(render_exchange(Exchange(1, "?", answer=written, passages=passages)))
    assert shown.text.startswith("?1It opens in 2026.OpeningCourier28 July 2023Tram")
    assert len(shown.all("card")) == 3
    written = replace(written, text="It opens. [1]")
    whole = Page(render_exchange(Exchange(1, "?", answer=written, is_done=True)))
    assert len(whole.all("card")) == 1


def test_what_is_waited_for_is_said() -> None:
    loading = growing("", waiting="The model is being loaded …")
    assert "The model is being loaded …" in render_exchange(Exchange(1, "?", answer=loading))
    assert "Reading the question …" in render_exchange(
        Exchange(1, "?", answer=growing("", evidence=(), query="", passages=()))
    )


def test_a_draft_is_told_from_what_was_checked() -> None:
    sentences = (AnswerSentence("It costs more.", (1,), 0.9),)
    said = growing("It costs more. [1]", citation(), sentences=sentences, draft="It opens in [2, ")
    page = Page(render_exchange(Exchange(1, "?", answer=said)))
    assert "It costs more. [1] Not checked yet: It opens inWriting …" in page.text
    [draft] = page.all("draft")
    assert draft["aria-live"] == "off"
    assert len(page.all("marker")) == 1 and "Written by" not in page.text


@pytest.mark.parametrize(
    ("text", "support", "name"),
    [
        ("It cost 547 million.", 0.5, "Quoted"),
        ("The tram cost 547 million.", 0.9, "Well supported"),
        ("The tram cost 547 million.", 0.7, "Partly supported"),
        ("The tram cost 547 million.", 0.5, "Doubtful"),
    ],
)
def test_how_well_a_sentence_is_supported_is_said(text: str, support: float, name: str) -> None:
    sentences = (AnswerSentence(text, (1,), support),)
    said = answer(f"{text} [1]", citation(), sentences=sentences)
    page = Page(render_exchange(Exchange(1, "?", answer=said, is_done=True)))
    marks = [tag for _, tag in page.tags if (tag.get("class") or "").startswith("support ")]
    assert [mark.get("aria-label") for mark in marks] == [name, None]  # the other in the legend
    assert f"{name}: " in page.text


def test_what_was_left_out_can_be_seen() -> None:
    said = growing("", dropped=("It is the cheapest.",), notices=("A sentence was left out.",))
    page = Page(render_exchange(Exchange(3, "?", answer=said)))
    assert "A sentence was left out.Show what was left out" in page.text
    assert "Nothing that was read supports it:It is the cheapest." in page.text


def test_what_the_filters_left_out_is_said_where_nothing_answers() -> None:
    filters = Filters(after=date(2025, 1, 1), source="Courier")
    refused = answer(REFUSAL, status="unanswered", filters=filters)
    given = Filters(after=date(2025, 1, 1))
    understood = (Interpretation(InterpretationKind.SOURCES, "the Courier", "Courier"),)
    refused = replace(refused, interpretations=understood)
    exchange = Exchange(4, "?", given, refused, is_done=True, kept=Kept(3, 19))
    page = Page(render_exchange(exchange))
    said = "16 of 19 articles were left out of the search: only articles of Courier, from 1 January"
    assert said in page.text
    assert "Ask without filtersAsk without: Source" in page.text
    assert any(tag.get("data-again") == "4" and "data-unfiltered" in tag for _, tag in page.tags)
    everything = render_exchange(replace(exchange, kept=Kept(19, 19)))
    assert "left out of the search" not in everything


def test_filters_count_as_a_search_filters() -> None:
    day = date(2025, 5, 1)
    summaries = [
        Summary("a", "A", "Courier", day, None, 1, 1),
        Summary("b", "B", "The Gazette", date(2024, 1, 1), None, 1, 1),
        Summary("c", "C", "Courier", None, None, 1, 1),
    ]
    assert kept(Filters(), summaries) == Kept(3, 3)
    assert kept(Filters(source="courier"), summaries) == Kept(2, 3)
    assert kept(Filters(after=day), summaries) == kept(Filters(before=day, after=day), summaries)
    assert kept(Filters(after=day), summaries).left_out == 2
    assert kept(Filters(as_of=date(2024, 6, 1)), summaries) == Kept(2, 3)
    assert ": none of 3" in active_filters("", "", "Nobody", summaries)
    assert ": 1 of 3" in active_filters("2025-05-01", "", "", summaries)


def test_an_answer_can_be_copied() -> None:
    said = answer("It cost 547 million. [1]", citation(url="https://x.example/a"))
    assert plain_text(said) == (
        "What?\n\nIt cost 547 million. [1]\n\n"
        "[1] “It cost 547 million.” – Tram, Courier, 28 July 2023, https://x.example/a"
    )
    page = Page(render_exchange(Exchange(1, "?", answer=said, is_done=True)))
    assert [tag["data-copy"] for _, tag in page.tags if "data-copy" in tag] == [plain_text(said)]
    assert "data-again" in render_exchange(Exchange(1, "?", problem="no store", is_done=True))
    assert "data-again" not in render_exchange(Exchange(1, "?", answer=said))


def test_what_makes_room_for_the_next_question() -> None:
    one, two = Exchange(1, "One?", is_done=True), Exchange(2, "Two?", is_done=True)
    failed = Exchange(3, "Three?", problem="no store", is_done=True)
    edited = replace(two, is_edited=True)
    assert settled([one, two]) == ([one, two], None)
    assert settled([one, edited]) == ([one], edited)
    assert settled([one, two], asked_anew=2) == ([one], two)
    assert settled([one, two], asked_anew=1) == ([one, two], None)
    assert settled([one, edited], asked_anew=1) == ([one, two], None)
    assert settled([one, failed]) == settled([one, failed], asked_anew=3) == ([one], None)
    assert settled([one, edited, failed]) == ([one], edited)  # the edited question failed
    assert settled([one, edited, failed], asked_anew=3) == ([one], edited)
    assert settled([]) == settled([failed]) == ([], None)


def test_only_who_is_there_may_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    hosted = {"hosted_url": "https://llm.example/v1", "hosted_model": "Big"}
    assert list(writers(QASettings(answerer="auto"))) == ["auto", "extractive"]
    assert list(writers(QASettings(answerer="auto", **hosted))) == ["auto", "extractive", "hosted"]
    assert list(writers(QASettings(answerer="extractive", **hosted))) == ["extractive"]
    assert "sent there" in writers(QASettings(answerer="hosted", **hosted))["hosted"]
    with pytest.raises(UsageError, match="choose another"):
        as_asked(QASettings(answerer="extractive", **hosted), "hosted", "strict")
    with pytest.raises(UsageError, match="choose another"):
        as_asked(QASettings(answerer="extractive"), "extractive", "careless")
    settings = QASettings(answerer="auto", answer_threshold=0.9)
    assert as_asked(settings, "auto", "balanced").threshold(quotes=True) == 0.9
    assert as_asked(settings, "auto", "eager").threshold(quotes=True) == 0.3
    assert as_asked(settings, "extractive", "eager").answerer == "extractive"


def test_a_growing_answer_keeps_its_parts() -> None:
    """Gradio compares part by part; what changes its place would jump and lose a click."""

    def parts(said: Answer) -> list[str]:
        html = render_exchange(Exchange(1, "?", answer=said, passages=(passage(),)))
        depth = 0
        found = []
        for slash, tag in re.findall(r"<(/?)(\w+)", html):
            depth -= bool(slash)
            if depth <= 2 and not slash:
                found.append(tag)
            depth += not slash
        return found

    waiting = growing("", waiting="The model is being loaded …")
    sentences = (AnswerSentence("It costs more.", (1,), 0.9),)
    written = growing(
        "It costs more. [1]", citation(), sentences=sentences, draft="It", notices=("A", "B")
    )
    assert parts(waiting) == parts(growing("", draft="It costs")) == parts(written)


def test_who_wrote_an_answer_is_said() -> None:
    sentences = (AnswerSentence("It costs more.", (1,), 0.9),)
    said = answer("It costs more. [1]", citation(), sentences=sentences)
    by_model = replace(said, answerer="local", model="Model-1B")
    page = Page(render_exchange(Exchange(1, "?", answer=by_model, is_done=True)))
    assert "Written by Model-1B, each sentence checked against its quotations." in page.text
    assert page.all("evidence")  # the quotation is not the text, so it is shown whole
    assert "Written by" not in render_exchange(Exchange(1, "?", answer=said, is_done=True))
    refused = answer(REFUSAL, status="unanswered", answerer="local", model="Model-1B")
    assert "Written by" not in render_exchange(Exchange(1, "?", answer=refused, is_done=True))
    quoting = replace(
        by_model,
        text="It cost 547 million. [1]",
        sentences=(AnswerSentence("It cost 547 million.", (1,), 1.0),),
    )
    page = Page(render_exchange(Exchange(1, "?", answer=quoting, is_done=True)))
    assert page.all("evidence is-verbatim")


def test_stopping_leaves_what_was_checked() -> None:
    sentences = (AnswerSentence("It costs more.", (1,), 0.9),)
    said = growing(
        "It costs more. [1]", citation(), sentences=sentences, draft="It op", waiting="Wait."
    )
    stopped = Exchange(1, "?", answer=said).stopped()
    assert stopped.answer is not None
    assert (stopped.answer.draft, stopped.answer.waiting, stopped.answer.evidence) == ("", "", ())
    page = Page(render_exchange(stopped))
    assert "It costs more. [1] Well" in page.text and "Stopped.Written by Model-1B" in page.text
    assert "It op" not in page.text and page.all("card")
    assert stopped.stopped() is stopped


def test_the_page_is_not_told_the_same_twice_nor_of_every_word() -> None:
    clock = [0.0]
    closed = []
    checked = (AnswerSentence("It is.", (1,), 0.9),)
    steps = [
        (0.0, None),
        (0.05, growing("")),
        (0.1, growing("", draft="It")),
        (0.15, growing("", draft="It is")),  # too soon
        (0.35, growing("", draft="It is so")),
        (0.4, growing("It is. [1]", citation(), sentences=checked)),  # soon, but no draft
        (0.45, growing("It is. [1]", citation(), sentences=checked)),  # soon, and nothing new
        (0.65, growing("It is. [1]", citation(), sentences=checked)),  # … still
        (0.95, growing("It is. [1]", citation(), sentences=checked)),  # nothing new, for long
    ]

    def source() -> Generator[Exchange, None, None]:
        try:
            for clock[0], said in steps:
                yield Exchange(1, "?", answer=said)
        finally:
            closed.append(True)

    told = list(paced(source(), now=lambda: clock[0]))
    drafts = [one.answer.draft for one, html in told if one.answer and html]
    assert drafts == ["", "It is so", ""]
    assert [bool(html) for _, html in told] == [True, True, True, True, False]
    assert len(closed) == 1
    growing_on = paced(source())
    next(growing_on)
    growing_on.close()
    assert len(closed) == 2


def lines_under(exchange: Exchange, state: Judged = UNJUDGED) -> list[dict[str, str | None]]:
    return Page(render_exchange(exchange, state)).all("judging")


def test_a_finished_answer_may_be_judged_and_nothing_else() -> None:
    said = answer("It cost 547 million. [1]", citation())
    refused = answer(REFUSAL, status="unanswered")
    assert lines_under(Exchange(1, "?", answer=said, is_done=True))
    assert lines_under(Exchange(1, "?", answer=refused, is_done=True))
    assert lines_under(Exchange(1, "?", answer=said).stopped())
    assert not lines_under(Exchange(1, "?", answer=said))
    assert not lines_under(Exchange(1, "?").stopped())
    assert not lines_under(Exchange(1, "?", answer=answer("", status="unanswered")).stopped())
    assert not lines_under(Exchange(1, "?", problem="no store", is_done=True))


def test_a_judgement_is_shown() -> None:
    exchange = Exchange(7, "?", answer=answer("It cost 547 million. [1]", citation()), is_done=True)

    def shown(state: Judged) -> tuple[list[str | None], str, dict[str, dict[str, str | None]]]:
        page = Page(str(render_exchange(exchange, state)))
        buttons = [one for one in page.all("small") if one.get("data-judge")]
        fields = {one["name"] or "": one for tag, one in page.tags if tag == "input"}
        return [one["aria-pressed"] for one in buttons], page.text, fields

    assert lines_under(exchange)[0]["data-judging"] == "7"
    pressed, text, fields = shown(UNJUDGED)
    assert pressed == ["false", "false"] and "Noted" not in text
    assert fields["correction"]["value"] == "" and "checked" not in fields["unanswerable"]
    pressed, text, fields = shown(judged('547 "crowns"'))
    assert pressed == ["false", "true"] and 'Noted: 547 "crowns"' in text
    assert fields["correction"]["value"] == '547 "crowns"'
    pressed, text, fields = shown(judged(unanswerable=True))
    assert "Noted: the articles do not" in text and "checked" in fields["unanswerable"]
    pressed, text, _ = shown(replace(judged(), problem="Not noted. No room."))
    assert pressed == ["false", "true"] and "RightWrongWrong sourceNot noted. No room." in text
    refused = replace(exchange, answer=answer(REFUSAL, status="unanswered"))
    assert "The articles do not answer this</span>" not in render_exchange(refused)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"number": 1, "verdict": "right"}, Said(1, "right")),
        ({"number": 1, "verdict": "right", "correction": "x"}, Said(1, "right")),
        ({"number": 2, "verdict": "wrong"}, Said(2, "wrong")),
        ({"number": 2, "verdict": "wrong", "correction": " 5\n 6\x00 "}, Said(2, "wrong", "5 6")),
        ({"number": 2, "verdict": "wrong", "correction": "x" * 500}, Said(2, "wrong", "x" * 500)),
        ({"number": 2, "verdict": "wrong", "correction": "x" * 501}, None),
        ({"number": 2, "verdict": "wrong", "correction": "\ud800"}, None),
        ({"number": 2, "verdict": "wrong", "correction": ["x"]}, None),
        (
            {"number": 2, "verdict": "wrong", "correction": "x", "unanswerable": True},
            Said(2, "wrong", None, True),
        ),
        ({"number": 2, "verdict": "wrong", "unanswerable": 1}, None),
        ({"number": 2, "sources": [3, 1, 3]}, Said(2, None, wrong_sources=(1, 3))),
        ({"number": 2, "sources": []}, Said(2, None, wrong_sources=())),
        ({"number": 2, "sources": [True]}, None),
        ({"number": 2, "sources": ["1"]}, None),
        ({"number": 2, "sources": [[1]]}, None),
        ({"number": 2, "sources": list(range(101))}, None),
        ({"number": 2, "sources": None}, None),
        ({"number": True, "verdict": "right"}, None),
        ({"number": "1", "verdict": "right"}, None),
        ({"number": 0, "verdict": "right"}, None),
        ({"number": 1, "verdict": ["right"]}, None),
        ({"number": 1}, None),
        (None, None),
    ],
)
def test_what_the_page_says_of_an_answer_is_checked(data: object, said: Said | None) -> None:
    assert read_said(data) == said


def test_what_is_said_is_kept_beside_the_articles_that_answered(tmp_path: Path) -> None:
    sample, own = tmp_path / "sample", tmp_path / "own"
    added(Offered(text="An invented tram opened in Verrany."), QASettings(store=sample))
    shelf = OpenStores(QASettings(store=own), sample)
    filters = Filters(source="Courier")

    def stream(question, store, settings) -> Generator[Answer, None, None]:
        yield answer("It cost 547 million. [1]", citation(), question=question.text)

    *_, first = converse("What?", Filters(), [], shelf, stream)
    *_, second = converse("And then?", filters, [first], shelf, stream)
    added(Offered(text="A real tram opened in Lisbon."), QASettings(store=own))
    state = judge(Said(2, "wrong"), [first, second], {})
    assert state is not None
    state = judge(Said(2, "wrong", "5"), [first, second], state)
    assert state is not None and Feedback(own).read() == []
    [kept] = Feedback(sample).read()
    assert state[2].judgement and kept.id == state[2].judgement.id
    assert kept.answer["text"] == "It cost 547 million. [1]"
    assert (kept.question, kept.correction, kept.filters) == ("And then?", "5", filters)
    assert [turn.content for turn in kept.history] == ["What?", "It cost 547 million. [1]"]
    assert judge(Said(3, "right"), [first, second], state) is None
    assert judge(Said(1, "right"), [replace(first, is_done=False), second], state) is None
    Feedback(sample).path.unlink()
    Feedback(sample).path.mkdir()
    failed = judge(Said(2, "right"), [first, second], state)
    assert failed is not None and "cannot be written" in failed[2].problem
    assert failed[2].judgement == state[2].judgement


def test_a_wrong_source_is_kept_whatever_is_said_of_the_answer(tmp_path: Path) -> None:
    added(Offered(text="A tram opened in Verrany."), QASettings(store=tmp_path))

    def stream(question, store, settings) -> Generator[Answer, None, None]:
        yield answer("It cost 547 million. [1] [4]", citation(), citation(4))

    *_, one = converse("What?", Filters(), [], OpenStores(QASettings(store=tmp_path)), stream)
    assert judge(Said(1, None, wrong_sources=()), [one], {}) is None  # nothing was said
    state = judge(Said(1, None, wrong_sources=(2, 4)), [one], {}, "ada")
    assert state and state[1].judgement
    html = render_exchange(one, state[1])
    assert "Noted. Quotation 4 does not support it." in html and "Then press Right." in html
    assert (state[1].judgement.verdict, state[1].judgement.person) == ("wrong", "ada")
    ticked = [a["value"] for tag, a in Page(html).tags if tag == "input" and "checked" in a]
    assert ticked == ["4"]  # 2 is none of its quotations
    for said, told in (
        (Said(1, "wrong", "5"), ("wrong", "5", (4,))),
        (Said(1, None, wrong_sources=(1, 4)), ("wrong", "5", (1, 4))),
        (Said(1, "right"), ("right", None, (1, 4))),
        (Said(1, None, wrong_sources=()), ("right", None, ())),
    ):
        state = judge(said, [one], state)
        assert state is not None and (kept := state[1].judgement) is not None
        assert (kept.verdict, kept.correction, kept.wrong_sources) == told
        [line] = Feedback(tmp_path).read()
        assert (line.id, line.verdict, line.correction, line.wrong_sources) == (kept.id, *told)
    assert "press Right" not in render_exchange(one, state[1])


def test_examples_are_offered_on_the_sample_only() -> None:
    own = Overview(3, 1, None, None, is_sample=False)
    sample = Overview(3, 1, None, None, is_sample=True)
    assert len(Page(render_welcome(sample)).all("chip")) == 3
    assert not Page(render_welcome(own)).all("chip")
    assert "This is a sample of invented news." in render_masthead(sample)
    assert "sample" not in render_masthead(own)
    assert "no articles yet" in render_welcome(None)


def test_the_table_is_searched_and_capped() -> None:
    summaries = [
        Summary(str(n), f"Title number {n}", f"Paper {n % 7}", None, None, n, n) for n in range(500)
    ]
    page = Page(render_table(summaries))
    assert len(page.all("title")) == LISTED and "500 articles, 200 of them here" in page.text
    assert len(Page(render_table(summaries, "NUMBER 499 title")).all("title")) == 1
    assert len(Page(render_table(summaries, "paper 437")).all("title")) == 1  # in its source
    nothing = render_table(summaries, "nothing")
    assert "No title or source holds these words." in nothing and "<table" not in nothing
    assert "There are no articles yet." in render_table([])


def test_history_holds_what_was_said_and_nothing_that_failed() -> None:
    exchanges = [
        Exchange(1, "One?", answer=answer("Yes. [1]"), is_done=True),
        Exchange(2, "Two?", problem="no store", is_done=True),
        Exchange(3, "Three?", was_stopped=True, is_done=True),
    ]
    assert history(exchanges) == (
        Turn("user", "One?"),
        Turn("assistant", "Yes. [1]"),
        Turn("user", "Three?"),
    )


def test_filters_are_read_and_said() -> None:
    filters = read_filters("2023-07-01", " 28 July 2023 ", "Courier")
    assert filters == Filters(date(2023, 7, 1), date(2023, 7, 28), "Courier")
    assert in_words(filters) == ("Only articles of Courier, from 1 July 2023, until 28 July 2023")
    assert active_filters("", None, "") == ""
    for after, before in [("2023-02-30", ""), ("", "soon"), ("2023-08-01", "2023-07-01")]:
        with pytest.raises(UsageError):
            read_filters(after, before, "")


@pytest.mark.parametrize(
    "typed", ["file:///etc/passwd", "/etc/passwd", "seeds", "-", "ftp://x.example", "http://", "x"]
)
def test_only_web_addresses_are_fetched(typed: str) -> None:
    with pytest.raises(UsageError, match="not an http or https address"):
        read_address(typed)


def test_uploaded_names_are_made_harmless(tmp_path) -> None:
    assert upload_name(tmp_path / "tram cost.txt") == "uploads/tram cost.txt"
    assert upload_name(tmp_path / "..\n<b>${x}.txt") == "uploads/b-x-.txt"
    assert upload_name(tmp_path / "Größe.pdf") == "uploads/Größe.pdf"
    assert len(upload_name(tmp_path / ("x" * 200 + ".jsonl.gz"))) < 140


def test_a_pasted_text_is_an_article() -> None:
    article = pasted_article("date 2023-01-01 A text.")
    assert isinstance(article, Article)
    assert re.fullmatch("pasted/[0-9a-f]{12}", article.id)
    assert (article.title, article.date, article.text) == ("A text.", date(2023, 1, 1), "A text.")
    bad = pasted_article("date 2023-02-30 A text.")
    assert isinstance(bad, Unreadable) and "does not exist" in bad.reason


def test_articles_go_into_the_own_store_and_the_shelf_follows(tmp_path) -> None:
    sample, own = tmp_path / "sample", tmp_path / "own"
    added(Offered(text="An invented tram opened in Verrany."), QASettings(store=sample))
    settings = QASettings(store=own)
    shelf = OpenStores(settings, sample)
    before = shelf.store()
    assert before is not None and shelf.is_sample(before)
    file = tmp_path / "real.txt"
    file.write_text("A real tram opened in Lisbon.")
    broken = tmp_path / "broken.docx"
    broken.write_text("x")
    report = added(Offered(files=[file, broken], text="A pasted text."), settings)
    assert (report.added, [one.file for one in report.skipped]) == (2, ["uploads/broken.docx"])
    store = shelf.store()
    assert store is not None and store.folder == own
    assert {one.id for one in shelf.summaries()} >= {"uploads/real.txt"}
    assert before.counts()[0] == 1
    assert shelf.article("uploads/real.txt") and not shelf.article("nothing")
    [invented] = before.articles()
    assert shelf.article(invented.id)  # an answer from before can still be opened


def test_a_model_that_is_missing_is_told_of_in_the_exchange(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    settings = QASettings(store=tmp_path / "store", answerer="local")
    added(Offered(text="An invented tram opened in Verrany."), settings)
    with AnswererPool(settings) as answerers:
        stream = answering(answerers)
        *_, exchange = converse("When?", Filters(), [], OpenStores(settings), stream)
    assert exchange.is_done and "article-qa models pull" in (exchange.problem or "")


def test_nothing_offered_is_said(tmp_path) -> None:
    with pytest.raises(UsageError, match="Choose files"):
        added(Offered(), QASettings(store=tmp_path / "s"))
    assert not (tmp_path / "s").exists()
