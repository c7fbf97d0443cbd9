"""Keywords look like talk to the classifier; where articles are near them, they are none."""

import pytest

from index import Store
from qa.query import kind
from qa.question import QuestionKind


@pytest.fixture
def sure_of_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A classifier that takes everything for talk, and else for a list."""
    found = {QuestionKind.TALK: 0.9, QuestionKind.LIST: 0.1}
    monkeypatch.setattr(kind, "probabilities", lambda text, store: found)


@pytest.mark.usefixtures("sure_of_talk")
def test_keywords_are_asked_of_the_articles(seed_store: Store) -> None:
    assert kind.classify("lowmarsh flood deaths", seed_store) is QuestionKind.LIST
    assert kind.classify("hiya zxcv", seed_store) is QuestionKind.TALK  # nothing is near
    assert kind.classify("nice weather today", seed_store) is QuestionKind.TALK  # common words
    assert kind.classify("nice " * 20, seed_store) is QuestionKind.LIST  # too long
