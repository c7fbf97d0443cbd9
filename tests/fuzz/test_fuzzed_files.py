"""Files drawn at random: none stops a build, hurts a store, or leaves it with what cannot be."""

import os
import random
import unicodedata
from pathlib import Path

import pytest
from generated import KINDS, file_of

from index import Store, build, open_store

FILES = int(os.environ.get("FUZZED_FILES", "180"))
"""How many are drawn; set more for a long run."""
AT_ONCE = 60
GOOD = "The ferry to Orsay runs again from Monday, the council said. Tickets cost 6 crowns."

pytestmark = pytest.mark.slow


@pytest.mark.timeout(60 + FILES)
def test_no_file_stops_a_build_or_hurts_what_was_good(tmp_path: Path) -> None:
    folder, store = tmp_path / "articles", tmp_path / "store"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    assert build([folder], store=store).articles == 1
    rng = random.Random(20261126)
    for number in range(FILES):
        kind = KINDS[number % len(KINDS)]
        (folder / f"{number:05}.{kind}").write_bytes(file_of(rng, kind))
        if (number + 1) % AT_ONCE == 0:
            report = build([folder], store=store)
            for one in report.skipped:
                assert one.file and one.reason and "Traceback" not in one.reason
            with open_store(store) as opened:
                check(opened)
                hits = opened.search("When does the ferry to Orsay run again?", 3)
                assert hits[0].text == GOOD


def check(store: Store) -> None:
    """Every stored text is normalised, and every passage of it found where it says."""
    for summary in store.articles():
        article = store.article(summary.id)
        assert article and article.text.strip()
        assert unicodedata.is_normalized("NFC", article.text)
        assert "\x00" not in article.text
    for hit in store.search("tram harbour flood", 20):
        article = store.article(hit.article_id)
        assert article and article.text[hit.start : hit.end] == hit.text
