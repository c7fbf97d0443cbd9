"""The collections of a store and their fields."""

from __future__ import annotations

import hashlib
from enum import Enum
from typing import Any

from pymilvus import CollectionSchema, DataType, Function, FunctionType, MilvusClient

from index.tags import MAX_TAGS

MAX_BYTES = 65_535
"""Of a text in one field."""
PIECE = MAX_BYTES // 4
"""Characters of which every text fits into a field."""
MAX_TERMS = 4_096
MAX_TERM = 256
UNDATED = -1
NO_LINE = -1
PLACEHOLDER = {"placeholder": [0.0, 0.0]}
"""Milvus has no collection without vectors."""
ENGLISH: dict[str, Any] = {
    "tokenizer": "standard",
    "filter": ["lowercase", "asciifolding", {"type": "stemmer", "language": "english"}],
}
"""As the local engine takes words apart. Function words stay in, and are left out of questions."""


class Part(Enum):
    """A collection, by the last part of its name."""

    RECORDS = "records"
    """Which build is visible, and which is at work."""
    ARTICLES = "articles"
    TEXTS = "texts"
    """Stored texts in pieces: a field holds no more than 64 kB."""
    PASSAGES = "passages"
    DEATHS = "deaths"
    """Articles that are visible up to a build, until their rows are deleted."""
    FILES = "files"
    """Files that were read, for the next build."""
    ORIGINS = "origins"
    """Where an article stands now, if that is not where it stood when it came."""
    DRAFTS = "drafts"
    """Vectors of a build that has not ended."""


OF_ARTICLES = (Part.PASSAGES, Part.TEXTS, Part.ARTICLES)
"""Those whose rows bear the number of the build that they came with."""
_TEXT = (DataType.VARCHAR, {"max_length": MAX_BYTES})
_KEY = (DataType.VARCHAR, {"max_length": 100})
_NUMBER: tuple[DataType, dict[str, Any]] = (DataType.INT64, {})
_KEYS = (
    DataType.ARRAY,
    {"element_type": DataType.VARCHAR, "max_capacity": MAX_TAGS, "max_length": 32},
)
_TERMS = (
    DataType.ARRAY,
    {"element_type": DataType.VARCHAR, "max_capacity": MAX_TERMS, "max_length": MAX_TERM},
)
_ABOUT = {
    "article_id": _TEXT,
    "title": _TEXT,
    "source": _TEXT,
    "url": _TEXT,
    "day": _NUMBER,
    "source_key": _KEY,
    "tag_keys": _KEYS,
}
"""What both an article and its passages have, so that a search needs one request."""
FIELDS: dict[Part, dict[str, tuple[DataType, dict[str, Any]]]] = {
    Part.RECORDS: {"kind": _KEY, "number": _NUMBER, "place": _NUMBER, "of": _NUMBER, "text": _TEXT},
    Part.ARTICLES: {
        **_ABOUT,
        **{"born": _NUMBER, "came": _NUMBER, "id_key": _KEY, "authors": _TEXT, "tags": _TEXT},
        **{"hash": _KEY, "characters": _NUMBER, "words": _NUMBER},
        **{"file": _TEXT, "line": _NUMBER, "given_tags": _TEXT},
    },
    Part.TEXTS: {"born": _NUMBER, "article": _NUMBER, "place": _NUMBER, "text": _TEXT},
    Part.PASSAGES: {
        **_ABOUT,
        **{"born": _NUMBER, "article": _NUMBER, "start": _NUMBER, "stop": _NUMBER},
        **{"above": _NUMBER, "terms": _TERMS, "vector_key": _KEY},
    },
    Part.DEATHS: {"article": _NUMBER, "at": _NUMBER},
    Part.FILES: {"file": _TEXT, "name": _TEXT, "digest": _TEXT, "state": _TEXT},
    Part.ORIGINS: {"file": _TEXT, "line": _NUMBER, "given_tags": _TEXT},
    Part.DRAFTS: {},
}
_BY_TEXT = {Part.RECORDS, Part.DEATHS, Part.FILES, Part.DRAFTS}
"""Collections whose key is a text, not a number."""
_WITH_VECTORS = {Part.PASSAGES, Part.DRAFTS}
INDEXED = {
    Part.ARTICLES: ("id_key", "source_key"),
    Part.TEXTS: ("article",),
    Part.PASSAGES: ("article", "source_key", "vector_key", "day"),
}
"""Fields that conditions name, for a server to look up."""


def definition(part: Part, dimension: int) -> CollectionSchema:
    """The fields of a collection."""
    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    kind, more = _KEY if part in _BY_TEXT else _NUMBER
    schema.add_field("key", kind, is_primary=True, **more)
    for name, (kind, more) in FIELDS[part].items():
        schema.add_field(name, kind, **more)
    if part not in _WITH_VECTORS:
        schema.add_field("placeholder", DataType.FLOAT_VECTOR, dim=2)
        return schema
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimension)
    if part is Part.PASSAGES:
        schema.add_field(
            "text",
            DataType.VARCHAR,
            max_length=MAX_BYTES,
            enable_analyzer=True,
            analyzer_params=ENGLISH,
        )
        schema.add_field("words", DataType.SPARSE_FLOAT_VECTOR)
        schema.add_function(
            Function("bm25", FunctionType.BM25, ["text"], ["words"], "BM25 of the words")
        )
    return schema


def index_params(part: Part, *, is_lite: bool) -> Any:
    """The indexes of a collection. Milvus Lite compares every vector; a server chooses by size."""
    params = MilvusClient.prepare_index_params()
    vectors = "vector" if part in _WITH_VECTORS else "placeholder"
    params.add_index(vectors, index_type="FLAT" if is_lite else "AUTOINDEX", metric_type="COSINE")
    if part is Part.PASSAGES:
        params.add_index(
            "words",
            index_type="SPARSE_INVERTED_INDEX",
            metric_type="BM25",
            params={"bm25_k1": 1.2, "bm25_b": 0.75},
        )
        if not is_lite:
            params.add_index("terms", index_type="INVERTED")
    for name in INDEXED.get(part, ()):
        params.add_index(name, index_type="INVERTED")
    return params


def digest(name: str) -> str:
    """Under which a name is looked up: 32 signs that mean nothing in a condition."""
    return hashlib.sha256(name.encode()).hexdigest()[:32]
