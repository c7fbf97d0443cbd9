"""Lists the words by which a person is known, and writes `qa/text/person_words.json`.

    python -m eval.list_person_words DATA WORDNET MEN WOMEN

DATA is the folder that `eval.count_word_classes` reads. WORDNET is the folder of WordNet 3.0's
`index.noun` and `data.noun` (Debian's `wordnet-base`). MEN and WOMEN are the lists of first names
of the 1990 census of the United States, in the public domain (`dist.male.first`,
`dist.female.first`): a name, and how many per cent have it.

A noun is a person's where that is its commonest sense, where it is no adjective, and where the
texts have it `LEAST` times. A first name that is also the name of a place is left out.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from eval.count_word_classes import FILES, texts_of
from index.files import write_text
from qa.text.word_classes import is_adjective

WORDS_FILE = Path("qa/text/person_words.json")
LEAST = 3
PERSON, PLACE, NAMED = "18", "15", "18i"
"""WordNet's numbers of what a noun is of; the last for somebody's name ("Shakespeare")."""
PER_CENT = 0.004
"""Share of men or of women who have a first name, at least."""


def main() -> None:
    """Reads the files and writes the lists."""
    data, wordnet, *lists = map(Path, sys.argv[1:])
    texts = {text for file in FILES for text in texts_of(data / f"{file}.jsonl.gz")}
    met = Counter(word for text in texts for word in re.findall(r"\b[a-z]{3,}\b", text))
    senses = noun_senses(wordnet)
    men, women = map(name_shares, lists)
    content = {
        "nouns": person_nouns(senses, met),
        "names": {
            name: share
            for name, share in first_names(men, women).items()
            if PLACE not in senses.get(name.lower(), ())
        },
    }
    write_text(WORDS_FILE, json.dumps(content, indent=0) + "\n")
    sys.stdout.write(json.dumps({name: len(words) for name, words in content.items()}) + "\n")


def noun_senses(folder: Path) -> dict[str, list[str]]:
    """For each noun the numbers of what its senses are of, the commonest first."""
    of: dict[str, str] = {}
    with (folder / "data.noun").open(encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith(" "):
                place, number, rest = line.split(" ", 2)
                of[place] = NAMED if number == PERSON and " @i " in rest else number
    senses: dict[str, list[str]] = {}
    with (folder / "index.noun").open(encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith(" "):
                word, *places = line.split()
                senses[word] = [of[place] for place in places if place in of]
    return senses


def person_nouns(senses: Mapping[str, list[str]], met: Mapping[str, int]) -> list[str]:
    """The nouns that mostly mean a person, of those that are met often enough."""
    return sorted(
        word
        for word, found in senses.items()
        if found[:1] == [PERSON] and met.get(word, 0) >= LEAST and not is_adjective(word)
    )


def name_shares(path: Path) -> dict[str, float]:
    """First names, as they are written, with the per cent of people who have them."""
    rows = (line.split() for line in path.read_text(encoding="ascii").splitlines())
    return {name.capitalize(): float(share) for name, share, *_ in rows}


def first_names(men: Mapping[str, float], women: Mapping[str, float]) -> dict[str, float]:
    """First names with the share of men among those who have them."""
    return {
        name: round(men.get(name, 0.0) / (men.get(name, 0.0) + women.get(name, 0.0)), 2)
        for name in sorted(men.keys() | women.keys())
        if max(men.get(name, 0.0), women.get(name, 0.0)) >= PER_CENT
    }


if __name__ == "__main__":
    main()
