"""The errors a person may meet.

ArticleQAError          something a person can put right; its text says how
├── UsageError          the command or a setting is wrong
├── StoreError          the store cannot be used as it is
│   ├── StoreMissing    there is none at that place
│   ├── StoreBusy       another build is at work on it
│   └── StoreMismatch   it was made with other settings
├── TooManyRemoved      a build would take away most of what is known
├── ModelError          a model file is missing or not the right one
├── ReadError           an input is not an article
└── FetchError          an address could not, or must not, be fetched
"""

from __future__ import annotations


class ArticleQAError(Exception):
    """Base of all; `str(error)` is one plain sentence, or two, saying what to do."""


class UsageError(ArticleQAError):
    """The command line or a setting is wrong."""


class StoreError(ArticleQAError):
    """The store cannot be used as it is."""


class StoreMissing(StoreError):
    """There is no store at the place named."""


class StoreBusy(StoreError):
    """Another build holds the store's lock."""


class StoreMismatch(StoreError):
    """The store was made with other settings or by another version."""


class TooManyRemoved(ArticleQAError):
    """A build would remove more than half of the known articles of an input."""


class ModelError(ArticleQAError):
    """A model is missing, or its file is not the one expected."""


class ReadError(ArticleQAError):
    """An input cannot be read as an article; the text is the reason alone."""


class FetchError(ReadError):
    """An address could not be fetched, or must not be.

    `status` is that of the answer, if there was one, and `wait_s` for how many seconds its server
    asks to be left alone.
    """

    def __init__(self, text: str, status: int | None = None, wait_s: float | None = None) -> None:
        super().__init__(text)
        self.status = status
        self.wait_s = wait_s
