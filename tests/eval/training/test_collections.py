"""What the question sets are read into: places that hold the answers, and nothing of the tests."""

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.training.collections.encyclopedia import searched, squad_sentences
from eval.training.collections.labelled import Collection, rows_of_more
from eval.training.collections.news import QAMR_QUESTIONS, qamr, torque
from eval.training.collections.sections import selqa, timeqa
from eval.training.collections.stories import fairytales

RAIN = "Rain fell on Port Aldry. Mayor Orla Quist resigned on Friday."
FERRY = "The ferry to Orsay runs again. It is late."


def written(
    folder: Path, name: str, rows: Sequence[dict[str, Any]], shared: Sequence[int] = ()
) -> Path:
    """A folder of data with one file of `more/qa`; `shared` are its lines that a test set has."""
    path = folder / "more" / "qa" / f"{name}.jsonl.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    listed = "".join(f"qa/{name}.jsonl.gz\t{line}\tid\tnewsqa\n" for line in shared)
    (folder / "more" / "overlaps.tsv").write_text(f"file\tline\tid\ttest set\n{listed}")
    return folder


def answer(text: str, context: str) -> dict[str, Any]:
    return {"text": text, "answer_start": context.index(text)}


def held(collection: Collection) -> dict[str, list[str]]:
    """By question the texts at the places of its answers."""
    return {
        one.text: [collection.articles[name].text[slice(*span)] for name, span in one.places]
        for one in collection.questions
    }


def test_rows_that_a_test_set_has_are_not_read(tmp_path: Path) -> None:
    data = written(tmp_path, "some", [{"n": 1}, {"n": 2}, {"n": 3}], shared=[2])
    assert [row["n"] for row in rows_of_more(data, "some")] == [1, 3]


def test_paragraphs_stand_once_and_where_they_are_said_to() -> None:
    found = Collection("x")
    starts = found.add("a", "Title", [RAIN, FERRY, RAIN, "a\tform that is not stored"])
    assert list(starts) == [RAIN, FERRY]
    text = found.articles["a"].text
    assert all(text[at : at + len(paragraph)] == paragraph for paragraph, at in starts.items())


def test_paragraphs_of_one_title_are_one_article(tmp_path: Path) -> None:
    rows = [
        {
            "title": "Port Aldry",
            "context": RAIN,
            "qas": [{"question": "who resigned", "answers": [answer("Orla Quist", RAIN)]}],
        },
        {
            "title": "Port Aldry",
            "context": FERRY,
            "qas": [{"question": "where to", "answers": [answer("Orsay", FERRY)]}],
        },
    ]
    data = written(tmp_path, "nq_qed_train", rows)
    written(tmp_path, "tydiqa_goldp_en", [])
    natural, _ = searched(data)
    assert held(natural) == {"who resigned": ["Orla Quist"], "where to": ["Orsay"]}
    assert len(natural.articles) == 1


def test_a_sentence_of_squad_is_asked_once_and_opens_with_a_capital(tmp_path: Path) -> None:
    rows = [
        {"question": "who resigned?", "sentence": "orla quist resigned on friday."},
        {"question": "when did she?", "sentence": "orla quist resigned on friday."},
        {"question": "what fell?", "sentence": "rain fell."},
    ]
    found = squad_sentences(written(tmp_path, "squad_train_part_sentences", rows))
    assert held(found) == {
        "who resigned?": ["Orla quist resigned on friday."],
        "what fell?": ["Rain fell."],
    }


def test_sections_of_a_tale_are_put_in_order(tmp_path: Path) -> None:
    def section(number: str, context: str, asked: str, text: str) -> dict[str, Any]:
        own = {"question": asked, "answers": [answer(text, context)], "answers_free": [text]}
        return {"title": "A tale", "section": number, "context": context, "qas": [own]}

    rows = [
        section("10", FERRY, "How is it?", "late"),
        section("9", RAIN, "Why?", "Rain fell"),
    ]
    rows[0]["qas"].append({"question": "Free?", "answers": [], "answers_free": ["yes"]})
    found = fairytales(written(tmp_path, "fairytaleqa", rows))
    assert held(found) == {"How is it?": ["late"], "Why?": ["Rain fell"]}
    (article,) = found.articles.values()
    assert article.text == f"{RAIN}\n\n{FERRY}"


def test_the_answering_sentences_of_a_section_are_its_places(tmp_path: Path) -> None:
    sentences = ["Rain fell.", "The mayor resigned.", "It was  late."]
    rows = [{"article": "A", "question": "What then?", "sentences": sentences, "answers": [1, 2]}]
    found = selqa(written(tmp_path, "selqa_dev_test", rows))
    assert held(found) == {"What then?": ["The mayor resigned.", "It was late."]}
    assert not found.questions[0].is_short


def test_a_question_of_a_wrong_period_is_asked_near_the_right_one(tmp_path: Path) -> None:
    own = [
        {
            "question": "Who ruled from 1990 to 1995?",
            "question_hard": "Who ruled in 1992?",
            "answers": [{"paragraph": 1, **answer("Orla Quist", RAIN)}],
        },
        {"question": "Who ruled from 1800 to 1810?", "question_hard": None, "answers": []},
    ]
    rows = [{"title": "A", "relation": "P1", "paragraphs": [FERRY, RAIN], "qas": own}]
    data = written(tmp_path, "timeqa_human_train", rows)
    written(tmp_path, "timeqa_human_test", [])
    found = timeqa(data)
    assert held(found) == {
        "Who ruled in 1992?": ["Orla Quist"],
        "Who ruled from 1800 to 1810?": [],
    }
    asked, without = found.questions
    assert without.near == asked.places[0]


def test_of_a_sentence_a_few_agreed_questions_with_different_answers_are_used(
    tmp_path: Path,
) -> None:
    words = RAIN.split()
    own = [{"question": f"{word}?", "agree": 2, "answers": [answer(word, RAIN)]} for word in words]
    own += [
        {"question": "again?", "agree": 2, "answers": [answer(words[0], RAIN)]},
        {"question": "disputed?", "agree": 1, "answers": [answer("Port Aldry", RAIN)]},
    ]
    rows = [
        {"sentence_id": "w:wikinews:7:2:1", "context": RAIN, "qas": own},
        {"sentence_id": "w:wikinews:7:1:4", "context": FERRY, "qas": []},
    ]
    found = qamr(written(tmp_path, "qamr_dev_test", rows))
    texts = held(found)
    assert len(texts) == QAMR_QUESTIONS
    assert "disputed?" not in texts
    assert len({text for (text,) in texts.values()}) == QAMR_QUESTIONS
    (article,) = found.articles.values()
    assert article.text == f"{FERRY}\n\n{RAIN}"


def test_events_are_asked_where_one_sentence_answers_and_another_does_not(tmp_path: Path) -> None:
    def asked(question: str, *events: str, default: bool = False) -> dict[str, Any]:
        answers = [answer(event, RAIN) for event in events]
        return {"question": question, "answers": answers, "default": default}

    own = [
        asked("What came after the rain?", "resigned"),
        asked("What happened?", "fell", "resigned"),
        asked("What has ended?", "fell", default=True),
    ]
    found = torque(written(tmp_path, "torque_dev", [{"title": "t", "context": RAIN, "qas": own}]))
    assert held(found) == {"What came after the rain?": ["Mayor Orla Quist resigned on Friday."]}
