"""The sample: invented news that the chat opens with while the person has no articles."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from index.console import err, progress_bar
from index.errors import ArticleQAError

if TYPE_CHECKING:
    from qa.settings import QASettings

SAMPLE_STORE = Path("storage-sample")
"""The sample's store, in the current folder, as the person's own `storage` is."""
PACKAGE = Path(str(resources.files("qa")))
_FOLDER = "seeds"
"""Of the sample's articles. Their ids begin with it, so it is called the same everywhere."""


def sample_articles() -> Path | None:
    """The folder of the sample's articles; None in an installation that has lost it.

    A wheel carries it inside the package `qa`, a checkout beside that package. A folder of the
    same name where the program is run is somebody's own and never taken.
    """
    packaged, checkout = PACKAGE / _FOLDER, PACKAGE.parent
    if packaged.is_dir():
        return packaged
    if (checkout / "pyproject.toml").is_file() and (checkout / _FOLDER).is_dir():
        return checkout / _FOLDER
    return None


def prepare_sample(settings: QASettings) -> Path | None:
    """The sample's store, brought up to date with its articles; None where it cannot be."""
    articles = sample_articles()
    if articles is None:
        return SAMPLE_STORE if SAMPLE_STORE.is_dir() else None
    from index.build import build

    err.print("Preparing the sample of invented news …")
    try:
        with progress_bar() as progress:
            build([articles], store=SAMPLE_STORE, settings=settings, progress=progress)
    except ArticleQAError as error:
        err.print(f"The sample could not be prepared, and the chat opens without it: {error}")
        return None
    return SAMPLE_STORE
