"""The memory of this process and of another."""

import subprocess
import sys

import pytest

from qa.llm import memory
from qa.llm.memory import now_of, own_peak, peak_of


def test_what_was_used_once_counts() -> None:
    before = own_peak()
    if before is None:
        pytest.skip("the system does not tell")
    size = before + 50
    assert len(bytearray(b"x") * (size << 20)) >> 20 == size
    assert own_peak() >= size  # type: ignore[operator]


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    script = "x = bytearray(b'x') * (80 << 20); del x; print(flush=True); input()"
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        assert 80 <= (peak_of(other.pid) or 0) < 200
        assert 0 < (now_of(other.pid) or 0) <= (peak_of(other.pid) or 0) - 70
        other.kill()
    assert peak_of(other.pid) is now_of(other.pid) is None
    assert 0 < (now_of("self") or 0) <= (own_peak() or 0)
    told = own_peak() or 0
    monkeypatch.setattr(memory, "peak_of", lambda process: None)
    assert abs((own_peak() or 0) - told) <= 0.5 * told  # by the other way, in the same unit
