"""What a person has chosen under the field: the articles to be asked, and who answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from index import Filters
from index.errors import UsageError
from qa.i18n import say
from qa.text.filters import read_day

MOST_SOURCES = 500
"""Sources that can be chosen together."""
_LONGEST = 1_000
"""Characters of a source's name, or of a day."""


@dataclass(frozen=True, slots=True)
class Options:
    """What stands in the pills; the days as they were typed, empty for none."""

    after: str = ""
    before: str = ""
    sources: tuple[str, ...] = ()
    """Names; empty for all."""
    answerer: str = ""
    """Empty for the one of the settings."""

    def to_json(self) -> dict[str, Any]:
        """As the page keeps it."""
        return {**asdict(self), "sources": list(self.sources)}

    @property
    def filters(self) -> Filters:
        """The articles that may be used.

        Raises:
            UsageError: a day is none, or no day lies between the two.
        """
        after, before = (
            read_day(say("composer.from"), self.after),
            read_day(say("composer.until"), self.before),
        )
        if len(self.sources) == 1:
            return Filters(after, before, self.sources[0])
        return Filters(after, before, sources=self.sources)


def read_options(data: object) -> Options:
    """What the page says was chosen. It is not trusted.

    Raises:
        UsageError: it has another form.
    """
    if not isinstance(data, Mapping):
        raise UsageError(say("composer.unreadable"))
    words = [data.get(name, "") for name in ("after", "before", "answerer")]
    sources = data.get("sources", [])
    is_list = isinstance(sources, list) and len(sources) <= MOST_SOURCES
    if not is_list or not all(map(_is_short, [*words, *sources])):
        raise UsageError(say("composer.unreadable"))
    after, before, answerer = words
    return Options(after, before, tuple(dict.fromkeys(sources)), answerer)


def _is_short(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST
