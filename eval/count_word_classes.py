"""Counts which words are verbs and adjectives, and writes `qa/text/word_classes.json`.

    python -m eval.count_word_classes DATA

DATA is a folder with `squad_dev_v1.1`, `squad_dev_v2.0`, `wikinews_2019_2020_ccby`,
`more/qa/nq_qed_train`, `more/qa/tydiqa_goldp_en`, `more/qa/fairytaleqa` and
`more/rewrites/trec_cast_ikat` (`.jsonl.gz`). A word is counted by its neighbours: as a verb behind
"to", "will" or a pronoun that is a subject, as a noun between "the" and a small word or a mark, as
an adjective between "is" or "very" and one of these. Only single words are kept, nothing of the
texts.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from index.files import write_text
from qa.text.lexicon import AUXILIARY, FUNCTION_WORDS

FILES = (
    *("squad_dev_v1.1", "squad_dev_v2.0", "wikinews_2019_2020_ccby", "more/qa/nq_qed_train"),
    *("more/qa/tydiqa_goldp_en", "more/qa/fairytaleqa", "more/rewrites/trec_cast_ikat"),
)
CLASSES_FILE = Path("qa/text/word_classes.json")
LEAST = 3
"""Times that a word must be met in a class."""
SURE, POSSIBLE = 0.6, 0.2
"""Share of a word's uses as a verb from which it is one, or may be one."""
MOSTLY = 0.6
"""The same of an adjective, beside its uses as a noun."""

_BEFORE_VERBS = frozenset(
    [
        *("to", "will", "would", "can", "could", "should", "must", "may", "might", "cannot", "not"),
        *("he", "she", "they", "i", "we", "who", "it", "you"),
    ]
)
_BEFORE_NOUNS = frozenset(
    [
        *("the", "a", "an", "his", "their", "its", "my", "our", "these", "those", "some", "any"),
        *("each", "every", "this", "no", "of", "in", "on", "for", "with", "at", "from"),
    ]
)
_BEFORE_ADJECTIVES = frozenset(
    ["is", "are", "was", "were", "be", "been", "very", "so", "too", "as", "most", "more"]
)
_WORD = re.compile(r"[A-Za-z]+|[.,;:?!]")


def main() -> None:
    """Reads the files, counts, and writes the lists."""
    texts = {text for file in FILES for text in texts_of(Path(sys.argv[1]) / f"{file}.jsonl.gz")}
    content = word_classes(texts)
    write_text(CLASSES_FILE, json.dumps(content, indent=0) + "\n")
    sys.stdout.write(json.dumps({name: len(words) for name, words in content.items()}) + "\n")


def word_classes(texts: Iterable[str]) -> dict[str, list[str]]:
    """The words that are verbs, those that may be ("possible_verbs"), and adjectives."""
    verb, noun, last_noun, adjective = (Counter[str]() for _ in range(4))
    for text in texts:
        words = _WORD.findall(text)
        for before, word, behind in zip(words, words[1:], words[2:], strict=False):
            if not word.islower() or len(word) < 2:
                continue
            before = before.lower()
            is_last = behind in FUNCTION_WORDS or not behind.isalpha()
            verb[word] += before in _BEFORE_VERBS
            noun[word] += before in _BEFORE_NOUNS
            last_noun[word] += before in _BEFORE_NOUNS and is_last
            adjective[word] += before in _BEFORE_ADJECTIVES and is_last
    known = sorted(
        word
        for word in verb.keys() | adjective.keys()
        if word not in FUNCTION_WORDS and not re.fullmatch(AUXILIARY, word)
    )
    verbal = {word: verb[word] / (verb[word] + noun[word] + 1) for word in known}
    adjectival = {word: adjective[word] / (adjective[word] + last_noun[word] + 1) for word in known}
    return {
        "verbs": [w for w in known if verb[w] >= LEAST and verbal[w] >= SURE],
        "possible_verbs": [w for w in known if verb[w] >= LEAST and POSSIBLE <= verbal[w] < SURE],
        "adjectives": [w for w in known if adjective[w] >= LEAST and adjectival[w] >= MOSTLY],
    }


def texts_of(path: Path) -> Iterator[str]:
    """The texts of a file's rows, whatever they are called there."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield from _strings(json.loads(line))


def _strings(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, list | dict):
        for one in content.values() if isinstance(content, dict) else content:
            yield from _strings(one)


if __name__ == "__main__":
    main()
