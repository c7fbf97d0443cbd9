"""Two people signed in: neither gets, changes or stops anything of the other's, by no event of the
page. The events, and what each takes, are those that the served page itself names."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from page_client import Person, signed_in
from served import free_port

from index import Article, build
from qa import QASettings
from qa.generation.pool import AnswererPool
from qa.history.conversations import Conversations, conversations_of
from qa.history.feedback import Feedback
from qa.server.api_service import ApiService
from qa.server.serving import Access, private_uploads
from qa.server.user_file import UserFile
from qa.web import OpenStores
from qa.web.asking.answering import answer_with
from qa.web.asking.examples import Examples
from qa.web.model_download import ModelDownloader
from qa.web.page import build_page, launch

SECRET = "zebrafinch"
"""In all that Ada asks, uploads, judges and pastes, and in nothing that all may see."""


@dataclass
class Scene:
    """Ada, who has done all that a person can do, and Bob, who knows every name of hers."""

    ada: Person
    bob: Person
    store: Path
    names: dict[str, Any]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    place = tmp_path_factory.mktemp("two people")
    store = place / "store"
    told = "The ferry Aurora sank off Orsay on Monday, the harbour master said."
    build(articles=[Article("a", told, "Ferry")], store=store)
    users, settings = UserFile(place / "users.json"), QASettings(store=store, answerer="extractive")
    tokens = []
    for name in ("ada", "bob"):
        users.add(name, "correct horse battery")
        tokens.append(users.new_token(name))
    stores = OpenStores(settings)
    with private_uploads(), AnswererPool(settings) as answerers:
        api, port = ApiService(stores, answerers), free_port()
        downloader, examples = ModelDownloader(answerers), Examples(stores)
        page = build_page(stores, answer_with(answerers), downloader, api, examples)
        launch(page, host="127.0.0.1", port=port, access=Access(api, users))
        address = f"http://127.0.0.1:{port}/"
        ada, bob = (
            signed_in(address, token, name)
            for token, name in zip(tokens, ("adas", "bobs"), strict=True)
        )
        try:
            yield Scene(ada, bob, store, lived(ada, settings))
        finally:
            ada.client.close()
            bob.client.close()
            page.close(verbose=False)


def lived(ada: Person, settings: QASettings) -> dict[str, Any]:
    """Ada asks, judges, uploads and previews; the names of all that."""
    ask = ada.named("ask_1")
    joined = ada.join(ask, ada.values(ask, question=f"Where did the ferry sink, {SECRET}?"), None)
    event_id = joined.json()["event_id"]
    assert SECRET in ada.listen(event_id)
    wrong = {"number": 1, "verdict": "wrong", "correction": f"Off Orsay, {SECRET}."}
    assert SECRET in ada.run(ada.named("judge"), ada.values(ada.named("judge")), wrong)
    file = (f"{SECRET}.txt", f"A {SECRET} was seen in Orsay on Sunday.".encode())
    (path,) = ada.client.post(f"upload?upload_id={ada.session}", files={"files": file}).json()
    uploaded = [{"path": path, "orig_name": file[0], "meta": {"_type": "gradio.FileData"}}]
    read = ada.named("read")
    assert SECRET in ada.run(read, ada.values(read, files=uploaded))
    called = ada.client.post("call/ask", json={"data": [f"Who sank, {SECRET}?", *[None] * 10]})
    conversations = conversations_of(settings)
    assert conversations
    (kept,), _ = Conversations(conversations.database, "ada").listed(""), None
    (judgement,) = Feedback(settings.store).read()
    return {
        "conversation": kept.id, "judgement": judgement.id, "uploaded": uploaded, "path": path,
        "event": event_id, "call": called.json()["event_id"], "session": ada.session,
    }  # fmt: skip


def untouched(scene: Scene) -> None:
    """What Ada has done is there as it was, and her page shows it."""
    database = conversations_of(QASettings(store=scene.store))
    assert database
    (kept,) = Conversations(database.database, "ada").listed("")
    assert kept.id == scene.names["conversation"] and SECRET in kept.title
    (judgement,) = Feedback(scene.store).read()
    assert judgement.person == "ada" and judgement.id == scene.names["judgement"]
    settle = scene.ada.named("settle")
    assert SECRET in scene.ada.run(settle, scene.ada.values(settle))


def test_the_events_are_known_by_what_the_page_says(scene: Scene) -> None:
    assert len(scene.bob.events) > 80
    names = {one["api_name"] for one in scene.bob.events.values()}
    assert {"ask", "go_to", "export", "take_back", "read", "store", "judge", "stop"} <= names


def test_no_event_takes_anothers_session(scene: Scene) -> None:
    for event in scene.bob.events:
        refused = scene.bob.join(event, scene.bob.values(event), None, scene.names["session"])
        assert refused.status_code == 403 and SECRET not in refused.text
        name = scene.bob.events[event]["api_name"]
        for way in ("call", "call/v2", "run", "api"):
            body = {"data": scene.bob.values(event), "session_hash": scene.names["session"]}
            assert scene.bob.client.post(f"{way}/{name}", json=body).status_code == 403
    untouched(scene)


CHANGES_ALL = {"store", "remove_1", "restore_2", "accept", "accept_1", "follow", "follow_1"}
"""Events of the articles and of the model, which are everybody's; the last wait for a download."""


@pytest.mark.slow
def test_no_event_gives_anything_of_anothers_by_its_names(scene: Scene) -> None:
    """Bob's own page sends, with each event, each name of Ada's in each place."""
    bob, names = scene.bob, scene.names
    for event, one in bob.events.items():
        if one["api_name"] in CHANGES_ALL:
            continue
        for name in ("conversation", "judgement", "session", "event", "path"):
            click = {
                "id": names[name], "number": 1, "title": "mine", "form": "html", "verdict": "right",
                "article": names[name], "text": "Where?", "column": "title", "key": names[name],
            }  # fmt: skip
            filled = {"question": "Where did the ferry sink?", "pasted": "", "talk-search": ""}
            filled |= {"reader": json.dumps(click), "telling": json.dumps({"story": names[name]})}
            filled |= {"foot": names[name]}  # the address of the page
            told = bob.run(event, bob.values(event, **filled), click)
            assert SECRET not in told, (one["api_name"], name)
            assert names[name] not in told or name in ("event", "session"), one["api_name"]
    untouched(scene)


def test_no_event_reads_what_another_has_uploaded(scene: Scene) -> None:
    bob, uploaded = scene.bob, scene.names["uploaded"]
    takes_files = [
        event
        for event, one in bob.events.items()
        if any(bob.components[key]["type"] == "file" for key in one["inputs"])
    ]
    assert takes_files
    for event in takes_files:
        assert bob.join(event, bob.values(event, files=uploaded), None).status_code == 403
    path, name = scene.names["path"], Path(scene.names["path"]).name
    roundabout = str(Path(path).parent / ".." / Path(path).parent.name / name)
    for spelt in (path, roundabout, f"{path}%0A", path.replace(SECRET, "%7Aebrafinch")):
        for way in (f"file={spelt}", f"file/{spelt}"):
            answer = bob.client.get(way)
            assert answer.status_code in (403, 404) and SECRET not in answer.text
    assert SECRET in scene.ada.client.get(f"file={path}").text


def test_what_one_has_uploaded_oneself_can_be_read(scene: Scene) -> None:
    """The same file of both is that of both; gradio keeps it once."""
    bob, file = scene.bob, ("same.txt", b"The lighthouse of Orsay was lit on Friday.")
    paths = [
        person.client.post("upload", files={"files": file}).json()[0] for person in (scene.ada, bob)
    ]
    assert paths[0] == paths[1]
    uploaded = [{"path": paths[0], "meta": {"_type": "gradio.FileData"}}]
    for person in (scene.ada, bob):
        read = person.named("read")
        assert "lighthouse" in person.run(read, person.values(read, files=uploaded))


OTHER_WAYS: list[tuple[str, str, dict[str, Any]]] = [
    ("GET", "call/ask/{event}", {}),
    ("GET", "call/ask/{call}", {}),
    ("GET", "call/v2/ask/{call}", {}),
    ("GET", "queue/data?session_hash={session}", {}),
    ("GET", "queue/data?session_hash=bobs&session_hash={session}", {}),
    ("GET", "upload_progress?upload_id={session}", {}),
    ("GET", "heartbeat/{session}", {}),
    ("GET", "deep_link?session_hash={session}", {}),
    ("POST", "cancel", {"event_id": "{event}", "session_hash": "bobs", "fn_index": 0}),
    ("POST", "cancel", {"event_id": "{call}", "session_hash": "bobs", "fn_index": 0}),
    ("POST", "reset", {"event_id": "{event}", "session_hash": "bobs"}),
    ("POST", "stream/{event}", {"data": [], "session_hash": "bobs"}),
    ("POST", "stream/{call}/close", {}),
    ("POST", "component_server", {"session_hash": "{session}", "data": 1, "component_id": 1}),
]


@pytest.mark.parametrize(("method", "path", "body"), OTHER_WAYS)
def test_no_other_way_leads_to_it(
    scene: Scene, method: str, path: str, body: dict[str, Any]
) -> None:
    filled = json.loads(
        json.dumps(body).replace("{event}", scene.names["event"])
        .replace("{call}", scene.names["call"]).replace("{session}", scene.names["session"])
    )  # fmt: skip
    answer = scene.bob.client.request(method, path.format(**scene.names), json=filled or None)
    assert answer.status_code == 403 and SECRET not in answer.text


def test_ones_own_calls_are_answered(scene: Scene) -> None:
    told = scene.ada.client.get(f"call/ask/{scene.names['call']}").text
    assert "event: complete" in told and SECRET in told


def test_what_is_kept_from_another_is_given_to_oneself(scene: Scene) -> None:
    """Else nothing of the above would show anything."""
    ada, names = scene.ada, scene.names
    lists = [key for key, one in ada.events.items() if one["api_name"].startswith("show")]
    told = [ada.run(event, ada.values(event)) for event in lists]
    assert sum(SECRET in one for one in told) >= 2, "the conversations and the feedback"
    for event, name in (
        ("go_to", "conversation"), ("export", "conversation"), ("export_1", ""), ("edit", ""),
        ("stop", ""),
    ):  # fmt: skip
        click = {"id": names[name], "form": "html"} if name else None
        address = names[name] if name else ""
        told = ada.run(ada.named(event), ada.values(ada.named(event), foot=address), click)
        assert SECRET in told, event
    untouched(scene)
