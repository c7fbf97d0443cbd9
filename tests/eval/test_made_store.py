"""A store made of a real one, for measuring at scale."""

from pathlib import Path

from eval.made_store import make_store
from index import Article, build, open_store

TEXT = "The tram opens on April 18. A storm broke through the sea wall. Rain fell on Port Aldry."


def test_the_articles_of_the_base_are_there_with_their_tags(tmp_path: Path) -> None:
    base, made = tmp_path / "base", tmp_path / "made"
    articles = [Article("a", TEXT, "Tram", tags=("harbour", "tram")), Article("b", TEXT[28:], "")]
    build(articles=articles, store=base)
    make_store(base, made, 12)
    with open_store(made) as store:
        tags = {one.id: one.tags for one in store.articles()}
        assert store.counts()[1] == 12
    assert (tags["a"], tags["b"]) == (("harbour", "tram"), ())
    assert any(name.startswith("made-") for name in tags)
