"""A model's file handed over: from a folder, a file, and a web server on this machine."""

import hashlib
import json
import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from typer.testing import CliRunner

import app
from index.errors import ModelError, UsageError
from qa.llm.catalog import GgufModel, find_model
from qa.llm.handed import _AsTheFirst
from qa.llm.pull import pull

CONTENT = b"GGUF" + random.Random(2).randbytes(900_000)
DIGEST = hashlib.sha256(CONTENT).hexdigest()
SMALL = GgufModel("Small", "tests", "small.gguf", len(CONTENT), DIGEST, "Apache-2.0")
UNKNOWN = "someone/something/Model.gguf"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of models, in a cache of its own."""
    monkeypatch.setattr("qa.llm.catalog.user_cache_path", lambda *_, **__: tmp_path / "cache")
    (tmp_path / "stick").mkdir()
    monkeypatch.chdir(tmp_path / "stick")
    return tmp_path / "cache" / "models"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder that was carried here, with the model's file in it."""
    (tmp_path / "stick" / "small.gguf").write_bytes(CONTENT)
    return tmp_path / "stick"


def left_overs(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()} - {"small.gguf.lock"}


Case = Callable[[BaseHTTPRequestHandler], None]


def whole(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Length", str(len(CONTENT)))
    request.end_headers()
    request.wfile.write(CONTENT)


def of_no_length(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    request.wfile.write(CONTENT)


def endless(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    try:
        for _ in range(1000):
            request.wfile.write(CONTENT)
    except OSError:
        return


def broken_off(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Length", str(len(CONTENT)))
    request.end_headers()
    request.wfile.write(CONTENT[:500_000])


def moved(request: BaseHTTPRequestHandler) -> None:
    request.send_response(302)
    request.send_header("Location", "/small.gguf")
    request.end_headers()


def page(request: BaseHTTPRequestHandler) -> None:
    text = b"<html>Sign in first</html>"
    request.send_response(200)
    request.send_header("Content-Length", str(len(text)))
    request.end_headers()
    request.wfile.write(text)


PATHS: dict[str, Case] = {
    "/small.gguf": whole,
    "/no-length": of_no_length,
    "/endless": endless,
    "/broken-off": broken_off,
    "/moved": moved,
    "/page": page,
}


@pytest.fixture(scope="module")
def mirror() -> Iterator[str]:
    """A web server of the person's own network."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if case := PATHS.get(self.path):
                case(self)
            else:
                self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("place", [".", "small.gguf", "STICK", "STICK/small.gguf"])
def test_a_folder_or_a_file(stick: Path, folder: Path, place: str) -> None:
    told: list[tuple[str, int, int | None]] = []
    place = place.replace("STICK", str(stick))
    path = pull(SMALL, lambda *report: told.append(report), place)
    assert path == folder / "small.gguf" == SMALL.verify()
    assert path.read_bytes() == CONTENT
    assert told[-1] == ("from a file", len(CONTENT), len(CONTENT)) and len(told) > 1
    assert left_overs(folder) == {"small.gguf"} and (stick / "small.gguf").is_file()


def test_a_folder_of_models_of_another_machine(tmp_path: Path) -> None:
    model = find_model(UNKNOWN)
    carried = tmp_path / "carried" / "someone--something" / "Model.gguf"
    carried.parent.mkdir(parents=True)
    carried.write_bytes(CONTENT)
    assert pull(model, place=str(tmp_path / "carried")).read_bytes() == CONTENT
    assert pull(model, place=str(carried.parent)).read_bytes() == CONTENT


def test_what_is_there_and_right_is_not_read_again(stick: Path) -> None:
    pull(SMALL, place=str(stick))
    (stick / "small.gguf").unlink()
    assert pull(SMALL, place=str(stick)) == SMALL.path()


def test_what_an_interrupted_download_has_left_goes(stick: Path, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "small.gguf.0123456789ab.partial").write_bytes(CONTENT[:1000])
    (folder / ".small.gguf.01234567.part").write_bytes(CONTENT[:1000])
    pull(SMALL, place=str(stick))
    assert left_overs(folder) == {"small.gguf"}


@pytest.mark.parametrize("path", ["/small.gguf", "/no-length", "/moved"])
def test_an_address(mirror: str, folder: Path, path: str) -> None:
    told: list[tuple[str, int, int | None]] = []
    pull(SMALL, lambda *report: told.append(report), mirror + path)
    assert SMALL.verify().read_bytes() == CONTENT
    assert told[-1] == ("from an address", len(CONTENT), len(CONTENT))
    assert left_overs(folder) == {"small.gguf"}


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/none", r"Small could not be fetched: 127\.0\.0\.1 answered 404\."),
        ("/broken-off", r"could not be fetched: 127\.0\.0\.1 broke off"),
        ("/endless", r"127\.0\.0\.1 is larger than the 900,004 bytes expected"),
        ("/page", r"\(it has 26 bytes, 900,004 are expected\)"),
    ],
)
def test_an_address_that_does_not_give_it(mirror: str, folder: Path, path: str, says: str) -> None:
    with pytest.raises(ModelError, match=says):
        pull(SMALL, place=mirror + path)
    assert not left_overs(folder)


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("http://127.0.0.1:9/small.gguf", "127.0.0.1 could not be reached"),
        ("http://me:secret@127.0.0.1/x.gguf", "127.0.0.1 holds a user name or a password"),
        ("ftp://127.0.0.1/small.gguf", "127.0.0.1 is not an http or https address"),
        ("http:///x.gguf", "the address is not an http or https address"),
        ("http://nowhere.invalid/x.gguf", "nowhere.invalid could not be found"),
        ("nowhere", "There is no file and no folder nowhere."),
        ("empty", "The folder empty holds no file small.gguf."),
        ("x" * 5000, "cannot be read"),
        ("a\0b", "There is no file and no folder"),
        ("~nobody-here/small.gguf", "cannot be read"),
    ],
)
def test_what_is_not_there(tmp_path: Path, folder: Path, place: str, says: str) -> None:
    (tmp_path / "stick" / "empty").mkdir()
    with pytest.raises(ModelError) as failure:
        pull(SMALL, place=place)
    assert says in str(failure.value) and "secret" not in str(failure.value)
    assert not left_overs(folder)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (CONTENT[:-1] + b"!", f"its SHA-256 is [0-9a-f]{{64}}, {DIGEST} is expected"),
        (CONTENT[:-1], "it has 900,003 bytes, 900,004 are expected"),
        (CONTENT[::-1], "is not a GGUF file"),
    ],
)
def test_another_file_is_refused_and_the_earlier_one_stays(
    stick: Path, folder: Path, content: bytes, says: str
) -> None:
    folder.mkdir(parents=True)
    SMALL.path().write_bytes(b"an earlier one")
    (stick / "small.gguf").write_bytes(content)
    with pytest.raises(ModelError, match=says):
        pull(SMALL, place=str(stick))
    assert SMALL.path().read_bytes() == b"an earlier one"
    assert left_overs(folder) == {"small.gguf"}


@pytest.mark.parametrize("content", [b"", b"GG", b"<html>"])
def test_what_is_no_gguf_file_is_refused_even_if_nothing_is_known(
    stick: Path, folder: Path, content: bytes
) -> None:
    (stick / "Model.gguf").write_bytes(content)
    with pytest.raises(ModelError, match=r"Model\.gguf is not a GGUF file"):
        pull(find_model(UNKNOWN), place=str(stick))
    assert not left_overs(folder) - {"Model.gguf.lock"}


def test_an_address_that_tells_no_size_where_none_is_known(mirror: str) -> None:
    with pytest.raises(ModelError, match=r"127\.0\.0\.1 does not say how large the file is"):
        pull(find_model(UNKNOWN), place=f"{mirror}/no-length")
    assert pull(find_model(UNKNOWN), place=f"{mirror}/small.gguf").is_file()


def test_what_the_hub_published_is_what_counts(stick: Path, folder: Path) -> None:
    newer = b"GGUF of another edition"
    folder.mkdir(parents=True)
    SMALL.remember(len(newer), hashlib.sha256(newer).hexdigest())
    (stick / "small.gguf").write_bytes(newer)
    assert pull(SMALL, place=str(stick)).read_bytes() == newer == SMALL.verify().read_bytes()


def test_of_what_nothing_is_known_another_file_may_be_given(stick: Path) -> None:
    model, other = find_model(UNKNOWN), b"GGUF in another edition"
    (stick / "Model.gguf").write_bytes(CONTENT)
    assert pull(model, place=str(stick)) == model.verify()
    assert not model.published()
    (stick / "Model.gguf").write_bytes(other)
    assert pull(model, place=str(stick)).read_bytes() == other
    assert model.verify() and pull(model).read_bytes() == other  # no hub is asked
    model.path().write_bytes(other[::-1])
    with pytest.raises(ModelError, match="is not the file of"):
        model.verify()


def test_a_full_disk(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage:
        free = 900_100

    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage)
    with pytest.raises(ModelError, match=r"1 MB are needed in .* 1 MB are free"):
        pull(SMALL, place=str(stick))


def test_a_folder_that_cannot_be_written(stick: Path, folder: Path) -> None:
    folder.parent.mkdir(parents=True)
    folder.write_text("a file")
    with pytest.raises(ModelError, match="Small cannot be kept in"):
        pull(SMALL, place=str(stick))


def test_a_file_of_ones_own_is_not_fetched(stick: Path) -> None:
    own = find_model(str(stick / "small.gguf"))
    with pytest.raises(UsageError, match="leave out --from"):
        pull(own, place=str(stick))


def test_only_a_private_address_may_lead_to_a_private_one() -> None:
    inside, outside = ip_address("192.168.0.9"), ip_address("8.8.8.8")
    from_inside, from_outside = _AsTheFirst(), _AsTheFirst()
    assert [from_inside(one) for one in (inside, outside, inside)] == [True, True, True]
    assert [from_outside(one) for one in (outside, inside, outside)] == [True, False, True]


# Commands


def test_the_command(stick: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.llm.catalog.GGUF_MODELS", (SMALL,))
    runner = CliRunner()
    result = runner.invoke(app.program, ["models", "pull", "small", "--from", ".", "--json"])
    pulled = json.loads(result.stdout)
    assert pulled["path"] == str(folder / "small.gguf") and pulled["verified"] is True

    (stick / "Model.gguf").write_bytes(CONTENT)
    result = runner.invoke(app.program, ["models", "pull", UNKNOWN, "--from", "Model.gguf"])
    assert result.exit_code == 0
    said = " ".join(result.stdout.split())
    assert "should have is not known here, so compare that of this file with" in said
    assert DIGEST in said
    result = runner.invoke(app.program, ["models", "pull", UNKNOWN, "--from", ".", "--json"])
    assert json.loads(result.stdout)["verified"] is False


def test_a_command_that_is_stopped(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("qa.llm.catalog.GGUF_MODELS", (replace(SMALL, name="Stopped"),))
    monkeypatch.setattr("qa.llm.handed._check", stop)
    result = CliRunner().invoke(app.program, ["models", "pull", "stopped", "--from", "."])
    assert str(result.exception) == "Stopped. Nothing was changed."
