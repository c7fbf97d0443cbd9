"""The memory of this process and of another."""

import subprocess
import sys

from qa.llm.memory import peak_mb, resident_mb


def test_what_was_used_once_counts() -> None:
    size = peak_mb() + 50
    assert len(bytearray(b"x") * (size << 20)) >> 20 == size
    assert peak_mb() >= size
    assert 0 < (resident_mb() or 0) <= peak_mb()


def test_another_process() -> None:
    script = "x = bytearray(b'x') * (80 << 20); print(flush=True); input()"
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        assert 80 <= (resident_mb(other.pid) or 0) < 200
        other.kill()
    assert resident_mb(other.pid) is None
