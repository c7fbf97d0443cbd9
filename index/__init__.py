"""Articles in, passages out: readers, passages, vectors and words, a store on disk, search.

articles    what an article is, its stored text          readers/   files → articles
sentences   where sentences end                          fetch      addresses, safely
passages    what is embedded and found                   compare    inputs beside the store
embedding   texts → vectors (onnx_, torch_backend, ray_workers)
                                                         build      brings a store up to date
models      model files by name and hash                 publish    what a build changes
database    articles, passages, vectors in SQLite        sidecars   keeps both indexes in step
dense       vectors, searched    segments    their files, by FAISS
lexical     tantivy              fusion      two rankings to one
grouping    articles that belong together: copies (by shingles), stories (by names)
largest_stories                          the stories that most of some articles tell
engine      what keeps a store   places      folders, addresses     local, store   in a folder
milvus/     on Milvus            copy_store  from one to another    retriever   for llama-index
asked       vectors of questions hits        what is found          overview    sources and tags
integrity   whether the parts of a store fit each other
connections to read a store by   moments     kept for each state    columns     filters by them
export      articles as JSONL                            backup     a copy of a whole store
tags        collections          follow/     kept up to date
commands    index, articles, search                      console    what all commands share
files       written whole        sqlite      opened, migrated       lazy        loaded when used
words       of English           days        as written             unseen      invisible characters
marks       runs of accents
settings, errors, vectors, progress                      what their names say

`import index` loads no library for reading, embedding or searching; what uses one loads it.
"""

from typing import TYPE_CHECKING

from index.articles import Article
from index.build import BuildReport, build, remove
from index.engine import Store
from index.errors import ArticleQAError
from index.hits import Filters, Hit, Summary
from index.lazy import lazy_exports

if TYPE_CHECKING:
    from index.settings import Settings
    from index.store import open_store
else:
    _HOMES = {"Settings": "index.settings", "open_store": "index.store"}
    __getattr__ = lazy_exports(__name__, _HOMES)

__all__ = [
    "Article",
    "ArticleQAError",
    "BuildReport",
    "Filters",
    "Hit",
    "Settings",
    "Store",
    "Summary",
    "build",
    "open_store",
    "remove",
]
