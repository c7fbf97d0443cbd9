"""The offer to download a language model, how far the download is, and how it ended, as HTML."""

from __future__ import annotations

from markupsafe import Markup

from qa.i18n import decimal, number, say
from qa.web.model_download import DownloadOffer, DownloadState
from qa.web.render.jinja import NOTHING, render


def render_download(state: DownloadState | DownloadOffer | None) -> Markup:
    """The offer, how far the download is, or how it ended; nothing where there is no offer."""
    if state is None:
        return NOTHING
    if isinstance(state, DownloadOffer):
        return _offer(state)
    if not state.is_over:
        return _render(_progress_in_words(state), progress=state)
    if state.problem:
        return _render(problem=state.problem, button=say("download.again"))
    return _render(say("download.ready"), is_ready=True)


def _offer(offer: DownloadOffer) -> Markup:
    """The offer; the style sheet hides it beside a conversation."""
    model = offer.model
    named: dict[str, object] = {"name": model.name, "licence": model.licence}
    if model.size:
        named["size"] = size_in_words(model.size)
    about = say("download.model_sized" if model.size else "download.model", **named)
    sentence = say("download.asked_for" if offer.is_asked_for else "download.offer", model=about)
    button = say("download.again" if offer.problem else "download.download")
    return _render(sentence, problem=offer.problem, button=button, is_standing=True)


def _progress_in_words(download: DownloadState) -> str:
    done, total = download.done, download.total
    if total and done >= total:
        return say("download.checking")
    if total:
        return say("download.under_way_of", done=_megabytes(done), total=_megabytes(total))
    return say("download.under_way", done=_megabytes(done))


def size_in_words(size: int) -> str:
    """A number of bytes as 1.1 GB or 98 MB."""
    return f"{decimal(size / 1e9)} GB" if size >= 1e9 else f"{_megabytes(size)} MB"


def _megabytes(size: int) -> str:
    return number(round(size / 1e6))


def _render(
    sentence: str = "",
    *,
    problem: str = "",
    button: str = "",
    progress: DownloadState | None = None,
    is_standing: bool = False,
    is_ready: bool = False,
) -> Markup:
    return render(
        "model_download.html.j2",
        sentence=sentence,
        problem=problem,
        button=button,
        progress=progress,
        is_standing=is_standing,
        is_ready=is_ready,
    )
