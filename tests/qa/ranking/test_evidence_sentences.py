"""Passages cut into sentences, each once."""

from dataclasses import replace

import pytest
from builders import hit_of

from qa.ranking.sentences import evidence_sentences
from qa.types import PassageReading, SentenceReading

TEXT = "The mayor spoke on Friday. She opened the bridge. It cost 5 crowns. Rain fell."
SECOND = TEXT.index("It cost")
HITS = [
    hit_of(TEXT[: SECOND + 18].strip(), passage=1),
    hit_of(TEXT[SECOND:], passage=2, start=SECOND),
]
"""Two passages of one article, in both of which a sentence stands."""


def test_sentences_of_overlapping_passages_come_once_with_their_place() -> None:
    sentences = evidence_sentences(HITS)
    assert [s.text for s in sentences] == [
        "The mayor spoke on Friday.",
        "She opened the bridge.",
        "It cost 5 crowns.",
        "Rain fell.",
    ]
    assert all(TEXT[s.start : s.end] == s.text for s in sentences)
    assert sentences[2].before is not None and sentences[2].before.text == "She opened the bridge."


def test_of_a_sentence_in_two_passages_the_likelier_reading_counts() -> None:
    unread = SentenceReading((0, 0))
    weak = replace(unread, span=(50, 67), answer=1.0, short=(58, 66))
    strong = replace(unread, span=(0, 17), answer=3.0, short=(8, 9))
    first = PassageReading(2.0, (unread, unread, weak))
    second = PassageReading(-1.0, (strong, unread))
    cost = evidence_sentences(HITS, [first, second])[2]
    assert cost.reading is not None and cost.reading.answer == 3.0
    assert cost.short == "5 crowns" and cost.relevance == 2.0


@pytest.mark.parametrize(
    "line", ["Tuesday, August 6, 2019", "3 May 2024, 5 p.m.", "12th of November", "Sept. 4"]
)
def test_a_line_that_only_dates_the_report_is_no_sentence(line: str) -> None:
    text = f"{line}\n\nThe bridge opened in May."
    (only,) = evidence_sentences([hit_of(text)])
    assert only.text == "The bridge opened in May."


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("Sign up here for the Harbour Letter newsletter.", False),
        ("(You can get the day's news delivered to your inbox daily.)", False),
        ("Follow her on Twitter @aberg.", False),
        ("A version of this story first appeared in our Sunday edition.", False),
        ("Read more about the visit.", False),
        ("READ MORE: Counting up bird deaths at the harbour", False),
        ("Related stories: The flood's toll rises", False),
        ("More on the strike:", False),
        ("Click here to read the full story.", False),
        ("Read More", False),
        ("This story has been updated with additional reporting.", False),
        ("Contributing: Anna Berg", False),
        ("MUST WATCH The mayor walks over the new bridge 01:42", False),
        ("MUST WATCH What the bridge cost", False),
        ("— Anna Berg (@aberg) May 3, 2024", False),
        ("😢 — The Harbour Letter (@harbour) Sept. 4, 2024", False),
        ("Editor’s Note: This page recaps the news of Tuesday.", False),
        ("Editor's note: For the latest on the ferry, see our live page.", False),
        ("Editor's note: Here are the latest updates from the regatta.", False),
        ("For the latest news on the ferry, read the Post's live page.", False),
        ("Keep up with the harbour:Sign up for the Post's newsletter.", False),
        ("Editor's note: On Friday the ferry was found, the owners said.", True),
        ("Editor's note: For more than 20 years Ada Venn led the bank.", True),
        ("The court was told what he wrote: Get him off the podcast or he dies.", True),
        ("The suspect wrote: Join us on Facebook and bring guns.", True),
        ("For the latest information on trains, passengers should check the website.", True),
        ("For the latest news most people read social media, the survey found.", True),
        ("Follow here for the latest from Wednesday, as the strike goes on.", False),
        ("For the latest coverage of the storm, see our live updates.", False),
        ("See our full coverage of the strike here.", False),
        ("Editor's note: Ada Venn is the author of three books.", False),
        (":Ferry runs again, the council says", False),
        ("Editor's note: Anna Berg has sat on the council since 2019.", True),
        ("Follow live: the strike, hour by hour", True),
        ("MUST WATCH The mayor walks 01:42 Ten people died when the bridge fell, he said.", True),
        ("Editor's note: This was corrected to say that four people were hurt.", True),
        ("For the latest victims here in Lowmarsh, help came too late.", True),
        ("For the latest quarter, insurers that sell coverage lost 2 billion crowns.", True),
        ("See how families here are coping after the flood.", True),
        ("Follow the money and it ends here in Ostrel, prosecutors said.", True),
        ("Must watch the costs, the mayor said.", True),
        ("The bridge is open — Anna Berg walked over it (@aberg) on May 3, 2024", True),
        ("Following updates from the harbour, the fleet sailed.", True),
        ("For the latest victims, help came too late.", True),
        ("This story has been updated to say that four were hurt.", True),
        ("Follow the Gazette's Anna Berg on Twitter: @aberg.", False),
        ("Like Facebook, Twitter lost half its advertisers.", True),
        ("Follow the money, the senator said on Facebook.", True),
        ("Join us or leave, the owner wrote on Twitter.", True),
        ("Get out, the mayor wrote on Facebook as the fire came near.", True),
        ("A version of this piece of legislation passed in 2019.", True),
        ("Read more than one paper, the minister told pupils.", True),
        ("Related deaths rose: the council counts eleven.", True),
        ("Related costs: the city will pay 40 million crowns.", True),
        ("Read more slowly, she told the pupils.", True),
        ("Read More Books won the prize in 2021.", True),
        ("Now read: the judge was told of the letter.", True),
        ("More from the harbour came to light on Monday.", True),
        ("This story was updated with new figures: 412 people died.", True),
        ("Follow-up talks were announced on Twitter.", True),
        ("Getting the newsletter costs five crowns.", True),
        ("Sign up for a shot at the harbour clinic.", True),
    ],
)
def test_what_a_paper_says_of_itself_is_no_sentence(line: str, stays: bool) -> None:
    sentences = evidence_sentences([hit_of(f"The bridge opened in May.\n\n{line}")])
    assert [one.text for one in sentences][1:] == [line] * stays


@pytest.mark.parametrize(
    "dateline",
    [
        *("(CNN)", "London (CNN)", "New York (CNN Business)", "Hong Kong/Old Lowmarsh (CNN)"),
        *("LOWMARSH —", "ST. ANNE, Old Ostrel (AP) —", "OSTREL, Fla. -", "NEW OSTREL –"),
        "LOWMARSH, March 3 (Reuters) -",
    ],
)
def test_a_sentence_begins_behind_the_dateline(dateline: str) -> None:
    text = f"{dateline} Bridges opened in May. They cost 5 crowns."
    first, second = evidence_sentences([hit_of(text)])
    assert first.text == "Bridges opened in May." == text[first.start : first.end]
    assert second.before == first


@pytest.mark.parametrize(
    "text",
    [
        "The network (CNN) said that bridges opened.",
        "NATO — the alliance — has grown to 32 members.",
        "U.S. - Ostrel trade talks resumed.",
        "OST - 3, LOW - 2.",
        "It opened. LOWMARSH — the town — has a bridge.",
        "A bridge — the second — opened in May.",
        "Bridges and trams — all of them — opened.",
    ],
)
def test_what_only_looks_like_a_dateline_stays(text: str) -> None:
    assert " ".join(one.text for one in evidence_sentences([hit_of(text)])) == text


def test_a_sentence_comes_once_with_its_dateline_and_without() -> None:
    text = "It rained. LOWMARSH — The town has a bridge."
    hits = [hit_of(text, passage=1), hit_of(text[11:], passage=2, start=11)]
    assert [one.text for one in evidence_sentences(hits)] == [text[:10], text[11:]]


def test_a_dateline_that_answers_stays() -> None:
    text = "LOWMARSH — Bridges opened in May."
    reading = SentenceReading((0, len(text)), answer=2.0, short=(0, 8))
    (only,) = evidence_sentences([hit_of(text)], [PassageReading(1.0, (reading,))])
    assert only.text == text and only.short == "LOWMARSH"


@pytest.mark.parametrize(
    "line", ["Ada Venn", "ADA VENN", "By Ada Venn, Harbour Press", "Ada Venn and Jon A. Aberg"]
)
def test_names_at_the_top_of_an_article_are_who_wrote_it(line: str) -> None:
    told = "The bridge opened in May."
    assert [one.text for one in evidence_sentences([hit_of(f"{line}\n{told}")])] == [told]
    later = hit_of(f"{line}\n{told}", start=900)  # among what is told
    assert [one.text for one in evidence_sentences([later])] == [line, told]


@pytest.mark.parametrize(
    "line",
    [
        "Queen Elizabeth Dies",
        "Orsay Wins Election",
        "Orsay Strikes Venn",
        "Oppenheimer Wins Best Picture",
        "Kansas City Chiefs, Philadelphia Eagles",
        "Ada Venn.",
        "Bridge opened",
        "King Charles Dead",
        "By Monday Orsay Had Fallen",
    ],
)
def test_a_headline_at_the_top_of_an_article_stays(line: str) -> None:
    sentences = evidence_sentences([hit_of(f"{line}\nThe bridge opened in May.")])
    assert sentences[0].text == line


@pytest.mark.parametrize(
    "told",
    [
        "CIUDAD ACUÑA, Ostrel — {}",
        "ÅLESUND — {}",
        "Évreux (CNN) {}",
        "Ada Šuker\n{}",
        "By Ada Šuker and Jon Åberg\n{}",
        "THE TRIAL:Šuker tells the court what she knew\n\n{}",
        "Editor's note: Ada Šuker is the author of three books.\n{}",
        "Follow Žižka on Twitter @zizka.\n{}",
    ],
)
def test_what_surrounds_a_report_may_have_capitals_with_accents(told: str) -> None:
    opening = "Érables were felled in May."
    (only,) = evidence_sentences([hit_of(told.format(opening))])
    assert only.text == opening
