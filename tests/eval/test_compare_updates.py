"""Measuring updates changes copies of stores alone, unless one says otherwise."""

import pytest
import typer

from eval import compare_updates


@pytest.mark.parametrize("address", ["milvus://127.0.0.1:19530/news", "milvus:news.db"])
def test_a_store_at_an_address_is_not_changed(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: list[object] = []
    monkeypatch.setattr(compare_updates, "measured", lambda *given: measured.append(given))
    with pytest.raises(typer.BadParameter, match="article-qa store copy"):
        compare_updates.main([address])
    assert not measured
