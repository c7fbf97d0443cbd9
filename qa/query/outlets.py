"""Names of news outlets in a text: those of a store, however they are spelled, and well-known ones.

Names are compared without case, blanks and marks. A name that stands in the text says nothing yet
of what is asked; that is `qa.query.sources`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from qa.text.lexicon import FUNCTION_WORDS

LONGEST = 10
"""Words of the longest name that is looked for."""
FEW = 100
"""Sources up to which all are compared closely; of more, those that begin as a word does."""
LEAST_WITH_SLIP = 5
"""Letters of the shortest name that is known in spite of a slip of the pen."""
LONGEST_WITH_SLIP = 4
"""Words of the longest one."""

SLIPS = 1
"""Letters too many, missing, other, or swapped with the next, by which a name is still known."""

PAPER = (
    r"(?:Times|Post|News|Herald|Tribune|Journal|Gazette|Chronicle|Observer|Telegraph|Guardian|"
    r"Daily|Weekly|Courier|Free Press|(?:News|Press) Agency|Radio|Magazine)"
)
_KNOWN_WORDS = """
    abcnews afp aljazeera ap arstechnica associatedpress axios bbc bbcnews bloomberg bostonglobe
    businessinsider buzzfeed cbc cbsnews chicagotribune cnbc cnet cnn dailyexpress dailymail
    dailymirror derspiegel deutschewelle economist engadget espn financialtimes forbes foxnews
    france24 gizmodo guardian haaretz huffpost independent lemonde losangelestimes mashable msnbc
    nbcnews newsweek newyorker newyorktimes npr pbs politico propublica reuters skynews skysports
    sydneymorningherald techcrunch timesofindia theatlantic thehill thetelegraph thetimes usatoday
    verge vox wallstreetjournal washingtonpost
"""
"""Well-known outlets, without blanks; of a name that is a word, "the" belongs to it."""
_KNOWN = frozenset(_KNOWN_WORDS.split())
_KNOWN_STARTS = {key[:2] for key in _KNOWN}
_ORDINARY_WORDS = """
    age ap atlantic daily dawn economist express fortune globe health hill independent life local
    mail metro mirror nation nature news observer onion people polygon post quartz record roar
    science slate spectator standard star sun time times variety vice vox week wired world
"""
"""Names that are words of the language, too; a capital tells them apart."""
_ORDINARY = frozenset(_ORDINARY_WORDS.split())
_TAILS = {"news", "online", "english", "magazine", "international"}
"""What is often put behind an outlet's name, or left out."""

_WORD = re.compile(r"[^\W_]+")
_DOMAIN = re.compile(r"\.(?:com|org|net|info|co|gov|edu|[a-z]{2})(?:\.[a-z]{2})?\b", re.IGNORECASE)
_SECTION = re.compile(r"\s+[-–—|]\s+|\s*[|:]\s+")
_JOINED = re.compile(r"[^,;?!()\"“”\n]{0,3}")
_NO_CAPITAL_AFTER = r"(?!['’-]?s?\s+(?!(?:Report|Article)\b)[A-Z])"
_PAPER_NAME = re.compile(
    rf"\b(?:(?!(?i:{'|'.join(sorted(FUNCTION_WORDS))})\b)[A-Z][\w&.’'-]*\s+){{1,4}}?{PAPER}\b"
    rf"{_NO_CAPITAL_AFTER}(?!\s+of\s+[A-Z])"
)
_OTHER_NAME_AFTER = re.compile(r"\s+(?!(?:Report|Article)s?\b)[A-Z]")
_CAPITALS = re.compile(r"\b[A-Z]{3,6}\b")
_LAST_PAPER = re.compile(rf"\s{PAPER}$")
_OF_A_PLACE = r"(?!\s+of\s+[A-Z])"
_LAST_WORD = re.compile(rf"\b[Tt]he ({PAPER})\b{_OF_A_PLACE}")


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet's name in a text."""

    start: int
    end: int
    sources: tuple[str, ...]  # of the store: none where it lacks it, or a short form fits several
    lacking: bool  # an outlet that the store lacks
    known: bool  # is surely a news outlet, whoever else might bear the name


def find_outlets(text: str, sources: Sequence[str]) -> list[Outlet]:
    """The outlets that `text` names, as they stand there; the longest name wins."""
    words = [(match.start(), match.end(), match[0].casefold()) for match in _WORD.finditer(text)]
    names = _Names(text, [word for _, _, word in words], sources)
    found: list[Outlet] = []
    papers = {match.start(): match.end() for match in _PAPER_NAME.finditer(text)}
    at = 0
    while at < len(words):
        outlet, used = names.at(words, at)
        start = words[at][0]
        if outlet is None and start in papers:
            written = start - 4 if text[max(0, start - 4) : start] == "The " else start
            outlet = Outlet(written, papers[start], (), True, True)
            used = sum(start <= first < outlet.end for first, _, _ in words[at : at + LONGEST])
        if outlet:
            found.append(outlet)
        at += used
    return found


class _Names:
    """The store's sources that one text may name, by spelling."""

    def __init__(self, text: str, words: Sequence[str], sources: Sequence[str]) -> None:
        self._text = text
        self._full: defaultdict[str, list[str]] = defaultdict(list)
        self._short: defaultdict[str, list[str]] = defaultdict(list)
        self._initials: defaultdict[str, list[str]] = defaultdict(list)
        self._like: defaultdict[str, list[str]] = defaultdict(list)
        for source in _candidates(text, words, sources):
            self._add(source)
        for key in self._full:
            if len(key) >= LEAST_WITH_SLIP and key not in _ORDINARY:
                self._like[key[0]].append(key)
        keys = (*self._full, *self._short, *self._initials)
        self._starts = _KNOWN_STARTS | {key[:2] for key in keys} | {key[:1] for key in keys}

    def _add(self, source: str) -> None:
        for key in _spellings(source):
            self._full[key].append(source)
        head = _SECTION.split(source.strip())[0]
        words = _WORD.findall(head)
        if head != source:
            for key in _spellings(head):
                self._short[key].append(source)
        if len(words) > 1 and words[-1].casefold() in _TAILS and words[0].isupper():
            self._short["".join(words[:-1]).casefold()].append(source)
        if _LAST_PAPER.search(head):
            self._short["the" + words[-1].casefold()].append(source)
        spoken = words[1:] if words and words[0].casefold() == "the" else words
        if len(spoken) > 2:
            self._initials["".join(word[0] for word in spoken).casefold()].append(source)

    def at(self, words: Sequence[tuple[int, int, str]], at: int) -> tuple[Outlet | None, int]:
        """The longest name that begins with the word `at`, and how many words it has."""
        start, end, key = words[at]
        slips = key[0] in self._like and key not in FUNCTION_WORDS
        if not slips and key[:2] not in self._starts:
            return None, 1
        best: tuple[Outlet | None, int] = (None, 1)
        slip: tuple[Outlet | None, int] = (None, 1)
        before = word = ""
        for count in range(1, min(LONGEST, len(words) - at) + 1):
            if count > 1:
                following, next_end, word = words[at + count - 1]
                if not _JOINED.fullmatch(self._text, end, following):
                    break
                before, end, key = key, next_end, key + word
            outlet = self._exact(key, start, end)
            if before and word in _TAILS and (outlet is None or outlet.lacking):
                outlet = self._exact(before, start, end) or outlet
            if outlet:
                best = (outlet, count)
            elif slips and best[0] is None and count <= LONGEST_WITH_SLIP:
                outlet = self._with_slip(key, start, end)
                slip = (outlet, count) if outlet else slip
        return best if best[0] else slip

    def _exact(self, key: str, start: int, end: int) -> Outlet | None:
        if sources := self._full.get(key):
            return self._outlet(key, start, end, sources)
        short = self._short.get(key)
        if not short and self._text[start:end].isupper():
            short = self._initials.get(key)
        if short:  # of one source, or nobody can tell of which
            return self._outlet(key, start, end, short if len(set(short)) == 1 else ())
        return self._outlet(key, start, end, (), lacking=True) if key in _KNOWN else None

    def _with_slip(self, key: str, start: int, end: int) -> Outlet | None:
        near = process.extract(
            key, self._like.get(key[0], ()), scorer=OSA.distance, score_cutoff=SLIPS, limit=None
        )
        like = {source for other, _, _ in near for source in self._full[other]}
        return self._outlet(key, start, end, tuple(like)) if len(like) == 1 else None

    def _outlet(
        self, key: str, start: int, end: int, sources: Sequence[str], lacking: bool = False
    ) -> Outlet | None:
        """None where a word of the language is not written as a name, with a capital and alone."""
        written = _WORD.findall(self._text, start, end)[-1]
        if key in FUNCTION_WORDS and not (written.isupper() and len(written) > 1):
            return None
        if key.removeprefix("the") in _ORDINARY and (
            not written[0].isupper() or _OTHER_NAME_AFTER.match(self._text, end)
        ):
            return None
        known = key in _KNOWN or bool(_LAST_PAPER.search(self._text[start:end]))
        if domain := _DOMAIN.match(self._text, end):
            end = domain.end()
        if lacking and self._text[max(0, start - 4) : start] == "The ":
            start -= 4
        return Outlet(start, end, tuple(dict.fromkeys(sources)), lacking, known)


def _candidates(text: str, words: Sequence[str], sources: Sequence[str]) -> list[str]:
    """The sources worth a closer look, which costs microseconds each: all, if they are few."""
    if len(sources) <= FEW:
        return list(dict.fromkeys(sources))
    starts = {word[:3] for word in words if word not in FUNCTION_WORDS}
    near = {source for source in sources if source[:3].lower().strip() in starts}
    prefixed = (source for source in sources if source.startswith(("The ", "the ", "www.")))
    near |= {source for source in prefixed if source[4:7].lower().strip() in starts}
    if initials := tuple({match[0][0] for match in _CAPITALS.finditer(text)}):
        near |= {s for s in sources if s.startswith(initials) and s.count(" ") > 1}
    if papers := tuple({match[1] for match in _LAST_WORD.finditer(text)}):
        near |= {source for source in sources if source.endswith(papers)}
    return [source for source in dict.fromkeys(sources) if source in near]


def _spellings(name: str) -> Iterator[str]:
    """The keys of a name: as it is, without "the", without ".com"."""
    bare = _DOMAIN.sub("", name.casefold().strip().removeprefix("www."))
    keys = ["".join(_WORD.findall(form)) for form in {name.casefold(), bare}]
    keys += [key.removeprefix("the") for key in keys if len(key) > 5]
    return (key for key in dict.fromkeys(keys) if len(key) > 1 and not key.isdigit())
