"""A build of a store on Milvus.

It works on a mirror of what is known (`index.milvus.mirror`). What it made is then written as rows
which nobody sees, and made visible by one record.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from index import database, publish
from index.engine import Progress, Purge
from index.errors import StoreMismatch
from index.milvus.claims import BuildClaim
from index.milvus.client import BATCH, TEXTS_AT_ONCE, Collections, Row, batches, one_of
from index.milvus.mirror import Mirror, as_bytes
from index.milvus.rows import rows_of
from index.milvus.schema import NO_LINE, OF_ARTICLES, PLACEHOLDER, Part, digest
from index.milvus.state import ENDED, GIVEN_UP, State, read_deaths, read_records
from index.overview import sources_in, tags_in
from index.places import Place

STILL_THERE = (
    "What was removed is not found any more; Milvus, which was asked to, drops it from its files "
    "when it next compacts them."
)
_CHANGED = "(SELECT id FROM staged WHERE state IN ('added', 'changed'))"


class MilvusTarget:
    """What a build works on; without a claim, a trial that writes nothing to Milvus."""

    def __init__(
        self,
        collections: Collections,
        connection: sqlite3.Connection,
        base: State,
        claim: BuildClaim | None,
    ) -> None:
        """`connection` is to an empty database of a store, which is filled here."""
        self.place: Place = collections.address
        self.connection = connection
        self._collections = collections
        self._claim = claim
        self._base = self._state = base
        self._dead = read_deaths(collections, base) if base.generation else []
        self._has_collections = False
        """Whether those of vectors are known to be whole."""
        self._has_compared = False
        """Whether there are files to remember."""
        self._mirror = Mirror(collections, connection, base, self._dead)

    def load_texts(self, article_ids: Sequence[str] | None) -> None:
        """As `Target.load_texts`."""
        self._mirror.load_texts(article_ids)

    def _own_claim(self) -> BuildClaim:
        if self._claim is None:
            raise RuntimeError("A trial writes nothing.")
        return self._claim

    def counts(self) -> tuple[int, int]:
        """As `Target.counts`."""
        return self._state.articles, self._state.passages

    def find_vectors(self) -> None:
        """As `Target.find_vectors`: those of passages, and of builds that died."""
        query = "SELECT DISTINCT vector FROM cuts WHERE vector NOT IN (SELECT key FROM vectors)"
        wanted = [key for (key,) in self.connection.execute(query).fetchall()]
        for part, field in ((Part.PASSAGES, "vector_key"), (Part.DRAFTS, "key")):
            if not self._collections.has(part):
                continue
            for some in batches(wanted, BATCH):
                condition = one_of(field, (key.hex() for key in some))
                found = self._collections.read(part, condition, sorted({"key", field, "vector"}))
                rows = [(bytes.fromhex(one[field]), as_bytes(one["vector"])) for one in found]
                publish.keep_vectors(self.connection, rows)

    def keep_vectors(self, rows: list[tuple[bytes, bytes]]) -> None:
        """As `Target.keep_vectors`."""
        publish.keep_vectors(self.connection, rows)
        if self._claim is None or not rows:
            return
        self._claim.check()
        self._make_for(rows[0][1])
        drafts: list[Row] = [{"key": key.hex(), "vector": as_vector(one)} for key, one in rows]
        self._collections.upsert(Part.DRAFTS, drafts)

    def _make_for(self, vector: bytes) -> None:
        """Makes the collections of vectors, or looks whether theirs are of that dimension.

        Raises:
            StoreMismatch: they are not.
        """
        dimension = len(vector) // 4
        known = self._collections.dimension() if self._collections.has(Part.PASSAGES) else dimension
        if known != dimension:
            raise StoreMismatch(
                f"{self.place} holds vectors of {known} numbers, and the embedding model makes "
                f"{dimension}. Index into another name: --store milvus://HOST:PORT/NAME"
            )
        if not self._has_collections:
            self._collections.make((Part.DRAFTS, Part.PASSAGES), dimension)
            self._has_collections = True

    def publish(
        self, recipe: Mapping[str, str], epoch: int, rebuild: bool, versions: int | None
    ) -> int:
        """As `Target.publish`. Earlier texts are not kept."""
        self._own_claim().check()
        query = (
            "SELECT article FROM numbers WHERE id IN (SELECT id FROM gone) "
            "OR id IN (SELECT id FROM staged WHERE state = 'changed')"
        )
        dead = [number for (number,) in self.connection.execute(query)]
        publish.publish(self.connection, recipe, epoch, rebuild)
        self._has_compared = True
        which = "" if rebuild else f"WHERE id IN {_CHANGED}"
        return self._write(self.connection, which, dead, rebuild)

    def take_over(self, source: sqlite3.Connection, progress: Progress) -> int:
        """As `Target.take_over`."""
        generation = self._write(source, "", (), False, progress)
        files = source.execute("SELECT file, name, digest, state FROM files")
        self._collections.upsert(Part.FILES, map(file_row, files))
        return generation

    def _write(
        self,
        source: sqlite3.Connection,
        which: str,
        dead: Sequence[int],
        rebuild: bool,
        progress: Progress = lambda *_: None,
    ) -> int:
        """Writes articles of a database, with their passages, and makes them visible.

        Args:
            which: A condition on the table `articles`, or nothing.
            dead: Numbers of the articles that are visible no more.
        """
        claim = self._own_claim()
        self._clear_left_over(claim)
        claim.has_written = True
        if vector := source.execute("SELECT value FROM vectors LIMIT 1").fetchone():
            self._make_for(vector[0])
        self._insert(source, which, claim.number, progress)
        at = claim.number
        self._collections.insert(
            Part.DEATHS,
            ({"key": f"{at}-{one}", "article": one, "at": at, **PLACEHOLDER} for one in dead),
        )
        self._dead = sorted({*self._dead, *dead})
        state = self._next_state(source, claim, rebuild)
        claim.check()
        self._collections.insert(Part.RECORDS, state.to_rows())
        self._state = state
        return state.generation

    def _insert(
        self, source: sqlite3.Connection, which: str, number: int, progress: Progress
    ) -> None:
        """Writes rows in batches, over the articles that they are of."""
        done = 0
        waiting: dict[Part, list[Row]] = {part: [] for part in OF_ARTICLES}
        for part, rows in rows_of(source, which, number):
            waiting[part].extend(rows)
            if part is Part.ARTICLES:
                done += len(rows)
                progress("Writing", done, None)
            limit = TEXTS_AT_ONCE if part is Part.TEXTS else BATCH
            if len(waiting[part]) >= limit:
                self._collections.insert(part, waiting.pop(part))
                waiting[part] = []
        for part, rows in waiting.items():
            self._collections.insert(part, rows)

    def _clear_left_over(self, claim: BuildClaim) -> None:
        """Deletes what builds wrote that failed, died or slept too long: nobody ever saw it.

        None of it bears a number above that of the claim. So should this build sleep here, and
        another take over meanwhile, what that one wrote is left alone.
        """
        claim.check()
        for part, field in (*((one, "born") for one in OF_ARTICLES), (Part.DEATHS, "at")):
            if not self._collections.has(part):
                continue
            after = f"{field} > {self._base.generation} and {field} <= {claim.number}"
            self._collections.delete(part, after)
            if claim.given_up:
                self._collections.delete(part, one_of(field, claim.given_up))

    def _next_state(self, source: sqlite3.Connection, claim: BuildClaim, rebuild: bool) -> State:
        """The state that makes this build visible, of what the database remembers of itself."""
        recipe = publish.recipe_of(source)
        state = State(
            generation=claim.number,
            floor=claim.number if rebuild else self._base.floor,
            given_up=claim.given_up,
            store=self._base.store or uuid.uuid4().hex,
            model=recipe["model"],
            splitting=recipe["passages"],
            epoch=int(database.meta(source, "epoch") or 0),
            articles=int(source.execute("SELECT count(*) FROM articles").fetchone()[0]),
            sources=tuple(sources_in(source)),
            tags=tuple(tags_in(source)),
        )
        passages = 0
        if self._collections.has(Part.PASSAGES):
            condition = state.visible("article", self._dead)
            passages = self._collections.count(Part.PASSAGES, condition)
        return state.with_passages(passages)

    def remember_files(self) -> None:
        """As `Target.remember_files`."""
        publish.remember_files(self.connection)
        self._has_compared = True

    def finish(self, purge: Purge, rebuild: bool, progress: Progress) -> str | None:
        """As `Target.finish`: files are remembered, and what is gone is deleted."""
        self._own_claim().check()
        progress("Clearing away", 0, None)
        if self._has_compared:
            self._remember()
        if self._state.generation:
            self._clear_away()
        if purge is Purge.NOTHING:
            return None
        self._collections.compact()
        return STILL_THERE

    def _remember(self) -> None:
        """Where files and articles stand; after they are visible, so that none is taken for read
        which is not."""
        query = (
            "SELECT file, name, digest, state FROM files WHERE file IN (SELECT file FROM digests)"
        )
        self._collections.upsert(Part.FILES, map(file_row, self.connection.execute(query)))
        moved = (
            "SELECT n.article, s.file, s.line, s.given_tags FROM staged s "
            "JOIN numbers n ON n.id = s.id WHERE s.state = 'moved'"
        )
        self._collections.upsert(
            Part.ORIGINS,
            (
                {
                    "key": article,
                    "file": file,
                    "line": NO_LINE if line is None else line,
                    "given_tags": given,
                    **PLACEHOLDER,
                }
                for article, file, line, given in self.connection.execute(moved)
            ),
        )

    def _clear_away(self) -> None:
        """Deletes the rows of what is dead, and the records of builds before. Should another build
        take over meanwhile, it begins from this one's state or a later: all this is dead there too.
        """
        self._own_claim().check()
        state = self._state
        for some in batches(self._dead, BATCH):
            self._delete_articles(one_of("key", some), one_of("article", some))
            self._collections.delete(Part.ORIGINS, one_of("key", some))
        self._dead = []
        self._collections.delete(Part.DEATHS, f"at <= {state.generation}")
        if state.floor and state.floor == state.generation:
            older = f"born < {state.floor}"
            self._delete_articles(older, older)
        if self._collections.has(Part.DRAFTS) and self._collections.count(Part.DRAFTS):
            self._collections.delete(Part.DRAFTS, 'key != ""')
        old = [
            one["key"]
            for one in read_records(self._collections)
            if one["kind"] in (ENDED, GIVEN_UP) and one["number"] < state.generation
        ]
        if old:
            self._collections.delete(Part.RECORDS, one_of("key", old))

    def _delete_articles(self, of_article: str, of_part: str) -> None:
        for part in OF_ARTICLES:
            if self._collections.has(part):
                condition = of_article if part is Part.ARTICLES else of_part
                self._collections.delete(part, condition)


def file_row(row: Iterable[str | None]) -> Row:
    """A row of the table `files`: file, name, digest, state."""
    file, name, known, state = (one or "" for one in row)
    about = {"file": file, "name": name, "digest": known, "state": state}
    return {"key": digest(file), **about, **PLACEHOLDER}


def as_vector(value: bytes) -> object:
    """A vector of the database."""
    return np.frombuffer(value, np.float32)
