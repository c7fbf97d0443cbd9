"""Word search: BM25 in a tantivy index beside the database, which can be made again from it.

The only module that imports tantivy.
"""

from __future__ import annotations

import json
import math
import shutil
import threading
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import tantivy

from index.files import write_text
from index.hits import Context, source_key
from index.words import FUNCTION_WORDS

FOLDER = "lexical"
STAMP = "lexical.json"
FORMAT = 6
"""Counted up when fields or tokens change; an index of another format is made anew."""

MAX_TERMS = 64
BACKGROUND = 100
"""Passages, none of which has the word, by which the store is taken to be larger when a word is
weighed. Without them, the subject of a store's only article would weigh nothing."""
UNDATED = -1
_WRITER_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class Document:
    """A passage as the word search sees it."""

    passage: int
    text: str
    """With its article's title and source."""
    date: date | None
    source: str | None
    tags: Sequence[str] = ()


class LexicalIndex:
    """Passages by their words as of one `generation` of one store.

    In `folder`, where one process at a time may write (the caller holds the
    store's lock), or in memory where `folder` is None.
    """

    _vocabulary: Mapping[str, int] | None
    _files: dict[str, int]
    """Checksums of the files that it is made of."""

    def __init__(self, folder: Path | None, store: str) -> None:
        self.store = store
        self.generation = 0
        self._folder = folder
        self._files = {}
        if folder is not None:
            shutil.rmtree(folder / FOLDER, ignore_errors=True)
            (folder / FOLDER).mkdir()
            (folder / STAMP).unlink(missing_ok=True)
            with _os_errors():
                self._use(tantivy.Index(_schema(), path=str(folder / FOLDER)))
        else:
            self._use(tantivy.Index(_schema()))

    @classmethod
    def load(
        cls, folder: Path, store: str, known: LexicalIndex | None = None, verify: bool = True
    ) -> LexicalIndex | None:
        """The index in `folder`, or None where it is missing, damaged or of another store.

        Args:
            known: Files that it has, too, are not read again.
            verify: Compare files with their checksums. Without it a damaged one is found by the
                next who does, since a stamp keeps the checksums of files that stay.
        """
        try:
            stamp = json.loads((folder / STAMP).read_bytes())
            if stamp["store"] != store or stamp["format"] != FORMAT:
                return None
            files = {str(name): int(crc) for name, crc in stamp["files"].items()}
            seen = {} if known is None else known._files
            new = [name for name in files if _may_change(name) or name not in seen]
            if verify and any(_crc32(folder / FOLDER / name) != files[name] for name in new):
                return None
            if any(seen.get(name, crc) != crc for name, crc in files.items() if name not in new):
                return None
            index = cls.__new__(cls)
            index.store, index.generation = store, int(stamp["generation"])
            index._folder, index._files = folder, files
            index._use(tantivy.Index.open(str(folder / FOLDER)))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return index

    def update(self, added: Iterable[Document], removed: Iterable[int], generation: int) -> None:
        """Adds and removes passages in one commit, then stamps `generation`.

        May be repeated after a crash: a passage that is there already is replaced.

        Raises:
            OSError: it cannot be written.
        """
        with _os_errors():
            self._commit(added, removed)
        self.generation = generation
        self._stamp()

    def _commit(self, added: Iterable[Document], removed: Iterable[int]) -> None:
        writer = self._index.writer(_WRITER_BYTES, 1)
        known = len(self) > 0
        for passage in removed:
            writer.delete_documents("passage", passage)
        for document in added:
            if known:
                writer.delete_documents("passage", document.passage)
            writer.add_document(
                tantivy.Document(
                    passage=document.passage,
                    text=document.text,
                    word=document.text,
                    day=document.date.toordinal() if document.date else UNDATED,
                    source=source_key(document.source) if document.source else "",
                    tag=[source_key(tag) for tag in document.tags],
                )
            )
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._vocabulary = None

    def __len__(self) -> int:
        return int(self._index.searcher().num_docs)

    def search(
        self,
        query: str,
        k: int,
        after: date | None = None,
        before: date | None = None,
        undated: bool = True,
        sources: Collection[str] | None = None,
        tags: Collection[str] | None = None,
        context: Context = (),
        passages: Collection[int] | None = None,
    ) -> list[tuple[int, float]]:
        """Passage ids and BM25 scores of the best `k`, best first.

        The filters are part of the search, so nothing is lost to them: days are
        inclusive, `undated` says whether passages without a date may pass, `sources` are the
        `source_key` of those that may, `passages` the ids of those, None for all; `tags` are those
        of which a passage has one at least. Words of the `context` count by its weights, a word of
        several texts by the greatest.
        """
        weights = dict.fromkeys(self._terms(query), 1.0)
        for text, weight in context:
            for term in self._terms(text):
                weights[term] = max(weight, weights.get(term, 0.0))
        if not weights or k < 1:
            return []
        words = [(tantivy.Occur.Should, self._word(*one)) for one in weights.items()]
        conditions = self._conditions(after, before, undated, {"source": sources, "tag": tags})
        if passages is not None:
            own = tantivy.Query.term_set_query(self._index.schema, "passage", list(passages))
            conditions.append(own)
        wanted = tantivy.Query.boolean_query(words)
        if conditions:
            wanted = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, wanted)]
                + [
                    (tantivy.Occur.Must, tantivy.Query.const_score_query(condition, 0.0))
                    for condition in conditions
                ]
            )
        searcher = self._index.searcher()
        hits = searcher.search(wanted, limit=k, count=False).hits
        return [(int(searcher.doc(address)["passage"][0]), float(score)) for score, address in hits]

    def terms(self, text: str) -> set[str]:
        """The stems of a text as they are indexed."""
        return set(stems(text))

    def weights(self, text: str) -> dict[str, float]:
        """The stems of a question, stop words left out, with their inverse document frequency."""
        searcher = self._index.searcher()
        counts = {term: int(searcher.doc_freq("text", term)) for term in self._terms(text)}
        return rarities(counts, int(searcher.num_docs))

    def has_word(self, word: str) -> bool:
        """Whether a passage has the word, in whatever form."""
        searcher = self._index.searcher()
        return any(searcher.doc_freq("text", term) for term in stems(word))

    def fit(self, word: str, text: str) -> float:
        """How well the passages that hold `word`, one of the vocabulary, fit `text`: the BM25
        score of the best one; 0 where none holds a word of it."""
        held = tantivy.Query.term_query(self._index.schema, "word", word)
        parts = [(tantivy.Occur.Must, tantivy.Query.const_score_query(held, 0.0))]
        parts += [(tantivy.Occur.Should, self._word(term, 1.0)) for term in self._terms(text)]
        wanted = tantivy.Query.boolean_query(parts)
        hits = self._index.searcher().search(wanted, limit=1, count=False).hits
        return float(hits[0][0]) if hits else 0.0

    def holding(self, text: str) -> list[int]:
        """Ids of all passages that hold every word of `text`, best first by BM25."""
        words = [(tantivy.Occur.Must, self._word(term, 1.0)) for term in self._terms(text)]
        if not words:
            return []
        searcher = self._index.searcher()
        found = searcher.search(tantivy.Query.boolean_query(words), limit=max(1, len(self)))
        return [int(searcher.doc(address)["passage"][0]) for _, address in found.hits]

    def passages(self) -> list[int]:
        """Ids of all passages, in no order."""
        searcher = self._index.searcher()
        found = searcher.search(tantivy.Query.all_query(), limit=max(1, len(self)))
        return [int(searcher.doc(address)["passage"][0]) for _, address in found.hits]

    def vocabulary(self) -> Mapping[str, int]:
        """The words of the passages in small letters, not stemmed, each with the number of
        passages that hold it; read once."""
        with self._reading:  # one reads while the others wait
            known = self._vocabulary
            if known is None:
                living = tantivy.Query.all_query()  # else words of removed passages are among them
                found = self._index.searcher().terms_with_prefix("word", "", filter_query=living)
                self._vocabulary = known = {word: count for word, count in found if count}
            return known

    def _use(self, index: tantivy.Index) -> None:
        index.config_reader("manual")  # else a thread looks for commits of other processes
        index.register_tokenizer("news", _analyzer(stopwords=False))
        index.register_tokenizer("words", _analyzer(stopwords=False, stems=False))
        self._index = index
        self._vocabulary = None
        self._reading = threading.Lock()

    def _terms(self, query: str) -> list[str]:
        return query_terms(query)

    def _word(self, term: str, weight: float) -> tantivy.Query:
        query = tantivy.Query.term_query(self._index.schema, "text", term)
        return query if weight == 1 else tantivy.Query.boost_query(query, weight)

    def _conditions(
        self,
        after: date | None,
        before: date | None,
        undated: bool,
        names: Mapping[str, Collection[str] | None],
    ) -> list[tantivy.Query]:
        """What a passage must be; of each field of `names`, it has one of them."""
        conditions = []
        if after or before or not undated:
            earliest = after.toordinal() if after else (UNDATED if undated else 0)
            conditions.append(
                tantivy.Query.range_query(
                    self._index.schema,
                    "day",
                    tantivy.FieldType.Integer,
                    earliest,
                    before.toordinal() if before else None,
                )
            )
        for field, wanted in names.items():
            if wanted is not None:
                of_them = [
                    (
                        tantivy.Occur.Should,
                        tantivy.Query.term_query(self._index.schema, field, name),
                    )
                    for name in sorted(wanted)
                ]
                conditions.append(tantivy.Query.boolean_query(of_them))
        return conditions

    def _stamp(self) -> None:
        if self._folder is None:
            return
        place = self._folder / FOLDER
        names = [path.name for path in place.iterdir() if path.suffix != ".lock"]
        known = {name: crc for name, crc in self._files.items() if not _may_change(name)}
        self._files = {name: known.get(name) or _crc32(place / name) for name in names}
        stamp = {
            "store": self.store,
            "format": FORMAT,
            "generation": self.generation,
            "files": self._files,
        }
        write_text(self._folder / STAMP, json.dumps(stamp))


def stems(text: str) -> list[str]:
    """The words of a text as they are indexed, in their order."""
    return list(_stemmer().analyze(text))


def query_terms(query: str) -> list[str]:
    """The stems that a query is searched by: function words only where it has no others."""
    terms = _query_analyzer(True).analyze(query) or stems(query)
    return list(dict.fromkeys(terms))[:MAX_TERMS]


def query_words(query: str) -> list[str]:
    """The same as they stand, one of each stem, for a search that stems by itself."""
    found: dict[str, str] = {}
    for word in _query_analyzer(False).analyze(query) or _unstemmed().analyze(query):
        found.setdefault(" ".join(stems(word)), word)
    return list(found.values())[:MAX_TERMS]


def heading_words(title: str, source: str | None, text: str) -> str:
    """What a passage is found by besides its own words: its article's source, and its title
    where that is not the opening of the text."""
    own = "" if text.startswith(title.rstrip("…")) else title
    return f"{own} {source or ''}".strip()


def rarities(counts: Mapping[str, int], passages: int) -> dict[str, float]:
    """The inverse document frequency of terms, by the number of passages that hold each.

    BM25's form, log(1 + (N - n + .5) / (n + .5)), with `BACKGROUND` added to N: Robertson
    and Zaragoza, "The Probabilistic Relevance Framework", 2009.
    """
    total = passages + BACKGROUND
    return {term: math.log(1 + (max(total - n, 0) + 0.5) / (n + 0.5)) for term, n in counts.items()}


@contextmanager
def _os_errors() -> Iterator[None]:
    """Tantivy reports a full disk and the like as a ValueError."""
    try:
        yield
    except ValueError as error:
        raise OSError(str(error)) from error


def _may_change(name: str) -> bool:
    """Whether a file is written anew under its name; those of a segment never are."""
    return name.endswith(".json")


def _crc32(path: Path) -> int:
    checksum = 0
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            checksum = zlib.crc32(part, checksum)
    return checksum


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("passage", stored=True, indexed=True)
    builder.add_integer_field("day", indexed=True, fast=True)
    builder.add_text_field("source", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("tag", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("text", tokenizer_name="news", index_option="freq")
    builder.add_text_field("word", tokenizer_name="words", index_option="basic")
    return builder.build()


@cache
def _stemmer() -> tantivy.TextAnalyzer:
    return _analyzer(stopwords=False)


@cache
def _unstemmed() -> tantivy.TextAnalyzer:
    return _analyzer(stopwords=False, stems=False)


@cache
def _query_analyzer(stems: bool) -> tantivy.TextAnalyzer:
    return _analyzer(stopwords=True, stems=stems)


def _analyzer(stopwords: bool, stems: bool = True) -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    builder = builder.filter(tantivy.Filter.remove_long(60))
    builder = builder.filter(tantivy.Filter.lowercase())
    if stopwords:
        builder = builder.filter(tantivy.Filter.custom_stopword(sorted(FUNCTION_WORDS)))
    builder = builder.filter(tantivy.Filter.ascii_fold())
    if stems:
        builder = builder.filter(tantivy.Filter.stemmer("english"))
    return builder.build()
