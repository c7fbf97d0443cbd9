"""The library: the order of its table, its picture, what is previewed, removed and put back."""

import json
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import gradio as gr
import pytest
from adding import added, previewed, stored

from index import Article, Summary, build, open_store
from index.errors import UsageError
from index.readers import Unreadable
from index.readers.apart import ReadingProcess
from index.sidecars import build_lock
from qa.i18n import say
from qa.settings import QASettings
from qa.web import OpenStores, store_views
from qa.web.articles import preview
from qa.web.articles.adding import Submission
from qa.web.articles.preview import EDITABLE, ArticleStatus, Fields, Preview, read_fields
from qa.web.articles.removal import RemovalState, RemovedArticle, remove, restore
from qa.web.articles.selection import PER_PAGE, Arranging, Selection
from qa.web.articles.sorting import COLUMNS, SortOrder, matching, sort
from qa.web.articles.timeline import MOST_MONTHS, NAMED, OTHERS, UNNAMED, count_by_time
from qa.web.conversations import SavedConversations
from qa.web.panels.chat import Chat
from qa.web.panels.library import Library
from qa.web.render.article_table import render_table
from qa.web.render.preview import render_preview
from qa.web.render.timeline import bar_in_words, render_timeline
from qa.web.store_views import show_table

TRAM = Article(
    "https://courier.example/tram",
    "The Harbour Tram opened.\n\nIt was late.",
    "The tram",
    "Courier",
    date(2024, 3, 1),
    "https://courier.example/tram",
    ("Ada Fenn", "Bo Quill"),
)
MILL = Article("mill.txt", "The old mill was sold.", "The mill")


@pytest.fixture
def settings(tmp_path: Path) -> QASettings:
    return QASettings(store=tmp_path / "store")


@pytest.fixture
def stores(settings: QASettings) -> OpenStores:
    build(articles=[TRAM, MILL], store=settings.store, settings=settings)
    return OpenStores(settings)


def summary(
    name: str, source: str | None = None, day: date | None = None, words: int = 1
) -> Summary:
    return Summary(name, name, source, day, None, words, words)


def titles(html: object) -> list[str]:
    return [part.partition("</span>")[0] for part in str(html).split('<span dir="auto">')[1:]]


# The table

SORTED = [  # as the store lists them
    summary("“zebra”", "BBC", date(2024, 2, 1), 5),
    summary("Élan", None, date(2024, 2, 1), 900),
    summary("apple", "Die Zeit", date(2023, 1, 1), 30),
    summary("Ewe", "bay sport", None, 30),
]


@pytest.mark.parametrize(
    ("order", "names"),
    [
        (SortOrder(), ["“zebra”", "Élan", "apple", "Ewe"]),
        (SortOrder("date", False), ["apple", "“zebra”", "Élan", "Ewe"]),  # undated last either way
        (SortOrder("title", False), ["apple", "Élan", "Ewe", "“zebra”"]),
        (SortOrder("title", True), ["“zebra”", "Ewe", "Élan", "apple"]),
        (SortOrder("source", False), ["Ewe", "“zebra”", "apple", "Élan"]),
        (SortOrder("source", True), ["apple", "“zebra”", "Ewe", "Élan"]),  # without one last
        (SortOrder("words", True), ["Élan", "apple", "Ewe", "“zebra”"]),  # equal ones: newest first
        (SortOrder("words", False), ["“zebra”", "apple", "Ewe", "Élan"]),
    ],
)
def test_every_column_sorts_both_ways(order: SortOrder, names: list[str]) -> None:
    assert [one.title for one in sort(SORTED, order)] == names
    assert titles(render_table(SORTED, 4, selection=Selection(order))) == names


def test_a_click_on_a_heading_sorts_and_another_turns_it_round() -> None:
    assert SortOrder().clicked({"column": "date"}) == SortOrder("date", False)
    assert SortOrder().clicked({"column": "words"}) == SortOrder("words", True)
    assert SortOrder().clicked({"column": "title"}) == SortOrder("title", False)
    assert SortOrder("title", False).clicked({"column": "title"}) == SortOrder("title", True)
    for data in (None, "date", {}, {"column": "id"}, {"column": ["date"]}, {"column": 3}):
        assert SortOrder("title").clicked(data) == SortOrder("title")
    html = render_table(SORTED, 4, selection=Selection(SortOrder("words")))
    assert html.count("aria-sort") == 1
    assert 'class="of-words" aria-sort="descending"' in html
    assert all(f'data-sort="{column}"' in html for column in COLUMNS)


def test_all_articles_are_sorted_not_only_those_of_the_page() -> None:
    many = [summary(f"{n:04}", words=n) for n in range(3 * PER_PAGE)]
    html = render_table(many, len(many), selection=Selection(SortOrder("words")))
    assert titles(html)[0] == f"{3 * PER_PAGE - 1:04}" and len(titles(html)) == PER_PAGE
    assert "150 articles, the longest first" in html


def test_what_is_clicked_in_the_picture_narrows_the_table() -> None:
    selection = Selection(page=2).narrowed_to({"source": "BBC"})
    assert (selection.page, selection.source) == (0, "BBC") and selection.narrows
    assert [one.title for one in selection.of(SORTED)] == ["“zebra”"]
    month = {"first": "2024-02-01", "last": "2024-02-29"}
    both = selection.narrowed_to(month)
    assert [one.title for one in both.of(SORTED)] == ["“zebra”"]
    unnamed = Selection(source=UNNAMED)
    assert [one.title for one in unnamed.of(SORTED)] == ["Élan"]
    others = Selection(source=OTHERS)
    assert [one.title for one in others.of(SORTED, ("BBC", "Die Zeit"))] == ["Élan", "Ewe"]
    assert both.narrowed_to({"source": "BBC"}).source is None  # once more takes it off
    assert both.narrowed_to(month).first is None
    assert both.narrowed_to({}) == Selection()
    assert Selection().of(SORTED) == SORTED


@pytest.mark.parametrize(
    "data", [None, 3, "BBC", ["source"], {"page": "1"}, {"page": True}, {"column": "id"}]
)
def test_a_click_that_selects_nothing_changes_nothing(data: object) -> None:
    selection = Selection(SortOrder("title"), 3, "BBC")
    assert selection.turned_to(data) == selection
    assert selection.sorted_by(data).order == selection.order
    if not isinstance(data, dict):
        assert selection.narrowed_to(data) == selection
    assert Selection().narrowed_to({"first": "soon", "last": "2024-02-29"}) == Selection()


def test_texts_are_searched_too(stores: OpenStores) -> None:
    def found(typed: str) -> list[str]:
        return titles(show_table(stores, typed, Selection(), RemovalState()))

    assert found("late") == ["The tram"] and found("mill") == ["The mill"]
    assert found("courier") == ["The tram"] and found("nobody") == []
    assert found("it") == []  # too short to look for in texts


def test_titles_and_sources_are_searched() -> None:
    assert [one.title for one in matching(SORTED, "ZEIT app")] == ["apple"]
    assert matching(SORTED, "zebra zeit") == []
    assert matching(SORTED, "  ") == SORTED


def test_words_are_counted(stores: OpenStores) -> None:
    texts = {TRAM.id: TRAM.text, MILL.id: MILL.text}
    assert {one.id: one.words for one in stores.summaries()} == {
        article_id: len(text.split()) for article_id, text in texts.items()
    }


# The picture


def test_articles_are_counted_by_month_and_source() -> None:
    shown = count_by_time(
        [
            summary("a", "BBC", date(2024, 11, 3)),
            summary("b", "BBC", date(2025, 1, 1)),
            summary("c", "BBC", date(2025, 1, 31)),
            summary("d", "Courier", date(2025, 1, 5)),
            summary("e", None, date(2025, 2, 5)),
            summary("f", "BBC"),
        ]
    )
    assert (shown.years, shown.sources, shown.undated) == (0, ("BBC", "Courier", UNNAMED), 1)
    assert len(shown.bars) == 12  # a year, rather than four broad bars
    assert [(bar_in_words(bar), bar.counts) for bar in shown.bars[-4:]] == [
        ("Nov 2024", (1, 0, 0)),
        ("Dec 2024", (0, 0, 0)),
        ("Jan 2025", (2, 1, 0)),
        ("Feb 2025", (0, 0, 1)),
    ]
    assert [shown.total(number) for number in range(3)] == [3, 1, 1]
    html = render_timeline(shown, Selection())
    assert 'data-bar="2024-11-01" data-last="2024-11-30"' in html
    assert 'role="img" aria-labelledby="timeline-title timeline-about"' in html
    assert "From Nov 2024 to Feb 2025, most in Jan 2025: 5 articles." in html
    assert "<title>Jan 2025: 3 articles (BBC 2, Courier 1)</title>" in html
    assert html.count("<rect ") == 4
    assert "1 article without a date is not in the picture." in html


def test_the_most_frequent_sources_have_a_colour() -> None:
    day = date(2025, 1, 1)
    many = [summary(f"{n}{m}", f"Paper {n}", day) for n in range(9) for m in range(n + 1)]
    shown = count_by_time([*many, summary("x", None, day)])
    assert shown.sources == (*(f"Paper {n}" for n in range(8, 2, -1)), OTHERS)
    assert len(shown.sources) == NAMED + 1
    assert shown.bars[-1].counts == (9, 8, 7, 6, 5, 4, 3 + 2 + 1 + 1)
    few = count_by_time([one for one in many if one.source != "Paper 0"][:5])
    assert few.sources == ("Paper 2", "Paper 1")


@pytest.mark.parametrize(
    ("first", "last", "years", "labels"),
    [
        (date(2022, 1, 9), date(2024, 12, 1), 0, (MOST_MONTHS, "Jan 2022", "Dec 2024")),
        (date(2021, 12, 31), date(2024, 12, 1), 1, (4, "2021", "2024")),
        (date(1921, 5, 1), date(2024, 12, 1), 10, (11, "1920–1929", "2020–2029")),
        (date(1, 1, 1), date(2024, 1, 1), 100, (21, "1–99", "2000–2099")),
        (date(1, 1, 1), date(9999, 12, 31), 1000, (10, "1–999", "9000–9999")),
        (date(1, 1, 1), date(1, 1, 2), 0, (1, "Jan 1", "Jan 1")),
    ],
)
def test_a_long_time_has_broader_bars(
    first: date, last: date, years: int, labels: tuple[int, str, str]
) -> None:
    shown = count_by_time([summary("a", "BBC", first), summary("b", "BBC", last)])
    assert shown.years == years
    assert (len(shown.bars), bar_in_words(shown.bars[0]), bar_in_words(shown.bars[-1])) == labels
    assert sum(bar.total for bar in shown.bars) == 2


def test_where_there_is_nothing_to_draw() -> None:
    assert render_timeline(count_by_time([])) == ""
    html = render_timeline(count_by_time([summary("a")]))
    assert "<svg" not in html and "No article has a date" in html


# What is previewed


def fields_of(seen: Preview, **changes: str) -> list[Fields]:
    """The fields as the page sends them back, the first with changes."""
    first, *others = [entry.fields for entry in seen.entries]
    rows = [vars_of(one) for one in (replace(first, **changes), *others)]
    fields = read_fields({"rows": rows}, seen)
    assert fields is not None
    return fields


def vars_of(fields: Fields) -> dict[str, str]:
    return {"title": fields.title, "source": fields.source, "day": fields.day}


def test_a_preview_stores_nothing_and_what_was_edited_is_stored(settings: QASettings) -> None:
    seen = previewed(Submission(text="date 2023-01-01 The mill was sold. It was old."), settings)
    assert not settings.store.exists()
    [entry] = seen.entries
    assert (entry.title, entry.date, entry.status) == (
        "The mill was sold.",
        date(2023, 1, 1),
        ArticleStatus.NEW,
    )
    seen.edited = fields_of(seen, title=" The  mill ", source="Courier", day="28 July 2023")
    assert stored(seen, settings).added == 1
    with open_store(settings.store) as store:
        article = store.article(entry.id)
    assert article == Article(
        entry.id, "The mill was sold. It was old.", "The mill", "Courier", date(2023, 7, 28)
    )
    again = previewed(Submission(text="date 2023-01-01 The mill was sold. It was old."), settings)
    assert [one.status for one in again.entries] == [ArticleStatus.CHANGED]  # as it would be stored


def test_what_an_article_would_be_is_told(settings: QASettings, tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    rows = [{"id": name, "title": name, "text": f"{name} it is."} for name in ("a", "b", "a")]
    file.write_text("\n".join(map(json.dumps, rows[:2])) + "\n")
    assert added(Submission(files=[file]), settings).added == 2
    rows[1]["text"] += " More of it."
    file.write_text("\n".join(map(json.dumps, [*rows, {"id": "c", "text": "New."}, {"id": "d"}])))
    seen = previewed(Submission(files=[file]), settings)
    assert [(one.id, one.status) for one in seen.entries] == [
        ("a", ArticleStatus.KNOWN),
        ("b", ArticleStatus.CHANGED),
        ("c", ArticleStatus.NEW),
    ]
    assert [one.reason for one in seen.skipped] == [
        "has the id 'a' that an earlier article has too",
        'has no field "text"',
    ]
    html = render_preview(seen)
    assert "3 articles were read (1 new, 1 changed, 1 already there)." in html
    assert "2 items could not be read:" in html and "Add 3 articles" in html
    report = stored(seen, settings)
    assert (report.added, report.changed, report.unchanged) == (1, 1, 1)
    assert len(report.skipped) == 2


@pytest.mark.parametrize("day", ["soon", "2023-02-30", "01/02/2023"])
def test_a_bad_date_is_told_and_loses_nothing(settings: QASettings, day: str) -> None:
    seen = previewed(Submission(text="The mill was sold."), settings)
    seen.edited = fields_of(seen, title="The mill", day=day)
    with pytest.raises(UsageError, match="1 article cannot be stored like this"):
        stored(seen, settings)
    assert not settings.store.exists()
    html = str(render_preview(seen))
    assert f"Date of article 1: “{day}” is not a day." in html
    assert 'value="The mill"' in html and f'value="{day}"' in html
    assert html.count("aria-invalid") == 1
    seen.edited = fields_of(seen, title="The mill", day="")
    assert stored(seen, settings).added == 1


def test_fields_that_were_left_alone_change_nothing(settings: QASettings, tmp_path: Path) -> None:
    title = "A \u202etitle\u202c with “signs” & <b>"  # the page does not show what turns it
    file = tmp_path / "a.jsonl"
    file.write_text(
        json.dumps({"id": "a", "title": title, "text": "It is.", "authors": ["A", "B"]})
    )
    seen = previewed(Submission(files=[file]), settings)
    seen.edited = fields_of(seen)
    assert seen.entries[0].fields.title != title
    [article] = seen.articles()
    assert article == Article("a", "It is.", title, authors=("A", "B"))
    seen.edited = fields_of(seen, title="  ")
    assert [one.title for one in seen.articles()] == ["It is."]  # the first sentence serves


def test_many_articles_are_kept_in_a_file_and_the_first_can_be_edited(
    settings: QASettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "_IN_MEMORY", 1000)
    file = tmp_path / "a.jsonl"
    rows = [{"id": f"a{n}", "text": f"News {n}.", "date": "2024-01-01"} for n in range(120)]
    file.write_text("\n".join(map(json.dumps, rows)))
    seen = previewed(Submission(files=[file]), settings)
    assert (len(seen), len(seen.entries)) == (120, EDITABLE)
    assert "70 more are stored as they were read." in render_preview(seen)
    seen.edited = fields_of(seen, source="Courier")
    for _ in range(2):  # also a second time
        articles = list(seen.articles())
        assert [one.id for one in articles] == [f"a{n}" for n in range(120)]
        assert [one.source for one in articles] == ["Courier", *[None] * 119]


@pytest.mark.parametrize(
    "data",
    [None, "a", {}, {"rows": 1}, {"rows": []}, {"rows": [1]}, {"rows": [{"title": "a"}]},
     {"rows": [{"title": 1, "source": "", "day": ""}]},
     {"rows": [{"title": "x" * 9999, "source": "", "day": ""}]},
     {"rows": [{"title": "a", "source": "", "day": ""}] * 2}],
)  # fmt: skip
def test_fields_that_are_none_are_not_read(settings: QASettings, data: object) -> None:
    assert read_fields(data, previewed(Submission(text="A text."), settings)) is None


def test_half_a_character_in_a_field_is_told(settings: QASettings) -> None:
    seen = previewed(Submission(text="A text."), settings)
    seen.edited = fields_of(seen, title="\ud800")
    assert "half a character" in seen.problems()[1]


def test_an_address_is_fetched_once(settings: QASettings, monkeypatch: pytest.MonkeyPatch) -> None:
    fetched: list[str] = []

    def read_url(reading: ReadingProcess, address: str) -> list[object]:
        fetched.append(address)
        return [Unreadable(address, 2, "has no text")]

    monkeypatch.setattr(ReadingProcess, "read_url", read_url)
    seen = previewed(Submission(address=" https://x.example/feed "), settings)
    seen.take(MILL, None)
    report = stored(seen, settings)
    assert fetched == ["https://x.example/feed"] and len(report.skipped) == report.added == 1


# RemovalState


def test_what_is_removed_is_put_back_as_it_was(stores: OpenStores) -> None:
    removal = remove({"article": TRAM.id}, RemovalState(), stores)
    assert removal.removed and removal.refused is None
    assert removal.removed.article == TRAM and removal.removed.warning == ""
    assert [one.id for one in stores.summaries()] == [MILL.id]
    files = [path for path in stores.settings.store.rglob("*") if path.is_file()]
    assert not any(b"Harbour Tram" in path.read_bytes() for path in files)
    html = render_table(stores.summaries(), 1, removal=removal)
    assert "Removed: <bdi>The tram</bdi>" in html and "gone for good" in html
    assert restore(removal, stores) == RemovalState()
    assert stores.article(TRAM.id) == TRAM
    store = stores.store()
    assert store and TRAM.id in {hit.article_id for hit in store.search("harbour tram")}


def test_undo_stands_where_the_article_stood() -> None:
    names = [f"{n:04}" for n in range(PER_PAGE + 50)]
    many = [summary(name, "BBC", date(2024, 1, 1)) for name in names]
    for place, row in ((0, 0), (30, 30), (PER_PAGE - 1, PER_PAGE - 1), (PER_PAGE + 20, 0)):
        gone = many[place]
        article = Article(gone.id, "A text.", gone.title, gone.source, gone.date)
        left = [one for one in many if one is not gone]
        removal = RemovalState(RemovedArticle(article, gone))
        html = str(render_table(left, len(left), removal=removal))
        rows = html.split("<tbody")[1].split("<tr ")[1:]
        assert [n for n, one in enumerate(rows) if "data-restore" in one] == [row]
        looked = str(render_table([], len(left), "courier", removal=removal))
        assert "No article holds these words." in looked and "data-restore" in looked


def test_the_last_article_can_be_removed_and_put_back(settings: QASettings, tmp_path: Path) -> None:
    sample = tmp_path / "sample"
    build(articles=[TRAM], store=sample, settings=QASettings(store=sample))
    build(articles=[MILL], store=settings.store, settings=settings)
    stores = OpenStores(settings, sample)
    removal = remove({"article": MILL.id}, RemovalState(), stores)
    overview = stores.overview()
    assert removal.removed and overview and overview.is_sample
    restore(removal, stores)
    assert [one.id for one in stores.summaries()] == [MILL.id]


def test_nothing_is_removed_from_the_sample(settings: QASettings, tmp_path: Path) -> None:
    sample = tmp_path / "sample"
    build(articles=[TRAM], store=sample, settings=QASettings(store=sample))
    stores = OpenStores(settings, sample)
    removal = remove({"article": TRAM.id}, RemovalState(), stores)
    assert removal.removed is None and removal.refused
    assert "Nothing can be removed from the sample." in removal.refused.problem
    assert stores.article(TRAM.id) == TRAM and not settings.store.exists()
    assert "data-remove" not in render_table(stores.summaries(), 1, is_sample=True)
    assert "data-remove" in render_table(stores.summaries(), 1)


@pytest.mark.parametrize("data", [None, "a", {}, {"article": ""}, {"article": 3}, ["mill.txt"]])
def test_what_is_no_click_removes_nothing(stores: OpenStores, data: object) -> None:
    before = RemovalState()
    assert remove(data, before, stores) is before and restore(before, stores) is before
    assert len(stores.summaries()) == 2


def test_undo_stays_while_another_is_refused(stores: OpenStores) -> None:
    first = remove({"article": TRAM.id}, RemovalState(), stores)
    again = remove({"article": TRAM.id}, first, stores)  # a second click
    assert again.removed == first.removed and again.refused
    assert "no longer in the store" in again.refused.problem
    html = render_table(stores.summaries(), 1, removal=again)
    assert "no longer in the store" in html and "data-restore" in html
    build(articles=[replace(TRAM, title="Anew")], store=stores.settings.store)
    refused = restore(first, stores)
    assert refused.removed == first.removed and refused.refused
    assert "added again since" in refused.refused.problem
    found = stores.article(TRAM.id)
    assert found and found.title == "Anew"


def test_while_articles_are_stored_nothing_is_removed(
    stores: OpenStores, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.local._GRACE_S", 0.1)
    removal = remove({"article": TRAM.id}, RemovalState(), stores)
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with build_lock(stores.settings.store):
            held.set()
            done.wait(20)

    other = threading.Thread(target=hold)
    other.start()
    held.wait(20)
    refused = remove({"article": MILL.id}, removal, stores)
    kept = restore(removal, stores)
    done.set()
    other.join()
    assert (
        refused.refused
        and refused.refused.problem == say("articles.busy")
        and stores.article(MILL.id) == MILL
    )
    assert (
        kept.removed == removal.removed
        and kept.refused
        and kept.refused.problem == say("articles.busy")
    )
    assert restore(kept, stores) == RemovalState() and stores.article(TRAM.id) == TRAM


def test_an_article_of_a_folder_comes_back_with_it(settings: QASettings, tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "mill.txt").write_text("The mill was sold.")
    (folder / "tram.txt").write_text("The tram opened.")
    build([folder], store=settings.store, settings=settings)
    stores = OpenStores(settings)
    removal = remove({"article": "news/mill.txt"}, RemovalState(), stores)
    assert build([folder], store=settings.store, settings=settings).added == 1
    removal = remove({"article": "news/mill.txt"}, RemovalState(), stores)
    restore(removal, stores)
    report = build([folder], store=settings.store, settings=settings)
    assert (report.added, report.changed, report.unchanged) == (0, 0, 2)
    (folder / "mill.txt").unlink()  # it belongs to its file again
    assert build([folder], store=settings.store, settings=settings).removed == 1


# Events that are under way at once


def test_what_was_under_way_does_not_undo_a_choice(
    stores: OpenStores, monkeypatch: pytest.MonkeyPatch
) -> None:
    with gr.Blocks() as page:
        chat = Chat(stores, SavedConversations(None, stores), None, gr.HTML())
        library = Library(stores, chat)
        library.wire(gr.Button().click, page.load, gr.HTML(), {})
    arranging, request = Arranging(), gr.Request()
    before = Selection(), RemovalState(), arranging, request
    assert library.table in library.show_holdings("", *before)

    def chosen_meanwhile(*_: object) -> str:
        arranging.steps += 1
        return ""

    monkeypatch.setattr(store_views, "show_timeline", chosen_meanwhile)
    updates = library.show_holdings("", *before)
    assert library.foot in updates
    assert library.table not in updates and library.timeline not in updates
    opened = '{"view": "articles"}'
    updates = library.show_afresh("", Selection(), arranging, opened, request)
    assert library.foot in updates and library.removal not in updates  # what was removed meanwhile
