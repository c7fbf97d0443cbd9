"""Where uploads are kept while the server runs."""

import os
import stat
from pathlib import Path

import httpx
import pytest
from served import served

from index import Article, build
from qa.server.serving import private_uploads


@pytest.mark.parametrize("before", [None, "own"])
def test_the_folder_is_private_and_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    monkeypatch.delenv("GRADIO_TEMP_DIR", raising=False)
    if before:
        (tmp_path / before).mkdir()
        monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / before))
    known = os.environ.get("GRADIO_TEMP_DIR")
    with private_uploads() as folder:
        assert os.environ["GRADIO_TEMP_DIR"] == str(folder)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert not before or folder.parent == tmp_path / before
    assert not folder.exists() and os.environ.get("GRADIO_TEMP_DIR") == known


def test_uploads_come_there(tmp_path: Path) -> None:
    build(articles=[Article("a", "The ferry sank.", "Ferry")], store=tmp_path / "store")
    with private_uploads() as folder, served(tmp_path / "store") as address:
        answer = httpx.post(f"{address}gradio_api/upload", files={"files": ("a.txt", b"A text.")})
        assert answer.status_code == 200 and folder in Path(answer.json()[0]).parents
