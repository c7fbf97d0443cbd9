"""What is said of known holes in dependencies, and when it is an error."""

import importlib.util
from pathlib import Path

SPEC = importlib.util.spec_from_file_location(
    "audit", Path(__file__).parent.parent / ".ci" / "audit.py"
)
assert SPEC and SPEC.loader
audit = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(audit)

SKIPPED = {"name": "a", "skip_reason": "Dependency not found on PyPI"}
SOUND = {"name": "b", "version": "1", "vulns": []}


def hole(*mended: str) -> dict:
    return {"name": "c", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": [*mended]}]}


def test_without_data_nothing_is_an_error() -> None:
    for found in ([], [SKIPPED, SKIPPED]):
        assert audit.told(found) == (
            ["Known holes of the dependencies could not be looked up here."],
            0,
        )


def test_what_is_sound() -> None:
    lines, status = audit.told([SKIPPED, SOUND])
    assert lines == ["1 of 2 dependencies were looked up for known holes."] and status == 0


def test_a_hole_is_an_error_once_it_can_be_mended() -> None:
    lines, status = audit.told([SOUND, hole()])
    assert lines[1] == "c 2: PYSEC-1, not mended yet" and status == 0
    lines, status = audit.told([hole("2.1", "3")])
    assert lines[1] == "c 2: PYSEC-1, mended in 2.1, 3" and status == 1


def test_where_pip_audit_cannot_be_had(monkeypatch, capsys) -> None:
    def fails() -> None:
        raise OSError

    monkeypatch.setattr(audit, "audited", fails)
    assert audit.main() == 0 and "could not be looked up" in capsys.readouterr().out
