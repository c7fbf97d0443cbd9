"""A PostgreSQL server of the tests' own: on a free port, in a folder that goes in the end."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from served import free_port
from sqlalchemy import NullPool, create_engine, text

PASSWORD = "correct/horse@battery"
STARTING_S = 60.0
_PLACES = "/usr/lib/postgresql/*/bin"
"""Where Debian has the programs, which are on nobody's path."""


@dataclass(frozen=True)
class PostgresServer:
    """A server that runs; `address` is that of its one database, as an administrator."""

    address: str
    process: subprocess.Popen[bytes]

    def run(self, *statements: str) -> list[tuple[object, ...]]:
        """What the last statement gives, each in a transaction of its own."""
        engine = create_engine(self.address, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        rows: list[tuple[object, ...]] = []
        with engine.connect() as connection:
            for statement in statements:
                found = connection.execute(text(statement))
                rows = [tuple(row) for row in found] if found.returns_rows else []
        return rows

    def as_user(self, name: str, password: str = PASSWORD) -> str:
        """The address for another user."""
        return self.address.replace("//tester:", f"//{name}:").replace(
            _quoted(PASSWORD), _quoted(password)
        )


def programs() -> Path | None:
    """The folder with PostgreSQL's programs, None where it is not installed."""
    if (found := shutil.which("initdb")) and shutil.which("postgres"):
        return Path(found).parent
    return max(Path("/").glob(_PLACES.lstrip("/")), default=None)


@contextmanager
def postgres_server(programs: Path) -> Iterator[PostgresServer]:
    """A server for the block. Root's own tests run it as another user, for it refuses root."""
    folder = Path(tempfile.mkdtemp(prefix="article-qa-postgres-"))
    user = _other_user() if os.getuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    secret = folder / "password"
    secret.write_text(PASSWORD)
    if user:
        shutil.chown(secret, user)
    try:
        data, port = folder / "data", free_port()
        how = ["--auth=scram-sha-256", "--username=tester", f"--pwfile={secret}", "--no-sync"]
        subprocess.run(
            [programs / "initdb", "-D", data, "--encoding=UTF8", "--locale=C.UTF-8", *how],
            check=True, user=user, cwd=folder, capture_output=True, timeout=STARTING_S,
        )  # fmt: skip
        settings = {
            "listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": "",
            "fsync": "off", "logging_collector": "off",
        }  # fmt: skip
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [programs / "postgres", "-D", data, *options],
                user=user, cwd=folder, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        address = f"postgresql+psycopg://tester:{_quoted(PASSWORD)}@127.0.0.1:{port}/postgres"
        server = PostgresServer(address, process)
        try:
            _wait(server, folder / "log")
            yield server
        finally:
            process.send_signal(signal.SIGINT)  # does not wait until connections are closed
            process.wait(STARTING_S)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(server: PostgresServer, log: Path) -> None:
    end = time.monotonic() + STARTING_S
    while True:
        try:
            server.run("SELECT 1")
            return
        except Exception as error:
            if server.process.poll() is not None or time.monotonic() > end:
                raise AssertionError(log.read_text(errors="replace")) from error
            time.sleep(0.05)


def _other_user() -> str:
    import pwd  # not there on Windows

    known = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _quoted(password: str) -> str:
    return password.replace("/", "%2F").replace("@", "%40")
