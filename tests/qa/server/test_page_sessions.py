"""Nobody uses a page that somebody else has opened, by whichever way its session is named."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from served import served

from index import Article, build
from qa.server.page_sessions import PageSessions
from qa.server.user_file import UserFile

HASH = "abcdef12345"
WAYS: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", "queue/join", {"json": {"data": [], "fn_index": 0, "session_hash": HASH}}),
    ("POST", "queue/join?", {"content": json.dumps({"session_hash": HASH})}),
    ("POST", "run/search", {"json": {"data": ["ferry"], "session_hash": HASH}}),
    ("POST", "call/search", {"json": {"data": ["ferry"], "session_hash": HASH}}),
    ("POST", "cancel", {"json": {"session_hash": HASH, "fn_index": 0, "event_id": "x"}}),
    ("POST", "reset", {"json": {"session_hash": HASH, "event_id": "x"}}),
    ("POST", "component_server", {"json": {"session_hash": HASH, "data": 1, "component_id": 1}}),
    ("GET", f"queue/data?session_hash={HASH}", {}),
    ("GET", f"queue/data?session_hash=other&session_hash={HASH}", {}),
    ("GET", f"deep_link?session_hash={HASH}", {}),
    ("GET", f"heartbeat/{HASH}", {}),
    ("GET", f"stream/{HASH}/1/1/playlist.m3u8", {}),
    ("GET", "info", {"headers": {"session_hash": HASH}}),
]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx.Client, httpx.Client]]:
    """Two people who are signed in, the first of whom has opened a page."""
    folder = tmp_path_factory.mktemp("two")
    build(articles=[Article("a", "The ferry sank on Monday.", "Ferry")], store=folder / "store")
    users = UserFile(folder / "users.json")
    tokens = []
    for name in ("ada", "bob"):
        users.add(name, "correct horse battery")
        tokens.append(users.new_token(name))
    with served(folder / "store", users=users) as address:
        ada, bob = [
            httpx.Client(
                base_url=f"{address}gradio_api/",
                headers={"Authorization": f"Bearer {token}"},
                timeout=20,
            )
            for token in tokens
        ]
        events = [one["id"] for one in ada.get(f"{address}config").json()["dependencies"]]
        body = {"data": [], "fn_index": events[0], "session_hash": HASH}
        assert ada.post("queue/join", json=body).status_code != 403
        yield ada, bob
        ada.close()
        bob.close()


@pytest.mark.parametrize(("method", "path", "content"), WAYS)
def test_another_is_refused(
    two: tuple[httpx.Client, httpx.Client], method: str, path: str, content: dict[str, Any]
) -> None:
    answer = two[1].request(method, path, **content)
    assert answer.status_code == 403 and "somebody else" in answer.text


def test_another_is_refused_at_each_event(two: tuple[httpx.Client, httpx.Client]) -> None:
    ada, bob = two
    root = str(ada.base_url).removesuffix("gradio_api/")
    events = [one["id"] for one in ada.get(f"{root}config").json()["dependencies"]]
    assert len(events) > 20
    for event in events:
        body = {"data": [], "fn_index": event, "session_hash": HASH}
        assert bob.post("queue/join", json=body).status_code == 403
        assert ada.post("queue/join", json=body).status_code != 403


def test_each_has_pages_of_their_own(two: tuple[httpx.Client, httpx.Client]) -> None:
    for person, name in zip(two, ("ones", "others"), strict=True):
        body = {"data": ["ferry"], "session_hash": name}
        assert person.post("call/search", json=body).status_code == 200


def test_many_sessions_of_one_take_nothing_from_another() -> None:
    sessions = PageSessions(most=2)
    assert sessions.may_use("a", "ada")
    assert all(sessions.may_use(f"b{number}", "bob") for number in range(9))
    assert not sessions.may_use("a", "bob") and sessions.may_use("a", "ada")
    assert sessions.may_use("b0", "ada")  # bob's own was forgotten
    assert not sessions.may_use("b8", "ada")
