"""A page that stays open takes no more memory with each question."""

from pathlib import Path

from page_client import signed_in

from index import Article, build
from qa.generation.pool import AnswererPool
from qa.settings import QASettings
from qa.web import OpenStores
from qa.web.page import assemble, launch
from tests.qa.served import free_port

QUESTION = "Where did the ferry sink?"


def test_a_session_keeps_no_component_that_was_replaced(tmp_path: Path) -> None:
    store = tmp_path / "store"
    told = "The ferry Aurora sank off Orsay on Monday, the harbour master said."
    build(articles=[Article("a", told, "Ferry")], store=store)
    settings = QASettings(store=store, answerer="extractive")
    with AnswererPool(settings) as answerers:
        page, access = assemble(OpenStores(settings), answerers, None)
        port = free_port()
        launch(page, host="127.0.0.1", port=port, access=access)
        person = signed_in(f"http://127.0.0.1:{port}/", "none", "open all day")
        try:
            kept = []
            for _ in range(3):
                ask = person.named("ask_1")
                shown = person.run(ask, person.values(ask, question=QUESTION))
                assert "off Orsay" in shown
                session = page.app.state_holder.session_data[person.session]
                kept.append((set(session.blocks_config.blocks), set(session.config_values)))
        finally:
            person.client.close()
            page.close(verbose=False)
    assert kept[0] == kept[1] == kept[2]
