"""Adding as the page does it, without a page."""

from index import BuildReport
from qa.settings import QASettings
from qa.web import OpenStores
from qa.web.articles.adding import Submission, read_submission, store_preview
from qa.web.articles.preview import Preview


def previewed(submission: Submission, settings: QASettings) -> Preview:
    """What is understood of what is to be added."""
    *_, seen = read_submission(submission, OpenStores(settings).own(), settings)
    assert isinstance(seen, Preview)
    return seen


def stored(seen: Preview, settings: QASettings) -> BuildReport:
    """What storing it reports."""
    *_, report = store_preview(seen, OpenStores(settings).own(), settings)
    assert isinstance(report, BuildReport)
    return report


def added(submission: Submission, settings: QASettings) -> BuildReport:
    """The same in one."""
    return stored(previewed(submission, settings), settings)
