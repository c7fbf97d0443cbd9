"""The model files that ship with the package."""

from __future__ import annotations

from index.models import ModelFile
from qa.entailment.network import packaged_file as checker_file
from qa.query.conversation.tagger.network import packaged_file as tagger_file
from qa.ranking.reader.network import packaged_file as reader_file


def packaged_files() -> tuple[ModelFile, ...]:
    """The reader's, the checker's and the tagger's."""
    return reader_file(), checker_file(), tagger_file()
