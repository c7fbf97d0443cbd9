"""The whole server, on a port of its own, as `article-qa chat` serves it."""

import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

import qa.pipeline
from index import Article
from qa.generation.pool import AnswererPool
from qa.server.users import Users
from qa.settings import QASettings
from qa.types import Answer, AnswerSentence, Citation, RankedPassage
from qa.web import OpenStores

T = TypeVar("T")


def free_port(host: str = "127.0.0.1") -> int:
    """A port that nothing listens on.

    Raises:
        OSError: this machine has no such address.
    """
    with closing(socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)) as free:
        free.bind((host, 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def served(
    store: Path,
    stream=qa.pipeline.stream,
    users: Users | None = None,
    host: str = "127.0.0.1",
    **settings: object,
) -> Iterator[str]:
    """The server over a store; gives its address, with a slash at the end."""
    from qa.web.page import assemble, launch

    known = QASettings(store=store, answerer="extractive", **settings)
    with AnswererPool(known) as answerers:
        page, access = assemble(OpenStores(known), answerers, users, stream=stream)
        port = free_port()
        launch(page, host=host, port=port, access=access)
        try:
            yield f"http://127.0.0.1:{port}/"
        finally:
            page.close(verbose=False)


def apart(work: Callable[[], T]) -> T:
    """What a function gives, in a thread of its own: tests of the page leave a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def quoted(article: Article, question: str, text: str = "") -> Answer:
    """An answer that quotes the whole of an article, or says `text` of it."""
    about = (article.id, article.title, article.source, article.date, article.url)
    return Answer(
        question=question,
        query=question,
        status="answered",
        text=f"{text or article.text} [1]",
        confidence=0.9,
        passages=(RankedPassage(article.id, 0, len(article.text), 1.0),),
        sentences=(AnswerSentence(text or article.text, (1,), 1.0),),
        citations=(Citation(1, *about, article.text, 0, len(article.text)),),
    )
