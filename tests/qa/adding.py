"""Adding as the page does it, without a page."""

from index import BuildReport
from qa.settings import QASettings
from qa.web import OpenStores
from qa.web.adding import Offered, preview, store
from qa.web.preview import Preview


def previewed(offered: Offered, settings: QASettings) -> Preview:
    """What is understood of what is offered."""
    *_, seen = preview(offered, OpenStores(settings).own(), settings)
    assert isinstance(seen, Preview)
    return seen


def stored(seen: Preview, settings: QASettings) -> BuildReport:
    """What storing it reports."""
    *_, report = store(seen, OpenStores(settings).own(), settings)
    assert isinstance(report, BuildReport)
    return report


def added(offered: Offered, settings: QASettings) -> BuildReport:
    """The same in one."""
    return stored(previewed(offered, settings), settings)
