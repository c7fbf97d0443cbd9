"""Those who ask: by the page, or as programs by OpenAI's API; each one question after the other."""

import json
import random
import re
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.load.server import Server
from tests.qa.page_client import Person, signed_in

LONG = 600.0
TOGETHER = 4
"""Questions of one conversation on the page."""
_PROBLEM = re.compile(r'<p class="problem"[^>]*>(.*?)</p>', re.DOTALL)


@dataclass(frozen=True)
class Asked:
    """One question: when it was asked, how long that took, and what went wrong, if anything."""

    at: float
    seconds: float
    problem: str | None
    citations: tuple[tuple[str, int, int, str], ...] = ()
    """Article, start, end and text of each quotation, where they are told."""


@dataclass
class Asker:
    """Somebody who asks until the time is over; `asked` is what became of it."""

    name: str
    by_page: bool
    asked: list[Asked] = field(default_factory=list)

    @property
    def answers(self) -> list[Asked]:
        """What was answered."""
        return [one for one in self.asked if one.problem is None]

    def work(self, server: Server, token: str, questions: list[str], stop: threading.Event) -> None:
        """Asks, in an order of their own, until `stop`."""
        order = random.Random(self.name)
        with httpx.Client(
            base_url=server.address, headers={"Authorization": f"Bearer {token}"}, timeout=LONG
        ) as client:
            page = signed_in(server.address, token, f"load-{self.name}") if self.by_page else None
            while not stop.is_set():
                start, question = time.time(), order.choice(questions)
                try:
                    citations = _by_page(page, question, len(self.asked)) if page else (
                        _by_program(client, question)
                    )  # fmt: skip
                    problem = None
                except (Failed, httpx.HTTPError) as error:
                    citations, problem = (), str(error) or type(error).__name__
                self.asked.append(Asked(start, time.time() - start, problem, citations))
            if page:
                page.client.close()


class Failed(Exception):
    """A question was not answered; the text is what was told instead."""


def _by_page(page: Person, question: str, number: int) -> tuple[()]:
    if number % TOGETHER == 0:
        anew = page.named("begin_anew")
        page.run(anew, page.values(anew))
    ask = page.named("ask_1")
    joined = page.join(ask, page.values(ask, question=question), None)
    if joined.status_code != httpx.codes.OK:
        raise Failed(f"{joined.status_code}: {joined.text[:200]}")
    told = page.listen(joined.json()["event_id"])
    if '"success":false' in told.replace(" ", "") or "unexpected_error" in told:
        raise Failed(told[-300:])
    if problem := _PROBLEM.search(told.replace('\\"', '"')):
        raise Failed(problem[1])
    return ()


def _by_program(client: httpx.Client, question: str) -> tuple[tuple[str, int, int, str], ...]:
    body = {"model": "article-qa", "messages": [{"role": "user", "content": question}]}
    response = client.post("v1/chat/completions", json=body)
    try:
        content: dict[str, Any] = response.json()
    except json.JSONDecodeError as error:
        raise Failed(f"{response.status_code}: {response.text[:200]}") from error
    if response.status_code != httpx.codes.OK:
        raise Failed(content.get("error", {}).get("message", str(content)[:200]))
    cited = content["article_qa"]["citations"]
    return tuple((one["article_id"], one["start"], one["end"], one["quote"]) for one in cited)
