"""What whoever runs the server sees of it: health, numbers, a log; no word of what is asked."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from anyio import to_thread
from page_client import signed_in
from pydantic import SecretStr
from served import apart, free_port, quoted, served
from starlette.applications import Starlette

from index import Article, build
from index.errors import StoreMissing, UsageError
from index.extras import ExtraMissing
from qa.database.postgres import Postgres
from qa.deadline import TookTooLong
from qa.question import Question
from qa.server import event_log
from qa.server.event_log import EventLog
from qa.server.health import KEPT_S, Health, Readiness, health_routes
from qa.server.metrics import Metrics
from qa.server.outcomes import Outcome, observed
from qa.server.user_file import UserFile
from qa.server.user_table import UserTable
from qa.types import Answer

WORDS = ("ferrywreck", "lighthousekeeper")
"""One that only the article has, and one that only the question has."""
ARTICLE = Article("a.txt", f"The {WORDS[0]} was raised on Friday.", "The ferry")
ASKED = f"What did the {WORDS[1]} see?"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run") / "store"
    build(articles=[ARTICLE], store=folder)
    return folder


def quoting(question: Question, *further: object, **named: object) -> Iterator[Answer]:
    yield quoted(ARTICLE, question.text)


def failing(question: Question, *further: object, **named: object) -> Iterator[Answer]:
    yield quoted(ARTICLE, question.text)
    raise RuntimeError(f"{question.text} {ARTICLE.text}")


def ask(address: str, **headers: str) -> httpx.Response:
    said = {"model": "article-qa", "messages": [{"role": "user", "content": ASKED}]}
    return httpx.post(f"{address}v1/chat/completions", json=said, headers=headers, timeout=60)


def number(text: str, name: str) -> float:
    """One number of what Prometheus is told."""
    (line,) = [line for line in text.splitlines() if line.startswith(f"{name} ")]
    return float(line.rpartition(" ")[2])


# Health


def test_alive_and_ready(store: Path) -> None:
    with served(store) as address:
        assert httpx.get(f"{address}healthz").text == "ok"
        ready = httpx.get(f"{address}readyz")
        assert ready.status_code == 200
        assert ready.json() == {"store": True, "conversations": True}
        assert httpx.get(f"{address}readyz", headers={"Host": "evil.example"}).status_code == 403


def test_not_ready_without_what_it_needs(store: Path, tmp_path: Path) -> None:
    broken = tmp_path / "conversations.sqlite"
    broken.write_text("no database")
    with served(store, conversations=broken) as address:
        ready = httpx.get(f"{address}readyz")
        assert ready.status_code == 503
        assert ready.json() == {"store": True, "conversations": False}
        assert httpx.get(f"{address}healthz").status_code == 200


def test_a_database_that_is_away_is_told_to_the_log_alone(
    store: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("psycopg")
    port = free_port()
    place = f"postgresql://keeper@127.0.0.1:{port}/name"
    users = UserTable(Postgres(place, tmp_path))
    shared = {"keep_conversations": False, "database": SecretStr(place)}
    bearer = {"Authorization": "Bearer x"}
    entered = {"username": "ada", "password": "a long password"}
    with served(store, users=users, **shared) as address:
        for path in ("healthz", "healthz/"):
            alive = httpx.get(f"{address}{path}", headers=bearer, follow_redirects=True)
            assert (alive.status_code, alive.text) == (200, "ok")
        ready = httpx.get(f"{address}readyz", headers=bearer)
        assert (ready.status_code, ready.json()) == (503, {"store": True, "database": False})
        assert str(port) not in "".join(capfd.readouterr())
        responses = [
            httpx.get(address, headers=bearer),
            httpx.get(f"{address}v1/models", headers=bearer),
            httpx.post(f"{address}login", data=entered),
        ]
        for response in responses:
            assert response.status_code == 503
            assert "the server's log tells why" in response.text
            assert str(port) not in response.text and "keeper" not in response.text
        assert capfd.readouterr().err.count(f"keeper@127.0.0.1:{port}") == len(responses)


def test_health_takes_no_thread_that_others_need() -> None:
    app = Starlette(routes=health_routes(Health({"a": lambda: None})))

    async def asked() -> list[str]:
        threads = to_thread.current_default_thread_limiter()
        threads.total_tokens = 1
        await threads.acquire_on_behalf_of(object())  # as a request that takes long
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://here"
        ) as client:
            paths = ("/healthz", "/readyz")
            return [(await asyncio.wait_for(client.get(path), 60)).text for path in paths]

    assert apart(lambda: asyncio.run(asked())) == ["ok", '{"a":true}']


def test_for_all_who_ask_at_once_is_looked_a_single_time() -> None:
    looks: list[None] = []
    clock = [0.0]
    begun, may_end = threading.Event(), threading.Event()

    def look() -> None:
        looks.append(None)
        begun.set()
        may_end.wait()

    async def asked() -> None:
        readiness = Readiness({"a": look}, lambda: clock[0])
        asking = [asyncio.create_task(readiness.found()) for _ in range(60)]
        try:
            while not begun.is_set():
                await asyncio.sleep(0.01)
            assert not any(one.done() for one in asking)
        finally:
            may_end.set()
        assert await asyncio.gather(*asking) == [{"a": True}] * 60
        assert len(looks) == 1
        clock[0] = KEPT_S - 0.01
        await readiness.found()
        assert len(looks) == 1
        clock[0] = KEPT_S
        await readiness.found()
        assert len(looks) == 2

    apart(lambda: asyncio.run(asked()))


# Numbers


def test_numbers_only_where_the_settings_say_so(store: Path) -> None:
    with served(store, stream=quoting) as address:
        assert httpx.get(f"{address}metrics").status_code == 404


def test_numbers_of_questions(store: Path) -> None:
    with served(store, stream=quoting, metrics=True) as address:
        assert ask(address).status_code == 200
        assert httpx.get(address, headers={"Host": "evil.example"}).status_code == 403
        text = httpx.get(f"{address}metrics").text
    assert number(text, 'article_qa_questions_total{kind="fact",outcome="answered"}') == 1
    assert number(text, 'article_qa_stage_seconds_count{stage="search"}') == 1
    assert number(text, 'article_qa_http_requests_total{status="403"}') == 1
    assert number(text, 'article_qa_queue_length{queue="reading"}') == 0
    assert number(text, 'article_qa_queue_length{queue="model"}') == 0
    assert number(text, "article_qa_questions_in_progress") == 0
    assert not any(word in text for word in WORDS)


def test_numbers_where_people_sign_in(store: Path, tmp_path: Path) -> None:
    users = UserFile(tmp_path / "users.json")
    users.add("prometheus", "a long password")
    bearer = {"Authorization": f"Bearer {users.new_token('prometheus')}"}
    with served(store, stream=quoting, users=users, metrics=True) as address:
        assert httpx.get(f"{address}metrics").status_code == 401
        assert "article_qa_" not in httpx.get(f"{address}metrics").text
        assert httpx.get(f"{address}metrics", headers=bearer).status_code == 200
        assert httpx.get(f"{address}healthz").text == "ok"
        assert httpx.get(f"{address}readyz").json()["store"] is True


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (TookTooLong("late"), "took_too_long"),
        (StoreMissing("away"), "no_store"),
        (UsageError("odd"), "wrong_request"),
        (RuntimeError("odd"), "unforeseen"),
    ],
)
def test_each_failure_has_its_reason(failure: Exception, reason: str) -> None:
    metrics = Metrics({})

    def answers(question: Question) -> Iterator[Answer]:
        yield quoted(ARTICLE, question.text)
        raise failure

    with pytest.raises(type(failure)):
        list(observed(answers, [metrics])(Question(ASKED)))
    text = metrics.text()[0].decode()
    assert number(text, f'article_qa_errors_total{{reason="{reason}"}}') == 1
    assert number(text, 'article_qa_questions_total{kind="",outcome="failed"}') == 1
    assert "article_qa_stage_seconds_count" not in text


def test_who_stops_is_counted_and_stops_the_answering() -> None:
    metrics, ended = Metrics({"a queue": lambda: 7}), []

    def answers(question: Question) -> Iterator[Answer]:
        try:
            while True:
                yield quoted(ARTICLE, question.text)
        finally:
            ended.append(question)

    growing = observed(answers, [metrics])(Question(ASKED))
    next(growing)
    text = metrics.text()[0].decode()
    assert number(text, "article_qa_questions_in_progress") == 1
    assert number(text, 'article_qa_queue_length{queue="a queue"}') == 7
    growing.close()
    assert ended
    text = metrics.text()[0].decode()
    assert number(text, 'article_qa_questions_total{kind="",outcome="stopped"}') == 1
    assert number(text, "article_qa_questions_in_progress") == 0


def test_the_package_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.extras.is_installed", lambda extra: False)
    with pytest.raises(ExtraMissing, match=r"article-qa\[metrics\]"):
        Metrics({})


# The log


def test_a_line_for_each_question() -> None:
    lines: list[str] = []
    logs = [EventLog(lines.append), EventLog(lines.append, with_questions=True)]
    list(observed(quoting, logs)(Question(ASKED)))
    without, with_words = map(json.loads, lines)
    assert without["outcome"] == "answered" and without["kind"] == "fact"
    assert set(without["stages"]) == set(event_log.STAGES)
    assert "question" not in without and with_words["question"] == ASKED
    assert ARTICLE.text not in lines[0] + lines[1]


def test_a_line_for_a_failure_does_not_say_what_it_says() -> None:
    lines: list[str] = []
    with pytest.raises(RuntimeError):
        list(observed(failing, [EventLog(lines.append)])(Question(ASKED)))
    assert json.loads(lines[0])["error"] == "RuntimeError"
    assert not any(word in lines[0] for word in WORDS)


def by_page(address: str) -> str:
    page = signed_in(address, "none", "a-page")
    event = page.named("ask_1")
    return page.run(event, page.values(event, question=ASKED))


def by_program(address: str) -> str:
    return ask(address).text


def by_gradio(address: str) -> str:
    begun = httpx.post(f"{address}gradio_api/call/v2/ask", json={"question": ASKED}).json()
    return httpx.get(f"{address}gradio_api/call/v2/ask/{begun['event_id']}", timeout=60).text


@pytest.mark.parametrize(
    ("stream", "log"), [(quoting, "none"), (failing, "events"), (quoting, "questions")]
)
def test_nothing_that_is_written_has_a_word_of_it(
    store: Path,
    stream: Callable[..., Iterator[Answer]],
    log: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with served(store, stream=stream, log=log) as address:
        for way in (by_page, by_program, by_gradio):
            said, written = way(address), "".join(capfd.readouterr())
            assert WORDS[0] in said or stream is failing
            assert WORDS[0] not in written and "Traceback" not in written
            assert (WORDS[1] in written) == (log == "questions")
            is_told = "RuntimeError at" in written and "test_operating.py" in written
            assert is_told == (stream is failing)
            assert ('"event": "question"' in written) == (log != "none")


def test_an_outcome_without_an_answer_is_no_answer() -> None:
    nothing = Outcome(Question(ASKED), None, None, False, 0.1)
    assert event_log.outcome_name(nothing) == "stopped"
    assert event_log.seconds_of(nothing, "total") == 0
