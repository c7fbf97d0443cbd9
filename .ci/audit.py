"""Looks for known holes in the dependencies of `constraints.txt`, by pip-audit.

Status 1 where one is known that a later version mends. Where pip-audit or its data cannot be had,
as without a network, that is said, and the status is 0.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
LONGEST_S = 300


def main() -> int:
    """Prints what was found; gives the status."""
    try:
        report = audited()
    except (OSError, subprocess.SubprocessError, ValueError):
        report = {"dependencies": []}
    lines, status = told(report["dependencies"])
    print("\n".join(lines))  # noqa: T201
    return status


def audited() -> dict[str, Any]:
    """What pip-audit says, which is installed for this alone.

    Raises:
        OSError, subprocess.SubprocessError, ValueError: it could not be installed, or failed.
    """
    with tempfile.TemporaryDirectory() as place:
        venv.create(place, with_pip=True)
        python = Path(place) / "bin" / "python"
        install = [python, "-m", "pip", "install", "--quiet", "pip-audit"]
        subprocess.run(install, check=True, timeout=LONGEST_S, capture_output=True)  # noqa: S603
        audit = [python, "-m", "pip_audit", "--requirement", ROOT / "constraints.txt"]
        audit += ["--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off"]
        said = subprocess.run(audit, timeout=LONGEST_S, capture_output=True, text=True)  # noqa: S603
        report: dict[str, Any] = json.loads(said.stdout)
        return report


def told(dependencies: list[dict[str, Any]]) -> tuple[list[str], int]:
    """Lines for people, and the status."""
    looked_up = [one for one in dependencies if "skip_reason" not in one]
    if not looked_up:
        return ["Known holes of the dependencies could not be looked up here."], 0
    lines = [
        f"{len(looked_up)} of {len(dependencies)} dependencies were looked up for known holes."
    ]
    status = 0
    for one in looked_up:
        for hole in one["vulns"]:
            mended = ", ".join(hole["fix_versions"])
            status = status or int(bool(mended))
            lines.append(
                f"{one['name']} {one['version']}: {hole['id']}, "
                f"{f'mended in {mended}' if mended else 'not mended yet'}"
            )
    return lines, status


if __name__ == "__main__":
    sys.exit(main())
