"""Articles in, passages out: readers, passages, vectors and words, a store on disk, search.

articles    what an article is, its stored text          readers/   files → articles
sentences   where sentences end                          fetch      addresses, safely
passages    what is embedded and found                   compare    inputs beside the store
embedding   texts → vectors (onnx_, torch_backend)       build      brings a store up to date
database    SQLite, the truth                            publish    what a build changes
dense       FAISS        lexical   tantivy               sidecars   keeps both in step
store       open, search, articles                       fusion     two rankings to one
retriever   for llama-index                              commands   index, articles, search
"""

from index.articles import Article
from index.build import BuildReport, build, remove
from index.errors import ArticleQAError
from index.settings import Settings
from index.store import Filters, Hit, Store, Summary, open_store

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
