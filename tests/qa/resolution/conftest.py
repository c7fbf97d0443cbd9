"""What the rules that read claims share."""

import pytest
from council import Lead, Network, Says

from qa.resolution import presupposition, yes_no


@pytest.fixture
def lead(monkeypatch: pytest.MonkeyPatch) -> Lead:
    """Puts a network that says what a function says in the place of the one that ships."""

    def led(say: Says) -> None:
        for rule in (yes_no, presupposition):
            monkeypatch.setattr(rule, "load_entailment_model", lambda: Network(say))

    return led
