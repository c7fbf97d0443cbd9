"""What the page shows, as HTML: nothing that comes from an article is ever HTML."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from jinja2 import UndefinedError
from page_html import HOSTILE, Page, answer, citation, growing, passage

from index import Article, Filters, Summary
from index.build import BuildReport, Skipped
from index.errors import UsageError
from index.readers import Unreadable
from index.store import Version
from qa.generation.in_use import InUse
from qa.history.exchange import ChatExchange
from qa.history.judgement import Judgement
from qa.history.standing import Standing
from qa.i18n import speaking
from qa.llm.catalog import GgufModel
from qa.llm.trial import Trial
from qa.question import REFUSAL, UNSEARCHED, InterpretationKind, QuestionKind
from qa.retrieval.coverage import Coverage
from qa.server.stores import Overview
from qa.settings import QASettings
from qa.text.wording import such_as
from qa.types import Answer, AnswerSentence, Interpretation, Report, Timings
from qa.web.articles.background import BuildStep
from qa.web.articles.following import Followed, FollowForm
from qa.web.articles.opening import ArticleRequest, fingerprint, read_article_request
from qa.web.articles.preview import Fields, Preview
from qa.web.articles.removal import Refused, RemovalState, RemovedArticle
from qa.web.articles.selection import PER_PAGE, Selection
from qa.web.articles.timeline import count_by_time
from qa.web.judgements import JudgementState
from qa.web.model_download import DownloadOffer, DownloadState
from qa.web.render.actions import plain_text
from qa.web.render.answer_text import render_answer_text
from qa.web.render.article import marked_paragraphs, render_article
from qa.web.render.article_table import render_table
from qa.web.render.collection import render_collection
from qa.web.render.evidence import render_evidence
from qa.web.render.exchange import render_exchange
from qa.web.render.feedback_list import render_feedback
from qa.web.render.following import render_following
from qa.web.render.foot import render_foot
from qa.web.render.jinja import render
from qa.web.render.messages import render_problem, render_report, render_step, render_unread
from qa.web.render.model_download import render_download
from qa.web.render.model_panel import render_in_use, render_trial
from qa.web.render.preview import render_preview
from qa.web.render.timeline import render_timeline
from qa.web.render.welcome import render_examples, render_welcome


def judgement(text: str, answered: Answer) -> Judgement:
    """A judgement with `text` in all that can be said."""
    when, told = datetime(2026, 11, 25, tzinfo=UTC), answered.to_json()
    return Judgement(text, when, text, (), Filters(), told, "wrong", text, wrong_sources=(1,))


def everything_with(text: str) -> list[str]:
    """All that the page can show, with `text` wherever a person or an article has a say."""
    article = Article(text, f"{text}\n\n{text}", text, text, date(2023, 7, 28), "https://x.example")
    cited = citation(quote=text, article_id=text, title=text, source=text)
    read = passage(text, article_id=text, title=text, source=text)
    sentences = (AnswerSentence(text, (1,), 1.0),)
    meant = (Interpretation(InterpretationKind.SOURCES, text, text),)
    about = (text, text, text, text, date(2023, 7, 28), text, 0, len(text))
    reports = (Report(*about), Report(f"{text}?", *about[1:]))
    known = {"sentences": sentences, "notices": (text,), "dropped": (text,), "short": f"{text}!"}
    known["reports"] = reports
    answered = answer(f"{text} [1]", cited, interpretations=meant, **known)
    filters = Filters(source=text, story=text)
    refused = answer(
        f"{REFUSAL} {text}",
        status="unanswered",
        confidence=0.1,
        filters=filters,
        nearest=(text,),
        suggestions=(text,),
    )
    told = answer(f"{text}\n• {text}", suggestions=(text,))
    exchange = ChatExchange(1, text, filters, answered, (read,), is_done=True, follow_ups=(text,))
    exchange = replace(exchange, story=text)
    unanswered = ChatExchange(2, text, answer=refused, passages=(read,), is_done=True)
    written = replace(answered, answerer="hosted", model=text)
    waiting = growing("", waiting=text, evidence=(cited,), notices=(text,))
    drafted = replace(written, draft=f"{text}.", evidence=(cited,))
    said = judgement(text, answered)
    model = GgufModel(text, "answers", "x.gguf", 5, "0" * 64, text)
    summary = Summary(text, text, text, date(2023, 7, 28), None, 3, 1, (text,))
    version = Version(3, datetime(2026, 3, 2, 9, 5, tzinfo=UTC), replace(article, text=f"{text}!"))
    followed = Followed("k", text, "1h", (text,), 1.0, False, text, text)
    removal = RemovalState(
        RemovedArticle(article, replace(summary, id=f"{text}b"), text), Refused(text, text)
    )
    seen = Preview()
    seen.take(article, None)
    seen.skip(Unreadable(text, 1, text))
    edited = Preview()
    edited.take(article, None)
    edited.edited = [Fields(text, text, text)]
    used = InUse("hosted", text, host=text)
    return [
        str(html)
        for html in (
            render_exchange(exchange),
            render_exchange(replace(unanswered, coverage=Coverage(1, 2))),
            render_exchange(ChatExchange(3, text, problem=text, is_done=True)),
            render_exchange(ChatExchange(4, text, answer=written, is_done=True)),
            render_exchange(ChatExchange(7, text, answer=told, is_done=True)),
            render_exchange(ChatExchange(5, text, answer=waiting)),
            render_exchange(ChatExchange(6, text, answer=drafted)),
            render_exchange(exchange, JudgementState(said)),
            render_exchange(exchange, JudgementState(said, text)),
            render_feedback([said], removed=said, problem=text),
            render_download(DownloadOffer(model, text)),
            render_download(DownloadState(is_over=True, problem=text)),
            render_article(article, ArticleRequest(text, (0, len(text)), fingerprint(text)), "t"),
            render_article(article, ArticleRequest(text, version=3), "t", None, [version]),
            render_following([followed], FollowForm(text, "1h", text), text),
            render_evidence(exchange),
            render_evidence(unanswered),
            render_evidence(ChatExchange(5, text, answer=waiting)),
            render_table([summary], 1, text, removal=removal),
            render_table([], 1, text, Selection(source=text, tag=text)),
            render_timeline(count_by_time([summary])),
            render_timeline(count_by_time([summary]), Selection(source=text)),
            render_collection(count_by_time([summary]), [summary]),
            render_preview(seen),
            render_preview(edited, UsageError(text)),
            render_unread(seen.skipped),
            render_problem(text),
            render_report(BuildReport(skipped=[Skipped(text, 1, text)], warning=text)),
            render_step(BuildStep(text, 1, 2)),
            render_foot(None, text, text),
            render_welcome(None, text),
            render_examples([text]),
            render_in_use(used, QASettings()),
            render_in_use(replace(used, problem=text), QASettings()),
            render_trial(Trial(text, 0.2, 0.1, 5, True, 2.0)),
        )
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_others_is_never_html_nor_a_template(text: str) -> None:
    plain = ("harmless " * 9)[: len(text)].strip()
    harmless = [tag for html in everything_with(plain) for tag, _ in Page(html).tags]
    hostile = everything_with(text)
    assert [tag for html in hostile for tag, _ in Page(html).tags] == harmless
    for html in hostile:
        assert not re.search(r"[${}`\\]", html)
        assert text[:40] in Page(html).text
        for _, attributes in Page(html).tags:
            assert not any(name.startswith("on") or name == "autofocus" for name in attributes)


@pytest.mark.parametrize("text", [*HOSTILE, "a\u202eb\u2066c", "a" + "\u0301" * 9])
def test_attributes_give_the_very_text_back(text: str) -> None:
    page = Page(render_table([Summary(text, "A title", None, None, None, 3, 1)], 1))
    page.feed(render_examples([text]))
    sent = ("data-article", "data-remove", "data-example")
    assert [tag[name] for name in sent for _, tag in page.tags if name in tag] == [text] * 3


def test_characters_that_turn_or_cover_the_text_around_are_left_out() -> None:
    assert Page(render_problem("a\u202eb" + "\u0301" * 9)).text == "ab" + "\u0301" * 4


def test_what_is_rendered_can_stand_in_another_template() -> None:
    inner = render_problem("${a} & <b>")
    shown = render("growing_answer.html.j2", **parts_of_an_answer(notices=inner))
    assert inner in shown and "&amp;amp;" not in shown
    assert inner not in render("growing_answer.html.j2", **parts_of_an_answer(notices=str(inner)))


def test_a_value_that_a_template_lacks_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        render("growing_answer.html.j2", text="")


def parts_of_an_answer(**changes: str) -> dict[str, str]:
    names = ("quoted", "text", "activity", "notices")
    return {**dict.fromkeys(names, ""), **changes}


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
    request = ArticleRequest("a", (start, start + len(quote)))
    page = Page(render_article(Article("a", text, "T"), request, "t"))
    assert page.marked == [quote]
    assert page.text.endswith(text.replace("\n\n", ""))


@pytest.mark.parametrize("head", ["# Old bridge", "Old Bridge\n====", "**Old bridge**"])
def test_the_title_is_not_shown_once_more_above_the_text(head: str) -> None:
    one = Article("a", f"{head}\n\nIt is closed.", "Old bridge")
    shown = render_article(one, ArticleRequest("a"), "t")
    assert shown.lower().count("old bridge") == 1 and "It is closed." in shown
    marked = render_article(one, ArticleRequest("a", (0, len(head))), "t")
    assert f"<mark>{head}</mark>" in marked
    alone = render_article(Article("a", head, "Old bridge"), ArticleRequest("a"), "t")
    assert head in alone


def test_a_quotation_over_two_paragraphs_is_marked_in_both() -> None:
    text = "One. Two.\n\nThree. Four."
    assert marked_paragraphs(text, (5, 17)) == [("One. ", "Two.", ""), ("", "Three.", " Four.")]


def test_a_text_that_has_changed_since_is_not_marked() -> None:
    article = Article("a", "Another text stands here.", "T")
    page = Page(render_article(article, ArticleRequest("a", (0, 7), fingerprint("The old")), "t"))
    assert not page.marked and "has changed since" in page.text
    assert Page(render_article(article, ArticleRequest("a", (20, 999)), "t")).marked == ["here."]


def test_only_web_addresses_become_links() -> None:
    def links(url: str) -> list[dict[str, str | None]]:
        page = Page(render_article(Article("a", "Text.", "T", url=url), ArticleRequest("a"), "t"))
        return [attributes for tag, attributes in page.tags if tag == "a"]

    [link] = links('https://x.example/"><script>')
    assert link["href"] == 'https://x.example/"><script>'
    assert link["rel"] == "noopener noreferrer" and link["target"] == "_blank"
    assert not links("javascript:alert(1)") and not links("file:///etc/passwd")


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        ({"article": "a", "start": 1, "end": 5, "check": "c"}, ArticleRequest("a", (1, 5), "c")),
        ({"article": "a", "start": None, "end": None}, ArticleRequest("a")),
        ({"article": "a", "start": 5, "end": 1}, ArticleRequest("a")),
        ({"article": "a", "start": -1, "end": 1}, ArticleRequest("a")),
        ({"article": "a", "start": True, "end": 2}, ArticleRequest("a")),
        ({"article": "a", "start": "1", "end": "2"}, ArticleRequest("a")),
        ({"article": "a", "start": 1, "end": 2, "check": 7}, ArticleRequest("a", (1, 2))),
        ({"article": ""}, None),
        ({"article": "x" * 5000}, None),
        ({"article": ["a"]}, None),
        ({}, None),
        (None, None),
        ("a", None),
    ],
)
def test_what_the_page_sends_is_checked(data: object, wanted: ArticleRequest | None) -> None:
    assert read_article_request(data) == wanted


def test_an_answer_shows_where_it_is_from() -> None:
    said = answer("It cost 547 million. [1]", citation(), notices=("1 article was left out.",))
    exchange = ChatExchange(1, "What does it cost?", Filters(), said, (passage(),), is_done=True)
    page = Page(render_exchange(exchange))
    assert "Likely right" in page.text and "1 quotation" in page.text
    assert any("82%" in (one.get("title") or "") for _, one in page.tags)
    assert "1 article was left out." in page.text
    assert page.text.startswith("What does it cost?It cost 547 million. [1]Courier28 July 2023")
    assert page.hints == "TramCourier28 July 2023"  # the sentence before it is the quotation
    by_model = replace(said, text="It is dear. [1]")
    page = Page(render_exchange(replace(exchange, answer=by_model)))
    assert page.hints == "It cost 547 million.TramCourier28 July 2023"


def test_the_short_answer_is_marked_in_its_sentence() -> None:
    said = answer("It cost 547 million. [1]", citation(), short="547 million")
    assert 'It cost <b class="short">547 million</b><span class="bound">. <' in render_answer_text(
        said
    )
    verdict = replace(said, short="yes", kind=QuestionKind.YES_NO)
    assert '<b class="short">Yes.</b> It cost 547 <span' in render_answer_text(verdict)
    inside = replace(said, text="They cost 5475 million. [1]", short="547")
    assert '<b class="short">547.</b>' in render_answer_text(inside)  # no part of a number


def test_how_old_the_newest_evidence_is() -> None:
    def told(*days: date | None, as_of: date | None = None, **more: Any) -> str:
        cited = [
            citation(number=number, article_id=f"{number}.txt", date=day)
            for number, day in enumerate(days, 1)
        ]
        said = answer("It cost 547 million. [1]", *cited, **more)
        asked = datetime(2023, 10, 26, 12, tzinfo=UTC)
        filters = Filters(as_of=as_of)
        exchange = ChatExchange(1, "?", filters, answer=said, is_done=True, asked=asked)
        return Page(render_exchange(exchange)).text

    assert "3 months old" in told(date(2023, 7, 28))
    assert "1 day old" in told(date(2023, 10, 25))
    assert "newest report 9 days old" in told(date(2023, 10, 17), date(2020, 1, 1))
    assert "3 years old" in told(date(2020, 10, 1))
    assert "9 days old" in told(date(2023, 1, 1), as_of=date(2023, 1, 10))
    assert "Newest report 9 days old" in told(
        date(2023, 10, 17), date(2020, 1, 1), kind=QuestionKind.TIMELINE
    )
    noticed = ("The newest article cited here is of 28 July 2023, 90 days ago.",)
    for nothing in (
        told(date(2023, 10, 17), None),
        told(date(2023, 10, 27)),
        told(None),
        told(date(2023, 7, 28), notices=noticed),
    ):
        assert " old" not in nothing
    with speaking("de"):
        assert "neuester Bericht 9 Tage alt" in told(date(2023, 10, 17), date(2020, 1, 1))


def test_figures_that_changed_are_a_strip_of_reports() -> None:
    def report(said: str, name: str, month: int) -> Report:
        day = date(2024, month, 1)
        return Report(said, name, "Tram", None, day, f"It costs {said}.", 3, 9)

    reports = (report("412", "c.txt", 3), report("412", "b.txt", 4), report("547", "a.txt", 5))
    notices = ("Older reports say otherwise: “412” (1 March 2024).", "Undated ones were left out.")
    said = answer("It cost 547 million. [1]", citation(), reports=reports, notices=notices)
    page = Page(render_exchange(ChatExchange(1, "?", answer=said, is_done=True)))
    assert "newest of 3 reports" in page.text
    points = page.all("strip-point")
    assert [one["data-article"] for one in points] == ["c.txt", "a.txt"]
    assert points[0]["data-check"] == fingerprint("It costs 412.")
    assert "Older reports" not in page.text and "Undated ones" in page.text
    assert any(one.get("data-wanted") == "timeline" for one in page.all("chip"))
    of_one_day = tuple(replace(one, date=date(2024, 5, 1)) for one in reports)
    page = Page(
        render_exchange(
            ChatExchange(1, "?", answer=replace(said, reports=of_one_day), is_done=True)
        )
    )
    assert not page.all("strip-point") and "newest of" not in page.text
    alike = replace(said, reports=reports[:2])
    page = Page(render_exchange(ChatExchange(1, "?", answer=alike, is_done=True)))
    assert not page.all("strip-point") and "Older reports" in page.text
    assert "newest of" not in page.text  # the newest is another article than the one cited


def test_a_question_without_answer_has_the_closest_articles_beside_it() -> None:
    names = ["b.txt", "a.txt", "b.txt", "c.txt", "d.txt"]
    passages = tuple(passage(article_id=name, title=name.upper()) for name in names)
    refused = answer(
        f"{REFUSAL} Closest articles: …",
        status="unanswered",
        confidence=0.12,
        nearest=("b.txt", "a.txt", "c.txt"),
        suggestions=("Who won?",),
    )
    exchange = ChatExchange(1, "?", Filters(), refused, passages, is_done=True)
    page = Page(render_exchange(exchange))
    assert REFUSAL in page.text and "Closest articles" in page.text
    assert "ikely right" not in page.text  # how likely nothing is right is not said
    assert [one["data-example"] for one in page.all("chip")] == ["Who won?"]
    beside = Page(render_evidence(exchange))
    assert beside.text.startswith("Closest articles?")
    titles = [attributes["data-article"] for attributes in beside.all("title")]
    assert titles == ["b.txt", "a.txt", "c.txt", "d.txt"]  # the last was read, too
    far = replace(refused, nearest=())
    page = Page(render_evidence(replace(exchange, answer=far)))
    assert not page.all("card") and page.text.startswith("Articles read?")
    assert "Articles read" in Page(render_exchange(replace(exchange, answer=far))).text


def test_what_comes_closest_to_an_answer_is_quoted() -> None:
    text = "Before it. It cost <547> million. After it."
    closest = citation(quote=text[11:33], start=11, end=33)
    passages = (passage("Other.", article_id="b.txt"), passage(text, end=len(text)))
    refused = answer(
        f"{REFUSAL} Closest: …",
        status="unanswered",
        closest=closest,
        nearest=("a.txt", "b.txt"),
    )
    exchange = ChatExchange(1, "?", Filters(), refused, passages, is_done=True)
    page = Page(render_exchange(exchange))
    assert "Closest to an answer:It cost <547> million.Courier28 July 2023" in page.text
    (link,) = [one for one in page.all("quiet") if "data-article" in one]
    assert (link["data-article"], link["data-start"], link["data-end"]) == ("a.txt", "11", "33")
    assert "Closest to" not in Page(render_exchange(replace(exchange, is_done=False))).text
    with speaking("de"):
        assert "Am nächsten kommt:It cost <547>" in Page(render_exchange(exchange)).text
    gone = replace(exchange, since={1: Standing.GONE})
    assert "no longer in the store" in Page(render_exchange(gone)).text
    assert "no longer in the store" in Page(render_evidence(gone)).text
    beside = Page(render_evidence(exchange))
    titles = [attributes["data-article"] for attributes in beside.all("title")]
    assert titles == ["a.txt", "b.txt"]  # each once, that of the quotation first
    assert beside.text.count("It cost <547> million.") == 1 and beside.all("quoted")


def test_a_quotation_stands_in_its_context() -> None:
    text = "Before it. It cost 547 million. After it."
    cited = citation(start=11, end=31)
    read = passage(text, start=0, end=len(text))
    said = answer("It cost 547 million. [1]", cited)
    page = Page(render_evidence(ChatExchange(1, "?", answer=said, passages=(read,), is_done=True)))
    assert "TramCourier28 July 2023Before it. It cost 547 million. After it." in page.text
    titled = "Before it. It cost 547 million. After it…"
    headless = replace(said, citations=(replace(cited, title=titled),))
    page = Page(
        render_evidence(ChatExchange(1, "?", answer=headless, passages=(read,), is_done=True))
    )
    assert page.text.count("Before it.") == 1  # the title is not said twice


@pytest.mark.parametrize("heading", ["# The tram\n\n", "The tram\n", "The  tram\n\n"])
def test_a_card_has_its_title_once_above_the_quotation(heading: str) -> None:
    text = f"{heading}It cost 547 million. After it."
    start = len(heading)
    cited = citation(title="The tram", start=start, end=start + 20)
    read = passage(text, title="The tram", start=0, end=len(text))
    said = answer("It cost 547 million. [1]", cited)
    exchange = ChatExchange(1, "?", answer=said, passages=(read,), is_done=True)
    page = Page(render_evidence(exchange))
    assert "The tramCourier28 July 2023It cost 547 million. After it." in page.text
    assert not page.all("passage")  # a quotation is shown as a whole
    refused = answer(REFUSAL, status="unanswered", nearest=(read.article_id,))
    page = Page(render_evidence(replace(exchange, answer=refused)))
    assert "The tramCourier28 July 2023It cost 547 million. After it." in page.text
    assert page.all("title")[0]["data-start"] == str(start)
    assert page.all("passage")


def test_a_word_of_a_text_is_not_its_title() -> None:
    read = passage("Tram drivers struck. It rained.", title="Tram", start=0, end=31)
    refused = answer(REFUSAL, status="unanswered", nearest=(read.article_id,))
    exchange = ChatExchange(1, "?", answer=refused, passages=(read,), is_done=True)
    assert "Tram drivers struck." in Page(render_evidence(exchange)).text


def test_what_is_told_without_citations() -> None:
    suggestions = ("Who <won>?", "When?")
    text = f"Hello! {such_as(suggestions)}"
    told = answer(text, confidence=1.0, suggestions=suggestions)
    page = Page(render_exchange(ChatExchange(1, "hi", answer=told, is_done=True)))
    assert "Hello!Try one of theseWho <won>?When?" in page.text
    assert [one["data-example"] for one in page.all("chip")] == list(suggestions)
    assert "onfidence" not in page.text and "•" not in page.text


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (1.0, "Very likely right"),
        (0.85, "Very likely right"),
        (0.84, "Likely right"),
        (0.6, "Likely right"),
        (0.59, "Possibly right"),
        (0.0, "Possibly right"),
    ],
)
def test_confidence_is_told_in_words(confidence: float, words: str) -> None:
    said = answer("It cost 547 million. [1]", citation(), confidence=confidence)
    html = render_exchange(ChatExchange(1, "?", answer=said, is_done=True))
    probability = f"{confidence:.0%}"
    assert f'title="Probability that this answer is right: {probability}">{words}<' in html
    assert f"{confidence}" not in Page(html).text


def test_how_long_an_answer_took_is_told_where_it_is_known() -> None:
    said = answer("It cost 547 million. [1]", citation(), timings=Timings(total_ms=1234))
    assert "It took 1.2 s" in render_exchange(ChatExchange(1, "?", answer=said, is_done=True))
    untimed = answer("It cost 547 million. [1]", citation())
    assert "It took" not in render_exchange(ChatExchange(1, "?", answer=untimed, is_done=True))


def test_a_digest_is_a_dated_list() -> None:
    told = (AnswerSentence("Rain.", (1,), 1.0), AnswerSentence("Snow.", (1,), 1.0))
    text = "3 May 2024: Rain. [1]\n\n1 June 2024: Snow. [1]"
    digest = answer(text, citation(), sentences=told, kind=QuestionKind.TIMELINE)
    page = Page(render_answer_text(digest))
    assert page.text == "3 May 2024: CourierRain. [1]1 June 2024: CourierSnow. [1]"
    assert len(page.all("day-source")) == 2
    assert len(page.all("day")) == 2 and page.all("answer-text of-days")
    page = Page(render_answer_text(replace(digest, kind=QuestionKind.FACT)))
    assert not page.all("day") and len([tag for tag, _ in page.tags if tag == "p"]) == 2


def test_a_timeline_of_a_value_marks_the_value_in_each_sentence() -> None:
    told = [(f"On May {n} it cost {n}00 million.", f"{n}00 million", n) for n in (1, 2)]
    cited = tuple(
        citation(n, quote, article_id=f"{n}.txt", date=date(2024, 5, n)) for quote, _, n in told
    )
    about = [(f"{n}.txt", "Tram", "Courier", date(2024, 5, n)) for _, _, n in told]
    values = tuple(
        Report(said, *its, quote, 10, 10 + len(quote))
        for (quote, said, _), its in zip(told, about, strict=True)
    )
    sentences = tuple(AnswerSentence(quote, (n,), 1.0, "quoted") for quote, _, n in told)
    text = "\n\n".join(f"{n} May 2024: {quote} [{n}]" for quote, _, n in told)
    known = {"sentences": sentences, "kind": QuestionKind.TIMELINE}
    html = render_answer_text(answer(text, *cited, reports=values, **known))
    assert '<b class="short">100 million</b>' in html and '<b class="short">200 million</b>' in html
    assert 'class="when"' not in html
    of_other_things = render_answer_text(answer(text, *cited, reports=values[:1], **known))
    assert of_other_things.count('class="when"') == 2 and 'class="short"' not in of_other_things


def test_each_sentence_of_a_timeline_stands_on_a_line_of_its_own() -> None:
    told = tuple(AnswerSentence(text, (1,), 1.0) for text in ("Rain.", "Snow.", "Sun."))
    text = "3 May 2024: Rain. [1] Snow. [1]\n\n1 June 2024: Sun. [1]"
    digest = answer(text, citation(), sentences=told, kind=QuestionKind.TIMELINE)

    def tags(kind: QuestionKind) -> list[str]:
        page = Page(render_answer_text(replace(digest, kind=kind)))
        return [tag for tag, _ in page.tags if tag in ("li", "p")]

    assert tags(QuestionKind.TIMELINE) == ["li", "p", "p", "li", "p"]
    assert tags(QuestionKind.OVERVIEW) == ["li", "p", "li", "p"]
    undated = replace(digest, text="Rain. [1] Snow. [1] Sun. [1]")
    assert Page(render_answer_text(undated)).text.count("[1]") == 3


def test_a_day_that_a_sentence_opens_with_is_what_it_says() -> None:
    told = AnswerSentence("12 May 2024: The council votes.", (1,), 1.0)
    for day in ("1 June 2024: ", ""):
        text = f"{day}{told.text} [1]"
        digest = answer(text, citation(), sentences=(told,), kind=QuestionKind.OVERVIEW)
        page = Page(render_answer_text(digest))
        assert "12 May 2024: The council votes." in page.text and len(page.all("day")) == bool(day)
    dated = replace(told, verdict="verified")  # a model begins each line with its day
    digest = answer(f"{told.text} [1]", citation(), sentences=(dated,), kind=QuestionKind.TIMELINE)
    assert len(Page(render_answer_text(digest)).all("day")) == 1
    written = answer("31 June 2024: It rains. [1]", citation(), kind=QuestionKind.TIMELINE)
    assert "31 June 2024: It rains." in Page(render_answer_text(written)).text


def test_a_timeline_marks_what_names_a_day_and_says_which() -> None:
    quotes = ["It rained on <Monday>.", "In March 2021 it snowed, and last week the sun shone."]
    cited = [citation(n, quote, date=date(2024, 5, 8)) for n, quote in enumerate(quotes, 1)]
    told = tuple(AnswerSentence(quote, (n,), 1.0) for n, quote in enumerate(quotes, 1))
    text = f"8 May 2024: {quotes[0]} [1] {quotes[1]} [2]"
    steps = answer(text, *cited, sentences=told, kind=QuestionKind.TIMELINE)
    page = Page(render_answer_text(steps))
    assert [one["title"] for one in page.all("when")] == [
        "6 May 2024",
        "1 March 2021 to 31 March 2021",
        "29 April 2024 to 5 May 2024",
    ]
    assert "It rained on <Monday>. [1]" in page.text and not page.all("hint-quote")
    assert not Page(render_answer_text(replace(steps, kind=QuestionKind.OVERVIEW))).all("when")


def test_each_sentence_of_a_list_is_an_item() -> None:
    told = (AnswerSentence("Rain.", (1,), 1.0), AnswerSentence("Snow.", (1,), 1.0))
    listed = answer("Rain. [1] Snow. [1]", citation(), sentences=told, kind=QuestionKind.LIST)
    page = Page(render_answer_text(listed))
    assert len([tag for tag, _ in page.tags if tag == "li"]) == 2
    page = Page(render_answer_text(replace(listed, kind=QuestionKind.FACT)))
    assert len([tag for tag, _ in page.tags if tag == "p"]) == 1


def test_what_is_going_on_is_said() -> None:
    begun = ChatExchange(1, "?")
    searched = ChatExchange(
        1, "?", answer=answer("", status="unanswered"), passages=(passage(),) * 3
    )
    assert "Searching the articles …" in render_exchange(begun)
    assert "Reading the 3 passages found …" in render_exchange(searched)
    assert 'aria-busy="true"' in render_exchange(searched)
    assert "Stopped." in render_exchange(begun.stopped())
    assert "Stopped." in render_exchange(searched.stopped())


def test_a_refusal_is_the_same_line_before_it_is_whole() -> None:
    refused = answer(
        f"{REFUSAL} Closest articles: “A”.", status="unanswered", suggestions=("Who won?",)
    )
    begun = Page(render_exchange(ChatExchange(1, "?", answer=refused)))
    assert REFUSAL in begun.text and "Nearest" not in begun.text and not begun.all("chip")
    whole = Page(render_exchange(ChatExchange(1, "?", answer=refused, is_done=True)))
    assert begun.all("answer-text is-refusal") and whole.all("answer-text is-refusal")


def test_a_number_stays_with_the_word_before_it() -> None:
    long = "x" * 60
    said = answer(f"It cost 547 million. [1] It is {long} [2]", citation(), citation(2))
    html = render_answer_text(said)
    assert 'It cost 547 <span class="bound">million. <span class="cite">' in html
    assert f'It is {long} <span class="cite">' in html  # which may have to be broken
    two = render_answer_text(answer("It cost 547 million. [1][2]", citation(), citation(2)))
    _, inside = two.split('<span class="bound">')
    before, _ = inside.split('data-number="2"')
    assert before.count("<span") - before.count("</span>") == 1  # only its own is open beside it


def test_evidence_comes_before_the_answer() -> None:
    found = answer("", status="unanswered")
    passages = (passage(), passage(article_id="b.txt", title="Opening"), passage())
    exchange = ChatExchange(1, "?", answer=found, passages=passages)
    shown = Page(render_evidence(exchange))
    assert shown.text.startswith("Evidence?×TramCourier28 July 2023Text.OpeningCourier")
    assert "Reading the 3 passages found …" in render_exchange(exchange)
    evidence = (
        citation(1, quote="Tram"),
        citation(2),
        citation(3, quote="It opens in 2026.", article_id="b.txt", title="Opening"),
        citation(4, quote="It is late."),
    )
    begun = growing("", evidence=evidence)
    exchange = replace(exchange, answer=begun)
    shown = Page(render_evidence(exchange))
    assert "Reading 4 sentences …" in render_exchange(exchange) and not shown.all("number")
    assert [one["data-article"] for one in shown.all("title")] == ["a.txt", "a.txt", "b.txt"]
    sentences = (AnswerSentence("It opens.", (1,), 0.9),)
    written = replace(begun, citations=(replace(evidence[2], number=1),), sentences=sentences)
    shown = Page(render_evidence(replace(exchange, answer=written)))
    assert shown.text.startswith("Evidence?×1OpeningCourier28 July 2023It opens in 2026.")
    assert len(shown.all("card")) == 3
    written = replace(written, text="It opens. [1]")
    whole = Page(render_evidence(ChatExchange(1, "?", answer=written, is_done=True)))
    assert len(whole.all("card")) == 1


def test_what_is_quoted_meanwhile_stands_before_the_draft() -> None:
    said = answer("It opens late. [1]", citation(quote="It opens late.", article_id="q.txt"))
    begun = growing("", evidence=(citation(2),), quoted=said, draft="It will")
    exchange = ChatExchange(1, "?", answer=begun)
    page = Page(render_exchange(exchange))
    assert "own words:It opens late. [1]Not checked yet: It will" in page.text
    shown = Page(render_evidence(exchange))
    assert [one["data-article"] for one in shown.all("title")] == ["q.txt", "a.txt"]
    assert exchange.stopped().answer == said
    sentences = (AnswerSentence("It will open late.", (1,), 0.9),)
    written = replace(begun, text="It will open late. [1]", sentences=sentences, quoted=None)
    assert "own words" not in render_exchange(replace(exchange, answer=written))


def test_what_is_waited_for_is_said() -> None:
    loading = growing("", waiting="The model is being loaded …")
    assert "The model is being loaded …" in render_exchange(ChatExchange(1, "?", answer=loading))
    assert "Reading the question …" in render_exchange(
        ChatExchange(1, "?", answer=growing("", evidence=(), query="", passages=()))
    )


def test_a_draft_is_told_from_what_was_checked() -> None:
    sentences = (AnswerSentence("It costs more.", (1,), 0.9),)
    said = growing("It costs more. [1]", citation(), sentences=sentences, draft="It opens in [2, ")
    page = Page(render_exchange(ChatExchange(1, "?", answer=said)))
    assert "It costs more. [1] Not checked yet: It opens inWriting …" in page.text
    [draft] = page.all("draft")
    assert draft["aria-live"] == "off"
    assert len(page.all("marker")) == 1 and "Written by" not in page.text


@pytest.mark.parametrize(
    ("text", "verdict", "name", "why"),
    [
        ("It cost 547 million.", "verified", "Quoted", "word for word"),
        ("The tram cost 547 million.", "verified", "Verified", "what it cites says so"),
        ("The tram cost 54 million.", "not_verified", "Not verified", "“54” does not stand there"),
        ("It cost 547 million.", "not_verified", "Not verified", "it is denied there"),
    ],
)
def test_how_well_a_sentence_is_supported_is_said(
    text: str, verdict: Any, name: str, why: str
) -> None:
    reason = why if verdict == "not_verified" else ""
    sentences = (AnswerSentence(text, (1,), 0.7, verdict, reason),)
    said = answer(f"{text} [1]", citation(), sentences=sentences)
    page = Page(render_exchange(ChatExchange(1, "?", answer=said, is_done=True)))
    marks = [tag for _, tag in page.tags if (tag.get("class") or "").startswith("support ")]
    first, legend = (mark.get("aria-label") for mark in marks)
    assert first is not None and first.startswith(f"{name}: {why}") and legend is None
    assert f"{name}: " in page.text


def test_what_is_quoted_throughout_needs_no_marks() -> None:
    said = answer("It cost. [1]", citation(), sentences=(AnswerSentence("It cost.", (1,), 1.0),))
    assert 'class="support' not in render_exchange(ChatExchange(1, "?", answer=said, is_done=True))


def test_what_was_left_out_can_be_seen() -> None:
    said = growing("", dropped=("It is the cheapest.",), notices=("A sentence was left out.",))
    page = Page(render_exchange(ChatExchange(3, "?", answer=said)))
    assert "A sentence was left out.Show what was left out" in page.text
    assert "Nothing that was read supports it:It is the cheapest." in page.text


def test_what_the_filters_left_out_is_said_where_nothing_answers() -> None:
    filters = Filters(after=date(2025, 1, 1), source="Courier")
    refused = answer(REFUSAL, status="unanswered", filters=filters)
    given = Filters(after=date(2025, 1, 1))
    meant = (Interpretation(InterpretationKind.SOURCES, "the Courier", "Courier"),)
    refused = replace(refused, interpretations=meant)
    exchange = ChatExchange(4, "?", given, refused, is_done=True, coverage=Coverage(3, 19))
    page = Page(render_exchange(exchange))
    said = "16 of 19 articles were left out of the search: only articles of Courier, from 1 January"
    assert said in page.text
    assert "Ask without filtersAsk without: Source" in page.text
    assert any(tag.get("data-again") == "4" and "data-unfiltered" in tag for _, tag in page.tags)
    assert "The articles do not answer this." in page.text
    everything = render_exchange(replace(exchange, coverage=Coverage(19, 19)))
    assert "left out of the search" not in everything
    nothing = Page(render_exchange(replace(exchange, coverage=Coverage(0, 19)))).text
    assert "No article is left to search." in nothing and "do not answer" not in nothing


def test_an_answer_can_be_copied() -> None:
    said = answer("It cost 547 million. [1]", citation(url="https://x.example/a"))
    assert plain_text(said) == (
        "What?\n\nIt cost 547 million. [1]\n\n"
        "[1] “It cost 547 million.” – Tram, Courier, 28 July 2023, https://x.example/a"
    )
    page = Page(render_exchange(ChatExchange(1, "?", answer=said, is_done=True)))
    assert [tag["data-copy"] for _, tag in page.tags if "data-copy" in tag] == [plain_text(said)]
    assert "data-again" in render_exchange(ChatExchange(1, "?", problem="no store", is_done=True))
    assert "data-again" not in render_exchange(ChatExchange(1, "?", answer=said))


def test_the_kind_of_a_question_can_be_changed_once_it_is_answered() -> None:
    said = answer("It cost 547 million. [1]", citation(), kind=QuestionKind.YES_NO)
    assert "data-wanted" not in render_exchange(ChatExchange(3, "?", answer=said))
    page = Page(render_exchange(ChatExchange(3, "?", answer=said, is_done=True)))
    assert "Answered as yes or no" in page.text
    offered = [tag for _, tag in page.tags if "data-wanted" in tag]
    assert {tag["data-number"] for tag in offered} == {"3"}
    assert {tag["data-wanted"] for tag in offered} == {*QuestionKind} - {*UNSEARCHED, "yes_no"}
    assert ("span", {"class": "is-current", "aria-current": "true"}) in page.tags
    chosen = ChatExchange(3, "?", answer=said, is_done=True, kind=QuestionKind.YES_NO)
    page = Page(render_exchange(chosen))
    assert "" in {tag["data-wanted"] for _, tag in page.tags if "data-wanted" in tag}
    assert "Answered as" not in render_exchange(ChatExchange(3, "?", problem="none", is_done=True))


def test_a_growing_answer_keeps_its_parts() -> None:
    """Gradio compares part by part; what changes its place would jump and lose a click."""

    def parts(said: Answer) -> list[str]:
        html = render_exchange(ChatExchange(1, "?", answer=said, passages=(passage(),)))
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
    assert parts(waiting) == parts(growing("", quoted=replace(written, draft="")))


def test_who_wrote_an_answer_is_said() -> None:
    sentences = (AnswerSentence("It costs more.", (1,), 0.9),)
    said = answer("It costs more. [1]", citation(), sentences=sentences)
    by_model = replace(said, answerer="local", model="Model-1B")
    page = Page(render_exchange(ChatExchange(1, "?", answer=by_model, is_done=True)))
    assert "Written by Model-1B, each sentence checked against its quotations." in page.text
    assert "Written by" not in render_exchange(ChatExchange(1, "?", answer=said, is_done=True))
    refused = answer(REFUSAL, status="unanswered", answerer="local", model="Model-1B")
    assert "Written by" not in render_exchange(ChatExchange(1, "?", answer=refused, is_done=True))


def test_stopping_leaves_what_was_checked() -> None:
    sentences = (AnswerSentence("It costs more.", (1,), 0.9),)
    said = growing(
        "It costs more. [1]", citation(), sentences=sentences, draft="It op", waiting="Wait."
    )
    stopped = ChatExchange(1, "?", answer=said).stopped()
    assert stopped.answer is not None
    assert (stopped.answer.draft, stopped.answer.waiting, stopped.answer.evidence) == ("", "", ())
    page = Page(render_exchange(stopped))
    assert "It costs more. [1]" in page.text and "Stopped.Written by Model-1B" in page.text
    assert "It op" not in page.text and Page(render_evidence(stopped)).all("card")
    assert stopped.stopped() is stopped


def test_examples_are_offered_on_the_sample_only() -> None:
    own = Overview(3, 1, None, None, is_sample=False)
    sample = Overview(3, 1, None, None, is_sample=True)
    assert len(Page(render_welcome(sample)).all("chip")) == 4
    assert not Page(render_welcome(own)).all("chip")
    assert "This is a sample of invented news." in render_welcome(sample)
    assert "sample" not in render_welcome(own)
    assert "no articles yet" in render_welcome(None)


def test_the_table_has_pages() -> None:
    summaries = [Summary(str(n), f"Title {n}", "Paper", None, None, n, n) for n in range(120)]
    page = Page(render_table(summaries, 120))
    assert len(page.all("title")) == PER_PAGE and "120 articles" in page.text
    assert "1 to 50 of 120" in page.text
    last = Page(render_table(summaries, 120, selection=Selection(page=2)))
    assert len(last.all("title")) == 20 and "101 to 120 of 120" in last.text
    beyond = Page(render_table(summaries, 120, selection=Selection(page=9)))
    assert beyond.text == last.text
    assert "Next" not in render_table(summaries[:50], 120)
    assert "No article holds these words." in render_table([], 120, "nothing")
    narrowed = render_table([], 120, selection=Selection(source="Gazette"))
    assert "No articles match these filters." in narrowed and "Only Gazette" in narrowed
    assert "There are no articles yet." in render_table([], 0)
