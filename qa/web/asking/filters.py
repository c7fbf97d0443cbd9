"""What a person has chosen under the field: the articles to be asked, and who answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any

from index import Filters
from index.errors import UsageError
from qa.i18n import say
from qa.text.filters import read_day

MOST_CHOSEN = 500
"""Sources, or tags, that can be chosen together."""
_LONGEST = 1_000
"""Characters of a name, a title, a tag, or a day."""
_WORDS = ("after", "before", "answerer", "story", "story_title")


@dataclass(frozen=True, slots=True)
class Options:
    """What stands in the pills; the days as they were typed, empty for none."""

    after: str = ""
    before: str = ""
    sources: tuple[str, ...] = ()
    """Names; empty for all."""
    answerer: str = ""
    """Empty for the one of the settings."""
    tags: tuple[str, ...] = ()
    """Of which an article has one at least; empty for all articles."""
    story: str = ""
    """Id of the story that one asks within; empty for all articles."""
    story_title: str = ""
    """What the page calls it."""

    def to_json(self) -> dict[str, Any]:
        """As the page keeps it."""
        return {**asdict(self), "sources": list(self.sources), "tags": list(self.tags)}

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
        story = self.story or None
        if len(self.sources) == 1:
            return Filters(after, before, self.sources[0], tags=self.tags, story=story)
        return Filters(after, before, sources=self.sources, tags=self.tags, story=story)


def read_options(data: object) -> Options:
    """What the page says was chosen. It is not trusted.

    Raises:
        UsageError: it has another form.
    """
    if not isinstance(data, Mapping):
        raise UsageError(say("composer.unreadable"))
    words = [data.get(name, "") for name in _WORDS]
    lists = [data.get(name, []) for name in ("sources", "tags")]
    are_lists = all(isinstance(one, list) and len(one) <= MOST_CHOSEN for one in lists)
    if not are_lists or not all(map(_is_short, chain(words, *lists))):
        raise UsageError(say("composer.unreadable"))
    sources, tags = (tuple(dict.fromkeys(one)) for one in lists)
    return Options(sources=sources, tags=tags, **dict(zip(_WORDS, words, strict=True)))


def _is_short(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST
