"""Days that questions and articles speak of."""

import time
from datetime import date

import pytest

from qa.text.dates import Period, days_in, read_times

TODAY = date(2024, 5, 17)
"""A Friday."""
PUBLISHED = date(2023, 7, 28)
"""A Friday, too."""


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def span(text: str) -> tuple[date | None, date | None]:
    """From "first last", "first .." or ".. last"."""
    first, last = (text.split() * 2)[:2]
    return day(first.strip(".")), day(last.strip("."))


def spans(periods: tuple[Period, ...] | list[Period]) -> list[tuple[date | None, date | None]]:
    return [(period.first, period.last) for period in periods]


@pytest.mark.parametrize(
    ("text", "words", "days"),
    [
        ("Who won on 28 July 2023?", "on 28 July 2023", "2023-07-28"),
        ("Who won on the 28th of July, 2023?", "on the 28th of July, 2023", "2023-07-28"),
        ("Who won on July 28, 2023?", "on July 28, 2023", "2023-07-28"),
        ("who won on july 28 2023", "on july 28 2023", "2023-07-28"),
        ("Who won on Friday, 28 July 2023?", "on Friday, 28 July 2023", "2023-07-28"),
        ("Who won on Sept. 3, 2021?", "on Sept. 3, 2021", "2021-09-03"),
        ("Who won on 2023-07-28?", "on 2023-07-28", "2023-07-28"),
        ("What was signed on July 4, 1776?", "on July 4, 1776", "1776-07-04"),
        ("Who won in July 2023?", "in July 2023", "2023-07-01 2023-07-31"),
        ("who won in may 2023", "in may 2023", "2023-05-01 2023-05-31"),
        ("Who won in February of 2024?", "in February of 2024", "2024-02-01 2024-02-29"),
        ("Who won in 2022?", "in 2022", "2022-01-01 2022-12-31"),
        ("Who ruled in 1848?", "in 1848", "1848-01-01 1848-12-31"),
        ("Who won in the summer of 2023?", "in the summer of 2023", "2023-06-01 2023-08-31"),
        ("Who won in winter 2023?", "in winter 2023", "2023-12-01 2024-02-29"),
        ("How were sales in Q3 2023?", "in Q3 2023", "2023-07-01 2023-09-30"),
        (
            "How were sales in the first half of 2024?",
            "in the first half of 2024",
            "2024-01-01 2024-06-30",
        ),
        (
            "How were sales in the third quarter of 2023?",
            "in the third quarter of 2023",
            "2023-07-01 2023-09-30",
        ),
        ("Who sang in the 1990s?", "in the 1990s", "1990-01-01 1999-12-31"),
        ("Who sang in the 1800s?", "in the 1800s", "1800-01-01 1899-12-31"),
        ("Who sang in early 2023?", "in early 2023", "2023-01-01 2023-04-30"),
        ("Who sang in mid-2023?", "in mid-2023", "2023-05-01 2023-08-31"),
        ("Who sang at the end of July 2023?", "end of July 2023", "2023-07-21 2023-07-31"),
        ("Who led in 2019-20?", "in 2019-20", "2019-01-01 2020-12-31"),
    ],
)
def test_days_that_are_written_out(text: str, words: str, days: str) -> None:
    (period,) = read_times(text, TODAY).periods
    assert (period.words, (period.first, period.last)) == (words, span(days))
    assert text[period.start : period.end] == words
    assert not period.exact


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Who won in July?", "2023-07-01 2023-07-31"),
        ("Who won in May?", "2024-05-01 2024-05-31"),
        ("who won in may", "2024-05-01 2024-05-31"),
        ("Who won in late April?", "2024-04-21 2024-04-30"),
        ("Who won in March last year?", "2023-03-01 2023-03-31"),
        ("Who won on 3 May?", "2024-05-03"),
        ("Who won on 3 June?", "2023-06-03"),
        ("Who won on May 17?", "2024-05-17"),
        ("Who won on 29 February?", "2024-02-29"),
        ("Who won in the race of May 3-5, 2024?", "2024-05-03 2024-05-05"),
    ],
)
def test_without_a_year_it_is_the_last_not_after_today(text: str, days: str) -> None:
    assert spans(read_times(text, TODAY).periods) == [span(days)]


def test_29_february_is_years_back() -> None:
    assert spans(read_times("Who won on 29 February?", date(2023, 5, 1)).periods) == [
        span("2020-02-29")
    ]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Who won today?", "2024-05-17"),
        ("Who won this morning?", "2024-05-17"),
        ("Who won yesterday?", "2024-05-16"),
        ("Who won last night?", "2024-05-16"),
        ("Who won the day before yesterday?", "2024-05-15"),
        ("Who plays tomorrow?", "2024-05-18"),
        ("Who won this week?", "2024-05-13 2024-05-17"),
        ("Who won this month?", "2024-05-01 2024-05-17"),
        ("Who won this year?", "2024-01-01 2024-05-17"),
        ("Who will win this month?", "2024-05-17 2024-05-31"),
        ("Who won last week?", "2024-05-06 2024-05-12"),
        ("Who plays later this month?", "2024-05-17 2024-05-31"),
        ("Who won earlier this month?", "2024-05-01 2024-05-17"),
        ("Who won on Monday last week?", "2024-05-06"),
        ("Who won on Tuesday of last week?", "2024-05-07"),
        ("Who won last week on Tuesday?", "2024-05-07"),
        ("Who won on Monday this week?", "2024-05-13"),
        ("Who plays on Friday next week?", "2024-05-24"),
        ("Who won last month?", "2024-04-01 2024-04-30"),
        ("Who won last year?", "2023-01-01 2023-12-31"),
        ("Who plays next week?", "2024-05-20 2024-05-26"),
        ("Who won last weekend?", "2024-05-11 2024-05-12"),
        ("Who won over the weekend?", "2024-05-11 2024-05-12"),
        ("Who won last Friday?", "2024-05-10"),
        ("Who won on Friday?", "2024-05-17"),
        ("Who won on Monday?", "2024-05-13"),
        ("Who plays next Monday?", "2024-05-20"),
        ("Will they play on Monday?", "2024-05-20"),
        ("Which roads did Monday's storm close?", "2024-05-13"),
        ("Who won last May?", "2023-05-01 2023-05-31"),
        ("Who won last summer?", "2023-06-01 2023-08-31"),
        ("Who won this winter?", "2023-12-01 2024-02-29"),
        ("Who won this spring?", "2024-03-01 2024-05-31"),
        ("Who won this March?", "2024-03-01 2024-03-31"),
        ("Who plays this June?", "2024-06-01 2024-06-30"),
        ("Who plays this December?", "2024-12-01 2024-12-31"),
        ("WHO WON LAST SPRİNG?", "2023-03-01 2023-05-31"),
        ("Who won laſt wınter?", "2023-12-01 2024-02-29"),
        ("Who won in the last three days?", "2024-05-14 2024-05-17"),
        ("Who won in the past two weeks?", "2024-05-03 2024-05-17"),
        ("Who won in the past year?", "2023-05-17 2024-05-17"),
        ("Who won three days ago?", "2024-05-14"),
        ("What was told over three days ago?", "2024-05-14"),
        ("Who won a couple of days ago?", "2024-05-15"),
        ("Who won two weeks ago?", "2024-04-29 2024-05-05"),
        ("Who won a month ago?", "2024-04-01 2024-04-30"),
        ("Who won 10 years ago?", "2014-01-01 2014-12-31"),
    ],
)
def test_what_is_told_from_today(text: str, days: str) -> None:
    assert spans(read_times(text, TODAY).periods) == [span(days)]


@pytest.mark.parametrize(
    ("text", "words", "days"),
    [
        ("Who led since last Friday?", "since last Friday", "2024-05-10 2024-05-17"),
        ("Who led since 1850?", "since 1850", "1850-01-01 2024-05-17"),
        ("Who leads since 2030?", "since 2030", "2030-01-01 .."),
        ("Who led since the start of 2024?", "since the start of 2024", "2024-01-01 2024-05-17"),
        ("Who led before 3 May 2024?", "before 3 May 2024", ".. 2024-05-02"),
        ("Who led before 1700?", "before 1700", ".. 1699-12-31"),
        ("Who led prior to March 2023?", "prior to March 2023", ".. 2023-02-28"),
        ("Who led after 3 May 2024?", "after 3 May 2024", "2024-05-04 .."),
        ("Who led after May?", "after May", "2024-06-01 .."),
        ("Who led until 3 May 2024?", "until 3 May 2024", ".. 2024-05-03"),
        ("Who led as of 3 May 2024?", "as of 3 May 2024", ".. 2024-05-03"),
        ("Who led as of mid March?", "as of mid March", ".. 2024-03-20"),
        ("Who led by mid-May?", "by mid-May", ".. 2024-05-20"),
        ("Who led before the end of 2023?", "before the end of 2023", ".. 2023-12-30"),
        ("Who led before the start of 2023?", "before the start of 2023", ".. 2022-12-31"),
        ("Who led after the beginning of May 2023?", None, "2023-05-02 .."),
        ("Who led after the end of last month?", None, "2024-05-01 .."),
        ("Who led by the end of 2023?", "by the end of 2023", ".. 2023-12-31"),
        (
            "Who led between 3 May and 8 June 2023?",
            "between 3 May and 8 June 2023",
            "2023-05-03 2023-06-08",
        ),
        ("Who led between 3 and 8 May 2024?", "between 3 and 8 May 2024", "2024-05-03 2024-05-08"),
        ("Who led from May to July 2023?", "from May to July 2023", "2023-05-01 2023-07-31"),
        ("Who led from 1905 to 1913?", "from 1905 to 1913", "1905-01-01 1913-12-31"),
        (
            "Who led from last Monday until today?",
            "from last Monday until today",
            "2024-05-13 2024-05-17",
        ),
        ("Who led between November and February?", None, "2023-11-01 2024-02-29"),
        ("Who led not before 2023?", "not before 2023", "2023-01-01 2024-05-17"),
        ("Who led no earlier than May 2023?", None, "2023-05-01 2024-05-17"),
        ("Who led not after May 2023?", None, ".. 2023-05-31"),
        ("Who led not later than May 2023?", None, ".. 2023-05-31"),
        ("Who led up to and including 2023?", "up to and including 2023", ".. 2023-12-31"),
        ("Who led from 2021 onwards?", "from 2021 onwards", "2021-01-01 2024-05-17"),
        ("Who led from 2021 on?", "from 2021 on", "2021-01-01 2024-05-17"),
        ("Who led from 2021 on the island?", "2021", "2021-01-01 2021-12-31"),
        ("Who led in May 2023 or later?", None, "2023-05-01 2024-05-17"),
        (
            "Who led after March 2023 and before May 2024?",
            "after March 2023 and before May 2024",
            "2023-04-01 2024-04-30",
        ),
        ("Who led before May 2024 but not before 2023?", None, "2023-01-01 2024-04-30"),
    ],
)
def test_words_that_lead_up_to_a_day(text: str, words: str | None, days: str) -> None:
    (period,) = read_times(text, TODAY).periods
    assert (period.first, period.last) == span(days)
    assert period.words == (words or period.words)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Who won the 2024 regatta?", "2024-01-01 2024-12-31"),
        ("Who fell in 2024's race?", "2024-01-01 2024-12-31"),
        ("Where was World Cup 2022 played?", "2022-01-01 2022-12-31"),
        ("Who built the hall of Expo 2020?", "2020-01-01 2020-12-31"),
        ("Who scored in the second half of the 2024 final?", "2024-01-01 2024-12-31"),
        ("Who led before the 2024 regatta?", ".. 2024-12-31"),
        ("Who led after last week's vote?", "2024-05-06 .."),
    ],
)
def test_an_event_of_a_year_is_within_it(text: str, days: str) -> None:
    (period,) = read_times(text, TODAY).periods
    assert (period.first, period.last) == span(days)
    assert not period.exact


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "Who led before the summit?",
        "Who was rescued after the flood?",
        "How did 2,000 people get home?",
        "How did 2000 people get home?",
        "Were there 1950 seats?",
        "Is water running in 1000 homes?",
        "Did 1850 soldiers march?",
        "When did the Boeing 747 land?",
        "Who drives bus 2012 on Route 66?",
        "Does the ferry sail at 2030?",
        "Who won 2024.5 crowns of $2024?",
        "What happened on 28/07/2023?",
        "What happened on 31 February 2024?",
        "What happened on 30 February?",
        "What happened on 2024-13-45?",
        "May I ask what the mayor said?",
        "May 20 people enter?",
        "Who may 3 of them be?",
        "Did they march 5 miles?",
        "What did Theresa May sign?",
        "Was the deal rejected by May?",
        "Why did members lose trust in May's plan?",
        "Who led before May Linden did?",
        "What did August Wilson write?",
        "Who reads USA Today?",
        "Who appeared on Ostrel Tonight?",
        "Is there a service on Good Friday?",
        "What happened the next day?",
        "Who won in the last week of the campaign?",
        "Who planned the September 11 attacks?",
        "Which roads were mended in past weeks?",
    ],
)
def test_what_names_no_day(text: str) -> None:
    assert read_times(text, TODAY).periods == ()


@pytest.mark.parametrize(
    "text",
    [
        "What did the article published on 3 May 2024 say?",
        "What do articles from 3 May 2024 say?",
        "What was reported on 3 May 2024?",
        "What does the article of 3 May 2024 say?",
        "What was reported by The Aldry Courier on 3 May 2024?",
        "After 'The Courier' reported on 3 May 2024 that it sank, who was saved?",
        "What did the report from Radio Ostrel on 3 May 2024 say?",
        "What was in the 3 May 2024 report?",
        "What did the Courier say in its May 3, 2024, article?",
    ],
)
def test_the_day_of_the_article(text: str) -> None:
    (period,) = read_times(text, TODAY).periods
    assert (period.first, period.last) == span("2024-05-03")
    assert period.exact


def test_other_periods_of_articles() -> None:
    for text, days in (
        ("Summarise articles from last week.", "2024-05-06 2024-05-12"),
        ("What was last week's news?", "2024-05-06 2024-05-12"),
        ("What was reported in July 2023?", "2023-07-01 2023-07-31"),
        ("Which articles were published before 3 May 2024?", ".. 2024-05-02"),
        (
            "How many fell, in articles published after March 2023 and before May 2023?",
            "2023-04-01 2023-04-30",
        ),
        ("What do articles published from 2021 onwards say?", "2021-01-01 2024-05-17"),
    ):
        (period,) = read_times(text, TODAY).periods
        assert (period.first, period.last, period.exact) == (*span(days), True)


def test_what_was_reported_of_a_year_may_be_told_later() -> None:
    (period,) = read_times("How many burglaries were reported in 2023?", TODAY).periods
    assert not period.exact


def test_two_articles_are_two_periods() -> None:
    for text in (
        "What changed between the report of 3 May and that of 8 June 2023?",
        "What changed between the 3 May report and the 8 June 2023 report?",
        "Compare the article of 3 May 2023 on the tram with the one from 8 June 2023.",
    ):
        periods = read_times(text, TODAY).periods
        assert [period.first for period in periods][1] == day("2023-06-08")
        assert [period.exact for period in periods] == [True, True]
    (first, second) = read_times("Who won on 3 May and on 8 May 2024?", TODAY).periods
    assert (first.first, second.first) == (day("2024-05-03"), day("2024-05-08"))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("What is the latest on the tram?", "latest"),
        ("Who leads the survey now?", "now"),
        ("How many have died so far?", "so far"),
        ("Who is currently the mayor?", "currently"),
        ("Who is the current mayor?", "current"),
        ("What is the most  recent price?", "most recent"),
        ("Which is the newest ship?", "newest"),
        ("Is the road still closed?", "still"),
        ("What do people eat these days?", "these days"),
        ("Who leads at the moment?", "at the moment"),
        ("Who leads today?", "today"),
        ("Who reads USA Today?", ""),
        ("Who filmed Apocalypse Now?", ""),
        ("How strong is the current in the bay?", ""),
        ("Who painted the still life?", ""),
        ("Who won the race?", ""),
    ],
)
def test_the_word_that_asks_for_the_newest(text: str, word: str) -> None:
    assert read_times(text, TODAY).recent == word


@pytest.mark.parametrize(
    ("text", "words", "days"),
    [
        ("The Assembly voted Thursday.", "Thursday", "2023-07-27"),
        ("The Assembly voted on Friday.", "on Friday", "2023-07-28"),
        ("Thursday’s vote was close.", "Thursday", "2023-07-27"),
        ("It reopened on Monday.", "on Monday", "2023-07-24"),
        ("The tram will open on Saturday.", "on Saturday", "2023-07-29"),
        ("The council is to meet on Friday.", "on Friday", "2023-07-28"),
        ("The storm had weakened by Friday night.", "Friday", "2023-07-28"),
        ("The fire had burned 700 acres by Monday.", "Monday", "2023-07-24"),
        ("They will name a date for the vote of the members by Monday.", "Monday", "2023-07-31"),
        ("Heat may break records by Sunday.", "Sunday", "2023-07-30"),
        ("It may rain. The fire had gone out. All was quiet by Sunday.", "Sunday", "2023-07-23"),
        ("They were told to leave by Monday.", "Monday", "2023-07-31"),
        ("By Monday, all must leave.", "Monday", "2023-07-31"),
        ("The ship is due on Tuesday.", "on Tuesday", "2023-08-01"),
        ("It closes next Friday.", "next Friday", "2023-08-04"),
        ("It is shut until Tuesday.", "Tuesday", "2023-08-01"),
        ("As of Tuesday, 30 were missing.", "Tuesday", "2023-07-25"),
        ("Tuesday’s announcement will be the first.", "Tuesday", "2023-08-01"),
        ("Tuesday’s announcement was the first.", "Tuesday", "2023-07-25"),
        ("The tram opens on Monday, it was said.", "on Monday", "2023-07-31"),
        ("Voters go to the polls on Sunday.", "on Sunday", "2023-07-30"),
        ("The vote takes place in March.", "in March", "2024-03-01 2024-03-31"),
        ("He said the tram opens after the accident on Monday.", "on Monday", "2023-07-24"),
        ("They expect to have it in early October.", "in early October", "2023-10-01 2023-10-10"),
        ("In November, the hall will close.", "In November", "2023-11-01 2023-11-30"),
        ("The firm in December will begin.", "in December", "2023-12-01 2023-12-31"),
        ("She is running again in November.", "in November", "2023-11-01 2023-11-30"),
        ("It may be sold, but closed in October.", "in October", "2022-10-01 2022-10-31"),
        ("In October, they said it would close.", "In October", "2022-10-01 2022-10-31"),
        ("He would be eligible. It closed in October.", "in October", "2022-10-01 2022-10-31"),
        ("The case should go to trial in October.", "in October", "2023-10-01 2023-10-31"),
        ("She seeks a third term in November.", "in November", "2023-11-01 2023-11-30"),
        ("It should have been tried in October.", "in October", "2022-10-01 2022-10-31"),
        ("It could have been saved in October.", "in October", "2022-10-01 2022-10-31"),
        ("In March, the hall will close.", "In March", "2024-03-01 2024-03-31"),
        ("It may have been seen in March.", "in March", "2023-03-01 2023-03-31"),
        ("He said in October that he would go.", "in October", "2022-10-01 2022-10-31"),
        ("The deal reached in October would end it.", "in October", "2022-10-01 2022-10-31"),
        ("Residents, who fled in October, may return.", "in October", "2022-10-01 2022-10-31"),
        ("They could not treat them in October.", "in October", "2022-10-01 2022-10-31"),
        ("He is facing charges over it in October.", "in October", "2022-10-01 2022-10-31"),
        ("They are looking for her, last seen in October.", "in October", "2022-10-01 2022-10-31"),
        ("It has been shut since Tuesday.", "Tuesday", "2023-07-25"),
        ("It will cost more, the mayor said on Thursday.", "on Thursday", "2023-07-27"),
        ("The tram which will open soon said on Thursday.", "on Thursday", "2023-07-27"),
        ("By Wednesday evening 140 piles stood.", "Wednesday", "2023-07-26"),
        ("It sank yesterday.", "yesterday", "2023-07-27"),
        ("It ſank yeſterday.", "yeſterday", "2023-07-27"),
        ("It sails tonight.", "tonight", "2023-07-28"),
        ("It sank last week.", "last week", "2023-07-17 2023-07-23"),
        ("It sank this month.", "this month", "2023-07-01 2023-07-28"),
        ("It was shut later this month.", "this month", "2023-07-01 2023-07-28"),
        ("The vote will be held later this year.", "this year", "2023-07-28 2023-12-31"),
        ("It sank two days ago.", "two days ago", "2023-07-26"),
        ("It sails the day after tomorrow.", "the day after tomorrow", "2023-07-30"),
        ("They lost 7-3 July 19 in Skarrow.", "July 19", "2023-07-19"),
        ("The strike was over two days ago.", "two days ago", "2023-07-26"),
        ("It sank on July 19.", "on July 19", "2023-07-19"),
        ("Fares rise on Jan. 2.", "on Jan. 2", "2024-01-02"),
        ("Fares rose on 2 March.", "on 2 March", "2023-03-02"),
        ("The warning stands until 1 p.m. Tuesday.", "Tuesday", "2023-08-01"),
        ("Snow will fall from noon to 8 p.m. ET on Monday.", "on Monday", "2023-07-31"),
        ("It rained at 1 p.m. Tuesday.", "Tuesday", "2023-07-25"),
        ("The trial is set for May 9.", "May 9", "2024-05-09"),
        ("The trial was set for May 9, but was put off.", "May 9", "2023-05-09"),
        ("The payment was due on March 1.", "on March 1", "2023-03-01"),
        ("The Senate will study the Feb. 3 fire.", "Feb. 3", "2023-02-03"),
        ("It will be the first vote since March 3.", None, "2023-03-03"),
        ("It will run from Nov. 1 to Jan. 9.", "from Nov. 1 to Jan. 9", "2023-11-01 2024-01-09"),
        ("It will run from Feb. 1 to May 9.", "from Feb. 1 to May 9", "2024-02-01 2024-05-09"),
        ("Police will study the fire on May 9.", "on May 9", "2023-05-09"),
        ("Those hurt on May 9 will be paid.", "on May 9", "2023-05-09"),
        ("It will pay what it owed as of May 9.", None, "2023-05-09"),
        ("Polls were open until 8 p.m. Tuesday.", "Tuesday", "2023-07-25"),
        ("Rain fell until midnight Monday.", "Monday", "2023-07-24"),
        ("They said May 3 will be a holiday.", "May 3", "2024-05-03"),
        ("The hall will open on 9 July.", "on 9 July", "2023-07-09"),
        ("The hall will open on 9 March.", "on 9 March", "2024-03-09"),
        ("It was approved in March.", "in March", "2023-03-01 2023-03-31"),
        ("It is to be announced in March.", "in March", "2024-03-01 2024-03-31"),
        ("It was measured between January and April.", None, "2023-01-01 2023-04-30"),
    ],
)
def test_days_of_an_article(text: str, words: str | None, days: str) -> None:
    (period,) = days_in(text, PUBLISHED)
    assert (period.first, period.last) == span(days)
    assert period.words == (words or period.words) == text[period.start : period.end]


@pytest.mark.parametrize(
    "text",
    [
        "It opened on 3 May 2021, in July 2022 and in 2023.",
        "The Sunday Times reported it.",
        "The market is held every Friday and on Sundays.",
        "It freed two ships the next day.",
        "Who had it at least  four months ago, or over two years ago, may come.",
        "It takes what was made up to two weeks ago.",
        "It sank twenty-five years ago, or 2.5 years ago.",
        "Ms. May may march.",
    ],
)
def test_an_article_without_relative_days(text: str) -> None:
    assert days_in(text, PUBLISHED) == []


def test_both_days_of_an_article() -> None:
    periods = days_in("He left on Monday and came back yesterday.", PUBLISHED)
    assert spans(periods) == [span("2023-07-24"), span("2023-07-27")]


def test_days_with_a_year_of_their_own_are_asked_for() -> None:
    periods = days_in("On Monday he said that it opens on 3 May 2024.", PUBLISHED, with_years=True)
    assert spans(periods) == [span("2023-07-24"), span("2024-05-03")]


ODD = (
    "in " * 700,
    "2" * 2000,
    "2024 " * 400,
    "since before after until " * 80,
    "May " * 500,
    "on 3 and " * 220,
    "will " * 400,
    "from 3 May to " * 140,
    "report by A " * 160,
    " " * 2000 + "in" + " " * 2000 + "May",
    "the end of " * 180,
    "on Friday and that of " * 90,
    "١٢ May ٢٠٢٤, ² May, 00 May 0000, 99 July 9999",
    "\x00\ud800 in\u2028May \u0130 in 2024\u0301",
    "今天 in 2024年 「May」",
)


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_are_read_in_short_time(text: str) -> None:
    started = time.process_time()
    for today in (TODAY, date.min, date.max):
        read_times(text, today)
        days_in(text, today)
    assert time.process_time() - started < 30  # seconds on any machine; what runs away takes hours


@pytest.mark.parametrize("today", [date.min, date.max])
def test_the_ends_of_the_calendar(today: date) -> None:
    words = "yesterday, tomorrow, last decade, next year, on 3 May, two years ago, last summer"
    words += ", before today, after today, since yesterday, before tomorrow"
    text = f"{words}, in the last ten weeks, on Monday, after 31 December 2100, over the weekend"
    for period in (*read_times(text, today).periods, *days_in(text, today)):
        assert text[period.start : period.end] == period.words


def test_a_march_is_no_month() -> None:
    assert not read_times("How many people took part in the march in Aldry?", TODAY).periods


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Who won in May?", ("2019-05-01", "2019-05-31")),
        ("How many were there in early December?", ("2018-12-01", "2018-12-10")),
        ("What happened between July and September?", ("2019-07-01", "2019-09-30")),
        ("What happened between May and December?", ("2018-05-01", "2018-12-31")),
        ("What opens in May 2021?", ("2021-05-01", "2021-05-31")),
        ("What happened last week?", ("2024-06-03", "2024-06-09")),
        ("What will open in July?", ("2019-07-01", "2019-07-31")),
        ("What will open in January?", ("2020-01-01", "2020-01-31")),
        ("What is to sail between August and October?", ("2019-08-01", "2019-10-31")),
    ],
)
def test_a_month_without_a_year_is_of_the_articles(text: str, days: tuple[str, str]) -> None:
    (period,) = read_times(text, date(2024, 6, 12), newest=date(2019, 8, 3)).periods
    assert (str(period.first), str(period.last)) == days
