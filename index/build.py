"""Brings a store up to date with files, folders, addresses or articles in hand.

    read and compare  → what is new, changed, gone (in temporary tables)
    split             → passages of what is new or changed
    embed             → vectors, committed as they are made, not yet visible
    publish           → all at once; the generation counts up
    finish            → what is made of the articles: indexes, copies, stories

Where all of it goes, and how it becomes visible, is the business of the store's engine
(`index.engine.Target`). A build that is killed leaves the last generation as it was, and the next
one finds the vectors that were made. Nothing here prints; `progress` is told.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from index import database, publish
from index.articles import Article
from index.compare import Comparison, check_inputs
from index.engine import Progress, Purge, Target, engine_of
from index.passages import SPLITTER, passage_spans
from index.places import Place
from index.readers import Result, Unreadable
from index.tags import checked_tags

if TYPE_CHECKING:
    from index.embedding import Embedder
    from index.settings import Settings

COMMIT_EVERY = 256
"""Vectors between two commits: what a killed build may have to make again."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """What could not be read, and why; `count` says how many it stands for."""

    file: str
    line: int | None
    reason: str
    count: int = 1


@dataclass(slots=True)
class BuildReport:
    """What a build did; `embedded` counts the passages whose vectors were made now."""

    articles: int = 0
    passages: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    """The first of each file; where there are more, one at the end stands for the others."""
    embedded: int = 0
    seconds: float = 0.0
    generation: int = 0
    kept: int = 0
    """Articles whose file or line can no longer be read: their last good version stays."""
    removed_ids: list[str] = field(default_factory=list)
    warning: str | None = None


def build(
    paths: Sequence[str | Path] = (),
    *,
    articles: Iterable[Article | Unreadable] = (),
    store: str | Place | None = None,
    settings: Settings | None = None,
    fetched: Mapping[str, Iterable[Result]] = MappingProxyType({}),
    tags: Sequence[str] = (),
    versions: int | None = None,
    rebuild: bool = False,
    dry_run: bool = False,
    yes: bool = False,
    progress: Progress | None = None,
    embedder: Embedder | None = None,
) -> BuildReport:
    """Reads `paths` (files, folders, http addresses, `-`), `articles` and what was `fetched` into
    the store.

    Args:
        store: Folder or address of the store, made if missing; default: the settings' one.
        fetched: What was read from addresses already, by address.
        tags: Given to every article that is read, beside those that it has.
        versions: Of an article that changes, this many earlier texts stay readable; None: what
            it said before is not kept.
        rebuild: Split and embed everything in the store again.
        dry_run: Report what would change, change nothing.
        embedder: Takes the place of the one that the settings name.
        yes: Go on even if most of the known articles of an input would be removed.

    Raises:
        UsageError: a path does not exist, or a tag is none.
        StoreBusy: another build is at work.
        StoreMismatch: the store was made with other settings, and `rebuild` is not asked for.
        TooManyRemoved: more than half of an input's articles would go, and `yes` is not said.
        StoreError: disk full, no rights, or damaged.
    """
    from index.embedding import model_name
    from index.settings import Settings

    settings = settings or Settings.load()
    engine = engine_of(settings.store if store is None else store)
    started = time.perf_counter()
    check_inputs(paths)
    tags = checked_tags(tags)
    with engine.writing(settings, is_trial=dry_run) as target:
        recipe = {
            "model": embedder.model if embedder else model_name(settings),
            "passages": f"{SPLITTER} {settings.passage_characters} {settings.passage_overlap}",
        }
        job = _Build(target, settings, recipe, progress or _quiet, embedder, tags)
        job.versions = versions
        report = job.run(paths, articles, fetched, rebuild, dry_run, yes)
    report.seconds = round(time.perf_counter() - started, 3)
    return report


def remove(article_ids: Sequence[str], *, store: str | Place, settings: Settings) -> BuildReport:
    """Takes articles out of the store, their text for good: no file of it has it afterwards.

    Where that could not be done to the end, the report's `warning` says why, and `compact`
    does it later. Articles come back if their file is indexed again.

    Raises:
        StoreBusy, StoreError: as `build`.
    """
    with _known_store(store, settings) as job:
        job.comparison.remove(article_ids)
        return job.finish(rebuild=False, purge=Purge.REMOVED)


def retag(
    article_ids: Sequence[str], tag: str, is_given: bool, *, store: str | Place, settings: Settings
) -> BuildReport:
    """Gives a tag to articles, or takes it off. One that an article's own file gives it comes back
    when that is read anew.

    Raises:
        UsageError: it is no tag, or there is no such article.
        StoreBusy, StoreError: as `build`.
    """
    (tag,) = checked_tags([tag])
    with _known_store(store, settings) as job:
        job.target.load_texts(article_ids)
        job.comparison.retag(article_ids, tag, is_given)
        return job.finish(rebuild=False)


def compact(*, store: str | Place, settings: Settings) -> BuildReport:
    """Makes the store forget for good what was removed or changed before, earlier versions too,
    and both indexes, copies and stories anew.

    Raises:
        StoreBusy, StoreError: as `build`.
    """
    with _known_store(store, settings) as job:
        return job.finish(rebuild=False, purge=Purge.ALL)


@contextlib.contextmanager
def _known_store(place: str | Place, settings: Settings) -> Iterator[_Build]:
    """A build of a store that is there, which reads nothing, with the store's own recipe."""
    with engine_of(place).writing(settings, is_known=True) as target:
        yield _Build(target, settings, publish.recipe_of(target.connection), _quiet)


class _Build:
    """One build, of which the store has one at a time."""

    def __init__(
        self,
        target: Target,
        settings: Settings,
        recipe: Mapping[str, str],
        progress: Progress,
        embedder: Embedder | None = None,
        tags: Sequence[str] = (),
    ) -> None:
        self.target = target
        self.connection = target.connection
        self.settings = settings
        self.recipe = recipe
        self.progress = progress
        self.embedder = embedder
        self.versions: int | None = None
        self.report = BuildReport()
        self.comparison = Comparison(target.connection, tags)

    def run(
        self,
        paths: Sequence[str | Path],
        articles: Iterable[Article | Unreadable],
        fetched: Mapping[str, Iterable[Result]],
        rebuild: bool,
        dry_run: bool,
        yes: bool,
    ) -> BuildReport:
        """Everything `build` promises."""
        if rebuild:
            self.target.load_texts(None)
        else:
            publish.check_recipe(self.connection, self.recipe, self.target.place)
        comparison = self.comparison
        for done, _ in enumerate(
            comparison.read(paths, articles, fetched, yes or dry_run, force=rebuild), start=1
        ):
            self.progress("Reading", done, None)
        report = self.report
        report.skipped = [
            Skipped(bad.file, bad.line or None, bad.reason, bad.count)
            for bad in comparison.unreadable.listed()
        ]
        report.kept = comparison.kept
        if dry_run:
            return self._count(report)
        return self.finish(rebuild)

    def finish(self, rebuild: bool, purge: Purge = Purge.NOTHING) -> BuildReport:
        """Splits, embeds, publishes, purges and brings along what is made of the articles."""
        report = self._count(self.report)
        if not (report.added or report.changed or report.removed or rebuild):
            self.target.remember_files()
            report.warning = self.target.finish(purge, rebuild, self.progress)
            return report
        epoch = publish.vector_epoch(self.connection, rebuild)
        self._split(rebuild, epoch)
        self._embed(report)
        report.generation = self.target.publish(self.recipe, epoch, rebuild, self.versions)
        report.articles, report.passages = self.target.counts()
        report.warning = self.target.finish(purge, rebuild, self.progress)
        return report

    def _count(self, report: BuildReport) -> BuildReport:
        counts = self.comparison.counts()
        report.added, report.changed = counts["added"], counts["changed"]
        report.removed, report.unchanged = counts["removed"], counts["unchanged"]
        report.removed_ids = self.comparison.removed_ids()
        report.generation = database.generation(self.connection)
        report.articles, report.passages = self.target.counts()
        return report

    def _split(self, rebuild: bool, epoch: int) -> None:
        """Passages of what is new or changed, or of everything."""
        model = self.recipe["model"]
        self.connection.execute(
            "CREATE TEMP TABLE cuts(article TEXT, start INTEGER, stop INTEGER, vector BLOB)"
        )
        self.connection.execute("BEGIN")
        for done, (article_id, text) in enumerate(self.comparison.texts(rebuild), start=1):
            spans = passage_spans(
                text, self.settings.passage_characters, self.settings.passage_overlap
            )
            self.connection.executemany(
                "INSERT INTO cuts VALUES (?, ?, ?, ?)",
                (
                    (article_id, start, end, publish.vector_key(model, epoch, text[start:end]))
                    for start, end in spans
                ),
            )
            self.progress("Splitting", done, None)
        self.connection.execute("COMMIT")
        self.connection.execute("CREATE INDEX temp.cuts_by_vector ON cuts(vector)")

    def _embed(self, report: BuildReport) -> None:
        """Vectors of the passages that have none yet, each text once."""
        self.target.find_vectors()
        self.connection.execute(  # a table, since there may be as many as the collection has
            "CREATE TEMP TABLE missing AS SELECT vector, article, start, stop FROM cuts "
            "WHERE vector NOT IN (SELECT key FROM vectors) GROUP BY vector ORDER BY min(cuts.rowid)"
        )
        total = int(self.connection.execute("SELECT count(*) FROM missing").fetchone()[0])
        if not total:
            return
        from index.embedding import load_embedder

        embedder = self.embedder or load_embedder(self.settings)
        self.progress("Embedding", 0, total)
        for first in range(0, total, embedder.window):
            query = "SELECT * FROM missing WHERE rowid > ? AND rowid <= ? ORDER BY rowid"
            window = self.connection.execute(query, (first, first + embedder.window)).fetchall()
            texts = [self.comparison.text(article)[a:b] for _, article, a, b in window]
            self._embed_window(embedder, [row[0] for row in window], texts, first, total)
        report.embedded = total

    def _embed_window(
        self, embedder: Embedder, keys: list[bytes], texts: list[str], done: int, total: int
    ) -> None:
        rows: list[tuple[bytes, bytes]] = []
        for positions, vectors in embedder.embed_batches(texts):
            rows.extend((keys[p], v.tobytes()) for p, v in zip(positions, vectors, strict=True))
            done += len(positions)
            if len(rows) >= COMMIT_EVERY:
                self.target.keep_vectors(rows)
                rows = []
            self.progress("Embedding", done, total)
        self.target.keep_vectors(rows)


def _quiet(stage: str, done: int, total: int | None) -> None:
    return None
