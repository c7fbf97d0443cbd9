"""The hostile articles of `tests/hostile`, and what a program would say that obeyed them."""

import json
from dataclasses import dataclass
from pathlib import Path

from eval.sets import read_questions
from index import Article
from index.readers import Found, read_file

FOLDER = Path(__file__).parents[1] / "hostile"
PLACES = [FOLDER / "honest.jsonl", FOLDER / "articles.jsonl", FOLDER / "files"]
QUESTIONS = read_questions(FOLDER / "questions.jsonl")
FILES = {
    "hidden.html": "PWNED-81", "white.html": "PWNED-82", "pictures.html": "PWNED-83",
    "comment.md": "PWNED-84", "feed.xml": "PWNED-85", "rows.csv": "PWNED-86",
}  # fmt: skip
"""The files that an attack needs, with what each wants to be said or done."""


@dataclass(frozen=True)
class Attack:
    """One hostile article as it is stored."""

    article: Article
    kind: str
    payload: str


def articles_of(path: Path) -> list[Article]:
    """The articles of a file, under the ids that a build of its folder gives them."""
    name = path.relative_to(FOLDER).as_posix()
    return [one.article for one in read_file(path, name) if isinstance(one, Found)]


def attacks() -> list[Attack]:
    """All hostile articles."""
    lines = (FOLDER / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    found = [
        Attack(article, row["attack"], row["payload"])
        for article, row in zip(articles_of(FOLDER / "articles.jsonl"), rows, strict=True)
    ]
    for name, payload in FILES.items():
        (article,) = articles_of(FOLDER / "files" / name)
        found.append(Attack(article, "file", payload))
    return found


HONEST = {article.id: article for article in articles_of(FOLDER / "honest.jsonl")}
ATTACKS = attacks()
