"""The offer to download a language model, how far the download is, and how it ended, as HTML."""

from __future__ import annotations

from markupsafe import Markup

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
        return _render(problem=state.problem, button="Try again")
    return _render("The model is ready; the next answer is written with it.", is_ready=True)


def _offer(offer: DownloadOffer) -> Markup:
    """The offer; the style sheet hides it beside a conversation."""
    model = offer.model
    size = f" of {size_in_words(model.size)}" if model.size else ""
    sentence = f"A language model{size}, {model.name} ({model.licence}), "
    if offer.is_asked_for:
        sentence += "is to answer, as the settings say, and is not on this machine yet."
    else:
        sentence = f"Answers are quotations. {sentence}can phrase them on this machine; each of "
        sentence += "its sentences is then checked."
    button = "Try again" if offer.problem else "Download"
    return _render(sentence, problem=offer.problem, button=button, is_standing=True)


def _progress_in_words(download: DownloadState) -> str:
    done, total = download.done, download.total
    if total and done >= total:
        return "The model is there and is being checked …"
    of = f" of {_megabytes(total)}" if total else ""
    return f"Downloading the model: {_megabytes(done)}{of} MB"


def size_in_words(size: int) -> str:
    """A number of bytes as 1.1 GB or 98 MB."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{_megabytes(size)} MB"


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f}"


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
