"""What the rules that read claims share."""

import pytest
from council import Lead, Network, Says

from qa.entailment import questions
from qa.resolution import presupposition


@pytest.fixture
def lead(monkeypatch: pytest.MonkeyPatch) -> Lead:
    """Puts a network that says what a function says in the place of the one that ships."""

    def led(say: Says) -> None:
        for reads in (questions, presupposition):
            monkeypatch.setattr(reads, "load_entailment_model", lambda: Network(say))

    return led
