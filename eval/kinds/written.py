"""Questions as people type them, written for this, with the kind of answer that they want.

`written.txt` has one a line, its kind before it; a line "@" begins those of another author, who
knew none of the others.
"""

from __future__ import annotations

from pathlib import Path

from eval.kinds.real import Asked
from qa.question import QuestionKind

WRITTEN_FILE = Path(__file__).with_name("written.txt")


def written_questions() -> list[Asked]:
    """All of them; those of one author are of one group."""
    found, author = [], 0
    for line in WRITTEN_FILE.read_text(encoding="utf-8").splitlines():
        if line == "@":
            author += 1
        elif line:
            kind, text = line.split("\t")
            found.append(Asked(text, QuestionKind(kind), f"author {author}"))
    return found
