"""Whatever an article holds: what is quoted stands there, letter by letter."""

import json

import pytest
from builders import hit_of
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import RAW, STORED

from index import build, open_store
from index.passages import passage_spans
from qa import QASettings, ask
from qa.ranking.sentences import evidence_sentences, is_furniture
from qa.text.markers import as_sentence
from qa.types import Citation


@given(STORED, st.integers(1, 1000), st.integers(0, 3))
def test_sentences_of_passages_stand_in_the_article(
    text: str, characters: int, overlap: int
) -> None:
    spans = passage_spans(text, characters, overlap)
    hits = [hit_of(text[start:end], passage=n, start=start) for n, (start, end) in enumerate(spans)]
    sentences = evidence_sentences(hits)
    assert all(one.text and text[one.start : one.end] == one.text for one in sentences)
    assert len({one.place for one in sentences}) == len(sentences)
    covered = {n for one in sentences for n in range(one.start, one.end)}
    left_out = "".join(" " if n in covered else one for n, one in enumerate(text)).strip()
    assert not left_out or is_furniture(left_out)


SAID = "The mayor of the town said on Friday that the bridge costs 5 million crowns."
TEXTS = st.lists(
    st.tuples(RAW, st.sampled_from([" ", "\n", "\n\n"]), RAW).map(
        lambda parts: "".join((*parts[:2], SAID, *parts[1:]))
    ),
    min_size=1,
    max_size=2,
)
"""Articles with a sentence that answers, among any others."""


@settings(max_examples=8)
@given(TEXTS)
def test_quotations_and_passages_of_an_answer_stand_in_the_store(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("home")
    lines = [json.dumps({"id": f"a{n}", "text": text}) for n, text in enumerate(texts)]
    (folder / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
    lenient = QASettings.load(store=folder / "storage", answer_threshold=0.0)
    build([folder / "articles.jsonl"], settings=lenient)
    with open_store(settings=lenient) as store:
        answer = ask("What did the mayor of the town say?", store=store, settings=lenient)
        stored = {one.id: store.article(one.id) for one in store.articles()}
    assert answer.citations and answer.passages
    for one in (*answer.citations, *answer.passages):
        article = stored[one.article_id]
        quote = one.quote if isinstance(one, Citation) else one.text
        assert article and quote and article.text[one.start : one.end] == quote
    quotes = {one.number: as_sentence(one.quote) for one in answer.citations}
    for sentence in answer.sentences:
        assert [sentence.text] == [quotes[number] for number in sentence.citations]
