"""The programs that are compared do what is measured: each finds again what it was given."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from eval.programs import PROGRAMS, Ours, Txtai
from index import Article

TEXTS = ("The tram opens on April 18.", "A storm broke through the sea wall.")
INSTALLED = [name for name in PROGRAMS if name != Txtai.name or find_spec("txtai")]


@pytest.mark.parametrize("name", INSTALLED)
def test_what_is_built_and_added_is_found_after_opening(name: str, tmp_path: Path) -> None:
    program = PROGRAMS[name]()
    program.load(tmp_path)
    program.build([Article(str(number), text, "") for number, text in enumerate(TEXTS)], TEXTS)
    more = Article("more", "A zeppelin landed on the pier.", "")
    program.add(more, [more.text])
    program.open()
    assert len(program.search("zeppelin on the pier")) == 3
    assert "zeppelin" in str(program.search("Where did the zeppelin land?")[0]).lower()


def test_ours_hands_on_its_passages(tmp_path: Path) -> None:
    program = Ours()
    program.load(tmp_path)
    program.build([Article("a", TEXTS[0], "")], ())
    assert program.passages() == [TEXTS[0]]
