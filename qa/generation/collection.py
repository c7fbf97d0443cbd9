"""What is asked about the articles themselves, told from the store's own data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index import Filters, Store
from index.days import long_day, long_days
from index.hits import Heading, source_key
from index.largest_stories import largest_stories
from qa.generation.article_names import LISTED, article_list, article_name, quoted_title
from qa.text.markers import unmarked
from qa.text.wording import bulleted, count, either
from qa.types import Aspect, QueryPlan

FEW = 3
"""Articles that are named where no list was asked for, and sources that are compared."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Articles of which something is told."""

    articles: Sequence[Heading]
    which: str
    """Which they are, as it follows "articles" in a sentence; empty for all."""
    store: Store
    listed: int | None = None
    """How many titles are wanted, where that was said."""
    is_ranked: bool = False
    """Whether they stand by how well they fit, rather than by date."""

    @property
    def dated(self) -> list[Heading]:
        """Those with a date, the newest first."""
        dated = (one for one in self.articles if one.date)
        return sorted(dated, key=lambda one: str(one.date), reverse=True)

    @property
    def per_source(self) -> list[tuple[str, int]]:
        """The sources with the number of their articles, those with most first."""
        return Counter(one.source for one in self.articles if one.source).most_common()


def collection_text(plan: QueryPlan) -> str:
    """The answer to what is asked about the articles: a few sentences, or a list.

    Where it is not clear what is asked, an overview of them all.
    """
    request, groups = plan.collection, list(_groups(plan))
    sentences = [f"There is no article of {unmarked(name)}." for name in request.lacking]
    for group in groups:
        if not group.articles:
            sentences.append(f"There is no article{group.which}.")
        elif len(groups) > 1 and request.aspects == (Aspect.TITLES,):
            sentences.append(_count(group))  # one beside the other
        else:
            sentences += [_TELL[aspect](group) for aspect in request.aspects] or [_overview(group)]
    if not any(group.articles for group in groups):
        everything = _Group(plan.store.headings(Filters(as_of=plan.question.as_of)), "", plan.store)
        sentences += [_sources(everything), _span(everything)]
    return " ".join(filter(None, sentences))


def _groups(plan: QueryPlan) -> Iterator[_Group]:
    """The articles that are meant: those of each outlet that is named, or else of all."""
    request, filters, store = plan.collection, plan.filters, plan.store
    if request.lacking and not request.outlets:
        return
    if request.topic:
        articles = store.mentioning(request.topic, filters)
    else:
        articles = store.headings(filters)
    given = tuple((name, (name,)) for name in filters.all_sources)
    about = f" mentioning “{unmarked(request.topic)}”" if request.topic else ""
    about += f" tagged {unmarked(either(filters.tags))}" if filters.tags else ""
    about += _days(filters)
    for name, sources in request.outlets or given:
        keys = set(map(source_key, sources))
        own = [one for one in articles if source_key(one.source or "") in keys]
        which = f" of {unmarked(name)}{about}"
        yield _Group(own, which, store, request.listed, bool(request.topic))
    if not (request.outlets or given):
        yield _Group(articles, about, store, request.listed, bool(request.topic))


def _days(filters: Filters) -> str:
    first, last = filters.after, filters.last_day
    if first and last:
        return f" {'of' if first == last else 'from'} {long_days(first, last)}"
    return f" since {long_day(first)}" if first else f" up to {long_day(last)}" if last else ""


def _count(group: _Group) -> str:
    number = len(group.articles)
    text = f"There {'is' if number == 1 else 'are'} {count(number, 'article')}{group.which}"
    if group.which and number <= FEW:
        return f"{text}:{article_list(group.articles)}"
    return f"{text}."


def _newest(group: _Group) -> str:
    return _first(group, "newest", group.dated)


def _oldest(group: _Group) -> str:
    return _first(group, "oldest", group.dated[::-1])


def _longest(group: _Group) -> str:
    return _first(group, "longest", _by_length(group)[::-1])


def _shortest(group: _Group) -> str:
    return _first(group, "shortest", _by_length(group))


def _by_length(group: _Group) -> list[Heading]:
    words = {one.id: one.words for one in group.store.articles()}
    return sorted(group.articles, key=lambda one: words.get(one.id, 0))


def _first(group: _Group, quality: str, articles: Sequence[Heading]) -> str:
    """The first of `articles`, or as many as are wanted."""
    if not articles:
        return f"None of the {count(len(group.articles), 'article')}{group.which} has a date."
    wanted = min(group.listed or 1, len(articles))
    if wanted == 1:
        return f"The {quality} article{group.which} is {article_name(articles[0])}."
    return f"The {wanted} {quality} articles{group.which} are:{article_list(articles[:wanted])}"


def _span(group: _Group) -> str:
    dated = group.dated
    if not dated:
        return f"None of the {count(len(group.articles), 'article')}{group.which} has a date."
    first, last = (long_day(one.date) for one in (dated[-1], dated[0]) if one.date)
    undated = len(group.articles) - len(dated)
    besides = f"; {undated:,} {'has' if undated == 1 else 'have'} no date" if undated else ""
    days = f"of {first}" if first == last else f"dated from {first} to {last}"
    return f"The articles{group.which} are {days}{besides}."


def _undated(group: _Group) -> str:
    undated = [one for one in group.articles if not one.date]
    number = count(len(group.articles), "article")
    if not undated and len(group.articles) == 1:
        return f"The one article{group.which} has a date."
    if not undated:
        return f"All {number}{group.which} have a date."
    listed = f":{article_list(undated)}" if len(undated) <= LISTED else "."
    have = "has" if len(undated) == 1 else "have"
    return f"{len(undated):,} of the {number}{group.which} {have} no date{listed}"


def _sources(group: _Group) -> str:
    sources = group.per_source
    if not sources:
        return "None of the articles names its source."
    named = "; ".join(f"{unmarked(name)} ({number:,})" for name, number in sources[:LISTED])
    if len(sources) > LISTED:
        named += f"; and {len(sources) - LISTED} more"
    text = f"The articles{group.which} come from {count(len(sources), 'source')}: {named}."
    unnamed = sum(not one.source for one in group.articles)
    if unnamed:
        text += f" {count(unnamed, 'article')} {'names' if unnamed == 1 else 'name'} no source."
    return text


def _most(group: _Group) -> str:
    return _ranked(group, "most", group.per_source)


def _fewest(group: _Group) -> str:
    return _ranked(group, "fewest", group.per_source[::-1])


def _ranked(group: _Group, quality: str, sources: Sequence[tuple[str, int]]) -> str:
    if not sources:
        return "None of the articles names its source."
    number = sources[0][1]
    first = [unmarked(name) for name, n in sources if n == number]
    rest = [f"{unmarked(name)} ({n:,})" for name, n in sources if n != number][:FEW]
    have = "has" if len(first) == 1 else "have"
    named = f"{', '.join(first[:LISTED])}{' and others' if len(first) > LISTED else ''}"
    then = f" Then: {', '.join(rest)}." if rest else ""
    return f"{named} {have} the {quality} articles{group.which}: {number:,}.{then}"


def _topics(group: _Group) -> str:
    """The stories that most of the articles tell, and where these are few, other articles spread
    over all days, since what a collection is about changes with them."""
    stories = largest_stories(group.store, group.articles)
    told = {one.id for articles in stories for one in articles}
    others = [one for one in group.articles if one.id not in told]
    lines = [_as_story(articles) for articles in stories[:LISTED]]
    room = min(LISTED - len(lines), len(others))
    lines += [article_name(others[n * len(others) // room]) for n in range(room)]
    number = len(group.articles)
    are = f"The {count(number, 'article')}{group.which} {'is' if number == 1 else 'are'} about"
    is_all = len(lines) == len(stories) + len(others)
    return f"{are}{':' if is_all else ', among others:'}{bulleted(lines)}"


def _as_story(articles: Sequence[Heading]) -> str:
    """The title of the first of them, with how many they are, from when to when."""
    days = [one.date for one in articles if one.date]
    about = [count(len(articles), "article"), *([long_days(min(days), max(days))] if days else [])]
    return quoted_title(articles[0].title, ", ".join(about))


def _titles(group: _Group) -> str:
    number = len(group.articles)
    wanted = group.articles[: group.listed] if group.listed else group.articles
    newest = ", the newest first" if number > 1 and not group.is_ranked else ""
    are = "is" if number == 1 else "are"
    return f"There {are} {count(number, 'article')}{group.which}{newest}:{article_list(wanted)}"


def _overview(group: _Group) -> str:
    """How many there are, by whom, from when to when, and the newest."""
    newest = replace(group, listed=FEW)
    return " ".join((_count(group), _sources(group), _span(group), _newest(newest)))


_TELL: Mapping[Aspect, Callable[[_Group], str]] = {
    Aspect.COUNT: _count,
    Aspect.NEWEST: _newest,
    Aspect.OLDEST: _oldest,
    Aspect.LONGEST: _longest,
    Aspect.SHORTEST: _shortest,
    Aspect.SPAN: _span,
    Aspect.UNDATED: _undated,
    Aspect.SOURCES: _sources,
    Aspect.MOST: _most,
    Aspect.FEWEST: _fewest,
    Aspect.TITLES: _titles,
    Aspect.TOPICS: _topics,
}
