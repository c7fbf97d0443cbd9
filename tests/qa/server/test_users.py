"""Who may sign in: the file, the commands, the login, attempts, tokens."""

import errno
import json
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AuthenticationError
from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client
from openai import AuthenticationError as WrongToken
from openai import OpenAI
from served import apart, free_port, served
from typer.testing import CliRunner

import app
from index import Article, build
from index.errors import UsageError
from qa.database.postgres import Postgres
from qa.server.attempts import FREE, PAUSE, Attempts
from qa.server.user_file import UserFile
from qa.server.user_table import UserTable
from qa.server.users import Users

ROOT = Path(__file__).parents[3]
PASSWORD = "correct horse battery"
BROWSER = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def users(tmp_path: Path) -> UserFile:
    users = UserFile(tmp_path / "users.json")
    users.add("ada", PASSWORD)
    return users


@pytest.fixture(params=["file", pytest.param("table", marks=pytest.mark.slow)])
def anywhere(request: pytest.FixtureRequest, tmp_path: Path) -> Users:
    """The same user, in each of the places."""
    users: Users = UserFile(tmp_path / "users.json")
    if request.param == "table":
        users = UserTable(Postgres(request.getfixturevalue("postgres").address, tmp_path))
    users.add("ada", PASSWORD)
    return users


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store") / "store"
    build(articles=[Article("a.txt", "The ferry sank on Monday.", "The ferry")], store=folder)
    return folder


@pytest.fixture
def address(store: Path, users: UserFile) -> Iterator[str]:
    with served(store, users=users) as url:
        yield url


# The file


def test_a_password_is_kept_as_a_salted_hash(users: UserFile) -> None:
    users.add("bob", PASSWORD)
    text = users.path.read_text(encoding="utf-8")
    assert PASSWORD not in text and text.count("$argon2id$") == 2
    kept = json.loads(text)["users"]
    assert kept["ada"]["password"] != kept["bob"]["password"]
    assert stat.S_IMODE(users.path.stat().st_mode) == 0o600
    assert users.names() == ["ada", "bob"]
    assert users.is_password("ada", PASSWORD) and not users.is_password("ada", "wrong")
    assert not users.is_password("nobody", PASSWORD) and not users.is_password("ada", "")
    kept_files = {one.name for one in users.path.parent.iterdir()}
    assert kept_files - {"users.json.lock"} == {"users.json"}


def test_passwords(anywhere: Users) -> None:
    users = anywhere
    users.add("bob", PASSWORD)
    assert users.names() == ["ada", "bob"]
    assert users.is_password("ada", PASSWORD) and not users.is_password("ada", "wrong")
    assert not users.is_password("nobody", PASSWORD) and not users.is_password("ada", "")
    assert users.password_hash("ada") != users.password_hash("bob")
    assert users.password_hash("nobody") is None and PASSWORD not in str(users.password_hash("ada"))


def test_a_token_is_kept_as_a_hash_and_the_last_one_counts(anywhere: Users) -> None:
    users = anywhere
    first = users.new_token("ada")
    token = users.new_token("ada")
    assert users.name_of_token(token) == "ada" and users.name_of_token(first) is None
    assert users.name_of_token("") is None and users.name_of_token("aqa-") is None
    assert token not in str(users._read())
    users.add("ada", "another password")  # who knew the old one may have made the token
    assert users.name_of_token(token) is None and users.is_password("ada", "another password")
    token = users.new_token("ada")
    again(users).remove("ada")
    assert users.names() == [] and users.name_of_token(token) is None


@pytest.mark.parametrize("name", ["", " ada", "a b", "x" * 65, "../ada", "<b>", "a\n"])
def test_a_name_that_is_none(users: UserFile, name: str) -> None:
    with pytest.raises(UsageError, match="is no name"):
        users.add(name, PASSWORD)


def test_what_cannot_be_done_is_said(anywhere: Users) -> None:
    with pytest.raises(UsageError, match="must have 10 characters"):
        anywhere.add("bob", "short")
    with pytest.raises(UsageError, match="no more than 1000 characters"):
        anywhere.add("bob", "long" * 300)
    for change in (anywhere.remove, anywhere.new_token):
        with pytest.raises(UsageError, match="There is no 'bob'"):
            change("bob")
    assert anywhere.names() == ["ada"]


def test_a_file_that_cannot_be_used(users: UserFile) -> None:
    users.path.chmod(0o644)
    with pytest.raises(UsageError, match="Others may read"):
        UserFile(users.path).names()
    users.path.chmod(0o600)
    users.path.write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be read"):
        users.names()


def again(users: Users) -> Users:
    """The same users, as another process would open them."""
    if isinstance(users, UserFile):
        return UserFile(users.path)
    assert isinstance(users, UserTable)
    return UserTable(users._database)


def test_twelve_threads_that_add_users_at_once_lose_none(anywhere: Users) -> None:
    together = threading.Barrier(12)

    def add(number: int) -> None:
        own = anywhere if number % 2 else again(anywhere)
        together.wait()
        own.add(f"user{number}", PASSWORD)
        own.new_token(f"user{number}")

    threads = [threading.Thread(target=add, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = ["ada", *(f"user{number}" for number in range(12))]
    assert sorted(expected) == anywhere.names()
    assert all(anywhere._read()[name]["token"] for name in expected[1:])
    if isinstance(anywhere, UserFile):
        assert stat.S_IMODE(anywhere.path.stat().st_mode) == 0o600


ADD_SOME = """
import sys
from pathlib import Path
from qa.server.user_file import UserFile
users = UserFile(Path(sys.argv[1]))
print(flush=True)
sys.stdin.readline()
for number in range(4):
    users.add(f"{sys.argv[2]}{number}", "correct horse battery")
"""


def test_processes_that_add_users_at_once_lose_none(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    command = [sys.executable, "-c", ADD_SOME, str(path)]
    with ExitStack() as at_the_end:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        processes = [
            at_the_end.enter_context(subprocess.Popen([*command, name], cwd=ROOT, **pipes))
            for name in "abc"
        ]
        for one in processes:  # all are loaded before any begins
            assert one.stdout and one.stdout.readline()
        for one in processes:
            assert one.stdin
            one.stdin.write(b"\n")
            one.stdin.flush()
    assert [one.returncode for one in processes] == [0, 0, 0]
    assert UserFile(path).names() == [f"{name}{number}" for name in "abc" for number in range(4)]


def test_a_change_that_fails_leaves_the_file_as_it_was(
    users: UserFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = users.path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("index.files.os.fsync", full)
    with pytest.raises(UsageError, match="cannot be written: No space left on device"):
        users.add("bob", PASSWORD)
    assert users.path.read_bytes() == before and users.names() == ["ada"]
    kept_files = {one.name for one in users.path.parent.iterdir()}
    assert kept_files - {"users.json.lock"} == {"users.json"}


def test_a_file_of_an_earlier_version_is_not_passed_over(users: UserFile) -> None:
    content = json.loads(users.path.read_text(encoding="utf-8"))["users"]
    former = users.path.with_name("people.json")
    users.path.rename(former)
    former.write_text(json.dumps({"people": content}), encoding="utf-8")
    for use in (users.names, lambda: users.add("bob", PASSWORD), lambda: users.is_password("", "")):
        with pytest.raises(UsageError, match=r"people\.json is called users\.json now. Run: mv "):
            use()
    former.rename(users.path)
    assert users.names() == ["ada"] and users.is_password("ada", PASSWORD)
    users.add("bob", PASSWORD)
    assert users.names() == ["ada", "bob"]


# The commands


def run(*arguments: str, typed: str = "") -> tuple[int, str, str]:
    result = CliRunner().invoke(app.program, arguments, input=typed)
    error = str(result.exception or "") if result.exit_code == 1 else result.stderr
    return result.exit_code, result.stdout, error


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "users add NAME" in run("users")[2]
    assert run("users", "add", "ada", typed=f"{PASSWORD}\n{PASSWORD}\n")[0] == 0
    assert UserFile(Path("users.json")).is_password("ada", PASSWORD)
    status, token, _ = run("users", "token", "ada")
    assert status == 0 and UserFile(Path("users.json")).name_of_token(token.strip()) == "ada"
    assert json.loads(run("users", "list", "--json")[1]) == {"users": ["ada"]}
    assert run("users")[1] == "ada\n"
    assert run("users", "remove", "ada")[0] == 0 and run("users")[1] == ""
    assert "There is no 'ada'" in run("users", "remove", "ada")[2]


@pytest.mark.parametrize("options", [("--host", "0.0.0.0"), ("--login",), ("--host", "192.0.2.7")])
def test_a_chat_for_others_needs_people(
    options: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    served_to: list[object] = []
    monkeypatch.setattr("qa.web.serve", lambda *_, users, **__: served_to.append(users))
    monkeypatch.setattr("qa.cli.sample.sample_articles", lambda: None)  # making it takes seconds
    status, _, error = run("chat", *options)
    assert status != 0 and "article-qa users add NAME" in error and not served_to
    UserFile(Path("users.json")).add("ada", PASSWORD)
    assert run("chat", *options)[0] == 0
    assert isinstance(served_to[0], UserFile)


@pytest.mark.parametrize("options", [(), ("--host", "localhost"), ("--host", "::1")])
def test_a_chat_for_this_machine_needs_nobody(
    options: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    served_to: list[object] = []
    monkeypatch.setattr("qa.web.serve", lambda *_, users, **__: served_to.append(users))
    monkeypatch.setattr("qa.cli.sample.sample_articles", lambda: None)  # making it takes seconds
    assert run("chat", *options)[0] == 0 and served_to == [None]


@pytest.mark.slow
@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "::1"])
def test_the_command_serves_whom_it_should(
    host: str, store: Path, users: UserFile, tmp_path: Path
) -> None:
    name = "[::1]" if host == "::1" else "127.0.0.1"
    try:
        port = free_port(host)
    except OSError:
        pytest.skip(f"this machine has no {host}")
    options = ["--host", host, "--port", str(port), "--store", str(store)]
    chat = subprocess.Popen(
        [sys.executable, str(ROOT / "app.py"), "chat", *options],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "ARTICLE_QA_ANSWERER": "extractive"},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert chat.stderr is not None
        assert any("The chat is open at" in line for line in chat.stderr)
        models = f"http://{name}:{port}/v1/models"
        needs_token = host == "0.0.0.0"
        assert httpx.get(models).status_code == (401 if needs_token else 200)
        bearer = {"Authorization": f"Bearer {users.new_token('ada')}"}
        assert httpx.get(models, headers=bearer).status_code == 200
        evil = httpx.get(models, headers={**bearer, "Host": "evil.example"})
        assert evil.status_code == (200 if needs_token else 403)
    finally:
        chat.terminate()
        chat.communicate(timeout=20)


# Attempts


def test_attempts_by_name_pause_longer_and_longer() -> None:
    now = [0.0]
    attempts = Attempts(lambda: now[0])
    delays = []
    for _ in range(FREE["pair"]):
        assert attempts.pause("ada", "192.0.2.1") == 0
        delays.append(attempts.begin("ada", "192.0.2.1"))
    assert delays == sorted(delays) and delays[-1] > delays[0]
    assert attempts.pause("ada", "192.0.2.1") == PAUSE
    assert attempts.pause("ada", "192.0.2.99") == 0  # the person, where they are
    assert attempts.pause("bob", "192.0.2.1") == 0
    now[0] += PAUSE
    assert attempts.pause("ada", "192.0.2.1") == 0
    attempts.begin("ada", "192.0.2.1")
    assert attempts.pause("ada", "192.0.2.1") == 2 * PAUSE
    now[0] += 2 * PAUSE
    attempts.begin("ada", "192.0.2.1")
    attempts.succeeded("ada", "192.0.2.1")
    assert attempts.pause("ada", "192.0.2.1") == 0


def test_a_storm_does_not_keep_the_right_person_out() -> None:
    attempts = Attempts(lambda: 0.0)
    attempts.begin("ada", "192.0.2.1")
    attempts.succeeded("ada", "192.0.2.1")
    for number in range(FREE["name"]):
        attempts.begin("ada", f"198.51.100.{number // 4}")
    assert attempts.pause("ada", "203.0.113.9") == PAUSE  # from wherever
    assert attempts.pause("ada", "192.0.2.1") == 0  # but where they have signed in before
    assert attempts.pause("bob", "203.0.113.9") == 0


def test_success_of_one_does_not_forgive_what_was_tried_of_another() -> None:
    attempts = Attempts(lambda: 0.0)
    for number in range(FREE["address"]):
        attempts.begin(f"name{number}", "192.0.2.1")
        attempts.begin("eve", "192.0.2.1")
        attempts.succeeded("eve", "192.0.2.1")
    assert attempts.pause("another", "192.0.2.1") == PAUSE


def test_attempts_by_address_count_for_all_names() -> None:
    now = [0.0]
    attempts = Attempts(lambda: now[0])
    for number in range(FREE["address"]):
        assert attempts.pause(f"name{number}", "192.0.2.1") == 0
        attempts.begin(f"name{number}", "192.0.2.1")
    assert attempts.pause("another", "192.0.2.1") == PAUSE
    assert attempts.pause("another", "192.0.2.2") == 0
    now[0] += 4000  # forgotten
    attempts.begin("x", "y")
    assert attempts.pause("another", "192.0.2.1") == 0


# Over HTTP


def test_nothing_is_there_for_whom_nobody_knows(address: str) -> None:
    for method, path in [
        *(("GET", path) for path in ("config", "gradio_api/info", "v1/models", "mcp", "none")),
        *(("GET", path) for path in ("gradio_api/file=/etc/hostname", "assets/none.js")),
        *(("POST", path) for path in ("gradio_api/upload", "gradio_api/queue/join", "mcp")),
        *(("POST", path) for path in ("v1/chat/completions", "gradio_api/call/v2/ask")),
        *(("POST", path) for path in ("gradio_api/cancel", "gradio_api/reset")),
    ]:
        for headers in ({}, {"Authorization": "Bearer aqa-x"}, {"Cookie": "article_qa_session=x"}):
            answer = httpx.request(method, address + path, headers=headers, json={})
            assert answer.status_code == 401, (method, path)
    page = httpx.get(address)
    assert page.status_code == 401 and 'type="password"' in page.text
    assert "ferry" not in page.text and "<script" not in page.text


def test_a_browser_signs_in_and_out(address: str, users: UserFile) -> None:
    with httpx.Client(base_url=address, headers=BROWSER) as browser:
        right = {"username": "ada", "password": PASSWORD}
        wrong = browser.post("login", data={**right, "password": "wrong"})
        assert wrong.status_code == 401 and "name or the password is wrong" in wrong.text
        signed = browser.post("login", data=right)
        assert signed.status_code == 303 and signed.headers["location"] == "/"
        cookie = signed.headers["set-cookie"].casefold()
        assert "httponly" in cookie and "samesite=lax" in cookie
        page = browser.get("")
        assert page.status_code == 200 and '"username":"ada"' in page.text
        assert browser.get("logout").status_code == 303
        assert browser.get("").status_code == 401
        old = {"Cookie": signed.headers["set-cookie"].split(";")[0]}
        assert httpx.get(address, headers=old).status_code == 401
        browser.post("login", data=right)
        users.add("ada", "another password")
        assert browser.get("").status_code == 401
        browser.post("login", data={**right, "password": "another password"})
        assert browser.get("").status_code == 200
        users.remove("ada")
        assert browser.get("").status_code == 401


@pytest.mark.parametrize(
    "sent",
    [
        {"files": {"f": b"x"}},
        {"content": b"x", "headers": {"Content-Type": "multipart/form-data"}},
        {"data": {f"field{n}": "x" for n in range(12)}},
    ],
)
def test_a_form_that_cannot_be_read_is_refused(address: str, sent: dict[str, Any]) -> None:
    assert httpx.post(f"{address}login", **sent).status_code == 400


def test_another_site_cannot_use_the_session(address: str) -> None:
    with httpx.Client(base_url=address, headers={"Accept": "text/html"}) as browser:
        right = {"username": "ada", "password": PASSWORD}
        evil = {"Origin": "https://evil.example"}
        assert browser.post("login", data=right, headers=evil).status_code == 403
        assert browser.post("login", data=right).status_code == 303
        for headers in (evil, {"Sec-Fetch-Site": "cross-site"}):
            assert browser.get("v1/models", headers=headers).status_code == 403
            assert browser.get("logout", headers=headers).status_code == 403
        assert browser.get("v1/models").status_code == 200


@pytest.mark.slow
def test_attempts_are_limited_and_a_sentence_says_so(address: str) -> None:
    tried = {"username": "ada", "password": "wrong"}
    for _ in range(FREE["pair"]):
        assert httpx.post(f"{address}login", data=tried).status_code == 401
    right = {"username": "ada", "password": PASSWORD}
    locked = httpx.post(f"{address}login", data=right, headers=BROWSER)
    assert locked.status_code == 429 and "Too many attempts. Try again in a minute." in locked.text
    assert "detail" in httpx.post(f"{address}login", data=right).json()
    assert httpx.post(f"{address}login", data={"x": "y"}).status_code == 401


def test_programs_sign_in_with_a_token(address: str, users: UserFile) -> None:
    token = users.new_token("ada")
    bearer = {"Authorization": f"Bearer {token}"}
    asked = [{"role": "user", "content": "When did the ferry sink?"}]
    client = OpenAI(base_url=f"{address}v1", api_key=token, max_retries=0)
    whole = client.chat.completions.create(model="article-qa", messages=asked)
    assert "Monday" in whole.choices[0].message.content
    with pytest.raises(WrongToken, match="users token NAME"):
        OpenAI(base_url=f"{address}v1", api_key="x", max_retries=0).models.list()
    gradio = Client(address, headers=bearer, verbose=False)
    assert gradio.predict("ferry", api_name="/search")["passages"]
    with pytest.raises(AuthenticationError):
        Client(address, verbose=False)
    by_password = Client(address, auth=("ada", PASSWORD), verbose=False)
    assert by_password.predict("ferry", api_name="/search")["passages"]
    with pytest.raises(AuthenticationError):
        Client(address, auth=("ada", "wrong"), verbose=False)
    users.new_token("ada")
    assert httpx.get(f"{address}v1/models", headers=bearer).status_code == 401


def test_mcp_signs_in_with_a_token(address: str, users: UserFile) -> None:
    import anyio

    bearer = {"Authorization": f"Bearer {users.new_token('ada')}"}

    async def tools() -> list[str]:
        async with (
            streamablehttp_client(f"{address}mcp", headers=bearer) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            return [tool.name for tool in (await session.list_tools()).tools]

    assert apart(lambda: anyio.run(tools)) == ["ask", "search"]


def test_others_reach_what_listens_for_them_by_any_name(store: Path, users: UserFile) -> None:
    with served(store, users=users, host="0.0.0.0") as url:
        bearer = {"Authorization": f"Bearer {users.new_token('ada')}", "Host": "news.example"}
        assert httpx.get(f"{url}v1/models", headers=bearer).status_code == 200
        assert httpx.get(url, headers={"Host": "news.example"}).status_code == 401
