"""Articles in, passages out: readers, passages, vectors and words, a store on disk, search.

articles    what an article is, its stored text          readers/   files → articles
sentences   where sentences end                          fetch      addresses, safely
passages    what is embedded and found                   compare    inputs beside the store
embedding   texts → vectors (onnx_, torch_backend)       build      brings a store up to date
models      model files by name and hash                 publish    what a build changes
database    SQLite, the truth                            sidecars   keeps both indexes in step
dense       FAISS                lexical     tantivy     fusion     two rankings to one
store       open, search         hits        what is found          retriever   for llama-index
commands    index, articles, search                      console    what all commands do alike
settings, errors, vectors        what their names say
"""

from index.articles import Article
from index.build import BuildReport, build, remove
from index.errors import ArticleQAError
from index.hits import Filters, Hit, Summary
from index.settings import Settings
from index.store import Store, open_store

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
