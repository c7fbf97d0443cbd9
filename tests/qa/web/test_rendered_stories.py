"""What the page shows of stories and of copies, as HTML: nothing in it is obeyed."""

from dataclasses import replace
from datetime import date

from index.hits import Heading, Story
from qa.history.exchange import ChatExchange
from qa.i18n import speaking
from qa.question import QuestionKind
from qa.types import AlsoIn, Answer, AnswerSentence, Citation, Report
from qa.web.render.answer_text import render_answer_text
from qa.web.render.evidence import render_evidence
from qa.web.render.stories import PER_PAGE, render_stories, render_story

HOSTILE = "<script>alert(1)</script>"
FIRST, LAST = date(2024, 5, 1), date(2024, 5, 9)
STORY = Story("8c6c6a64", HOSTILE, 3, 2, FIRST, LAST, (HOSTILE, "A", "B", "C"), (FIRST, LAST))
QUOTE = "It costs 412 million crowns."
CITED = Citation(1, "a", "Tram", "Post", FIRST, None, QUOTE, 0, len(QUOTE))
TOLD = Answer(
    "What is new?",
    "What is new?",
    "answered",
    f"1 May 2024: {QUOTE} [1]",
    sentences=(AnswerSentence(QUOTE, (1,), 1.0),),
    citations=(CITED,),
    kind=QuestionKind.TIMELINE,
    reports=(
        Report("412 million crowns", "a", "Tram", None, FIRST, QUOTE, 0, len(QUOTE)),
        Report("455 million crowns", "b", "Tram", None, LAST, QUOTE, 0, len(QUOTE)),
    ),
)


def test_the_list_has_a_strip_of_days_and_pages() -> None:
    html = str(render_stories([STORY] * (PER_PAGE + 1)))
    assert HOSTILE not in html and html.count("<rect") == 2 * PER_PAGE
    assert "1 May 2024 to 9 May 2024" in html and "2 reports" in html and "and 1 more" in html
    assert "2 reports on 2 days" in html and 'data-page="1"' in html
    last = str(render_stories([STORY] * (PER_PAGE + 1), 99))
    assert last.count("data-story") == 1 and "2 of 2" in last
    assert "No two dated articles" in str(render_stories([]))
    lost = str(render_stories([STORY], 0, 7))
    assert "is not there any more" in lost and 'data-lost="7"' in lost
    assert "is not there any more" not in str(render_stories([STORY]))
    one_day = replace(STORY, last=FIRST, days=(FIRST, FIRST))
    assert str(render_stories([one_day])).count("<rect") == 1


def test_a_story_is_told_by_days_with_what_changed_and_its_articles() -> None:
    articles = [Heading("a", HOSTILE, None, FIRST), Heading("b", "Later", "Post", LAST)]
    html = str(render_story(STORY, articles, TOLD))
    assert HOSTILE not in html
    assert "of-days" in html and html.count("strip-point") == 2
    assert html.index("Later") < html.index("&lt;script&gt;", html.index("Its articles"))
    assert 'data-within="8c6c6a64"' in html
    untold = replace(TOLD, sentences=(), citations=(), text="", reports=())
    assert "of-days" not in str(render_story(STORY, articles, untold))


def test_stories_are_told_in_german() -> None:
    other_days = {"1. Mai 2024 bis 9. Mai 2024", "2 Berichte an 2 Tagen", "und 1 weitere"}
    with speaking("de"):
        listed = str(render_stories([STORY] * 2))
        told = str(render_story(STORY, [Heading("a", "Tram", None, FIRST)], TOLD))
    assert all(words in listed for words in other_days) and "2 Geschichten, " in listed
    assert "Zu dieser Geschichte fragen" in told and "Artikel dieser Geschichte" in told
    assert "Ask within" not in told and "to 9" not in listed


def test_a_quotation_says_where_else_it_stands() -> None:
    also = (AlsoIn("b", HOSTILE, None, LAST), AlsoIn("c", "Tram", "Courier", None))
    answer = replace(TOLD, citations=(replace(CITED, also_in=also),))
    cards = str(render_evidence(ChatExchange(1, "What is new?", answer=answer, is_done=True)))
    assert HOSTILE not in cards and 'aria-label="Also in"' in cards
    assert 'data-article="c"' in cards and "Courier" in cards
    assert "Also in" in str(render_answer_text(answer))
    alone = str(render_evidence(ChatExchange(1, "What is new?", answer=TOLD, is_done=True)))
    assert "Also in" not in alone
