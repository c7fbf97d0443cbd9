"""Figures and names in a sentence, in a form that can be compared: "3", "three" and "3.0" are one.

Two texts agree on a name if one has it, has its adjective (China, Chinese), or spells its
abbreviation (World Health Organization, WHO).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import takewhile

from qa.text.abbreviations import abbreviations
from qa.text.lexicon import AUXILIARY, SHORT_DAYS
from qa.text.numbers import in_words, numbers

_WORD = re.compile(r"[^\W\d_](?:[^\W_]|[’'.&-](?=[^\W_]))*")
_ADDRESS = re.compile(
    r"\b(?:(?:https?|ftp|file|data|javascript|mailto|tel|wss?):|www\.)\S+"
    r"|(?<![\w:])//\S+|(?<![\w.-])[\w-]{2,63}(?:\.[\w-]{2,63}){0,9}\.[a-z]{2,63}\b(?:[/?#]\S*)?"
)
"""Of the web or of a person, also without its scheme."""
ROUNDING = 0.05
"""How far, as a share of it, a figure may be from what is told as "about" so much."""
_ABOUT = frozenset(["about", "around", "roughly", "approximately", "some", "nearly", "almost"])
_ABOVE = frozenset(["more", "over", "least"])
_BELOW = frozenset(["nearly", "almost", "under", "less"])
"""Words that say of a figure that the true one is near, above or below it."""
_SUFFIX = re.compile(r"(?:ese|ians?|eans?|ans?|ish|is?|ia|a|e|s)$")
_OPENING = re.compile(r"^[\s\"“‘'(]*$")


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a text can be compared."""

    numbers: frozenset[float]
    names: frozenset[str]
    """As written, possessive and stops taken off."""
    words: frozenset[str]
    """Every word, in lower case."""
    abbreviations: frozenset[str]
    """Those that its names spell."""
    addresses: frozenset[str] = frozenset()
    """Letter by letter: another path is another address."""

    @classmethod
    def of(cls, *texts: str) -> Facts:
        """The facts of some texts together."""
        parts = [_facts(text) for text in texts]
        return cls(
            frozenset().union(*(part.numbers for part in parts)),
            frozenset().union(*(part.names for part in parts)),
            frozenset().union(*(part.words for part in parts)),
            frozenset().union(*(part.abbreviations for part in parts)),
            frozenset().union(*(part.addresses for part in parts)),
        )

    def missing(self, known: Facts) -> list[str]:
        """The figures, names and addresses here that do not stand in `known`, as one would name
        them."""
        apart = sorted(self.numbers - known.numbers)
        figures = [in_words(number) for number in apart if not self._is_rounded(number, known)]
        stems = _by_stem(known.words)
        names = [name for name in sorted(self.names) if not _is_known(name, known, stems)]
        return figures + names + sorted(self.addresses - known.addresses)

    def _is_rounded(self, number: float, known: Facts) -> bool:
        """Whether a figure is said to be inexact, and is one there told in fewer places."""
        if float(f"{number:.2g}") != number:
            return False
        below, above = bool(self.words & _BELOW), bool(self.words & _ABOVE)
        if not (below or above or self.words & _ABOUT):
            return False
        near = [one for one in known.numbers if abs(one - number) <= ROUNDING * one]
        return any(not (below and number < one) and not (above and number > one) for one in near)


def day_in_words(day: date | None) -> str:
    """A day as articles may write it: its weekday, day, month and year."""
    return f"{day:%A} {day.day} {day:%B} {day.year}" if day else ""


@lru_cache(maxsize=64)  # each sentence that is checked is held against the same articles
def _facts(text: str) -> Facts:
    words = [(m.start(), m.end(), _bare(m[0])) for m in _WORD.finditer(text)]
    return Facts(
        frozenset(value for _, _, value in numbers(text)),
        frozenset(_names(text, words)),
        frozenset(part for _, _, word in words for part in _parts(word)) | _also_known_as(words),
        abbreviations(text, words),
        frozenset(match[0].rstrip(".,;:!?)]}>\"'”’*_`") for match in _ADDRESS.finditer(text)),
    )


def _names(text: str, words: list[tuple[int, int, str]]) -> Iterable[str]:
    """Words with a capital; the first of a sentence only where another follows it."""
    for place, (start, end, word) in enumerate(words):
        if not word[:1].isupper() or word in ("I", "I'm", "I've"):
            continue
        before = text[max(0, start - 20) : start]
        opens = place == 0 or bool(re.search(r"[.!?:]\s*[\"“‘'(]*$|\n\s*$", before))
        if opens and _OPENING.match(before.splitlines()[-1] if before else ""):
            follower = words[place + 1] if place + 1 < len(words) else None
            joined = follower and text[end : follower[0]] == " "
            is_name = joined and follower and _is_name_before(word, follower[2])
            if not is_name or word.lower() in _FUNCTION:
                continue
        if word.lower() not in _FUNCTION or word in _LIKE_FUNCTION:
            yield word


def _is_name_before(word: str, follower: str) -> bool:
    """Whether the first word of a sentence is a name: another follows, or a verb does, before
    which a common noun seldom stands without its article ("Google bought it")."""
    if follower[:1].isupper():
        return True
    if word.lower() in _NOBODY or word.endswith(("s", "ing", "ly")):
        return False
    return bool(_VERB.fullmatch(follower))


def _is_known(name: str, known: Facts, stems: Mapping[str, set[str]]) -> bool:
    if name in _LIKE_FUNCTION:  # "us" and "who" do not name the US and the WHO
        called = any(words <= known.words for words in _LIKE_FUNCTION[name])
        return called or name in known.names | known.abbreviations
    parts = _parts(name)
    if all(part in known.words or _is_akin(part, known.words, stems) for part in parts):
        return True
    return name in known.abbreviations


def _is_akin(word: str, words: frozenset[str], stems: Mapping[str, set[str]]) -> bool:
    """Whether its plural is there, or one of the two is the adjective of a country: Japan and
    Japanese, not Niger and Nigeria."""
    near = {*stems.get(_stem(word), ()), *stems.get(word, ()), *({_stem(word)} & words)}
    return any(_ends(word, other) for other in near)


def _ends(word: str, other: str) -> bool:
    begun = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False))
    )
    ends = {word[begun:], other[begun:]}
    return bool(ends & _OF_A_COUNTRY) or any(ends <= alike for alike in _ALIKE_ENDS)


def _by_stem(words: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for word in words:
        found.setdefault(_stem(word), set()).add(word)
    return found


def _also_known_as(words: list[tuple[int, int, str]]) -> frozenset[str]:
    written = [word for _, _, word in words]
    text = f" {' '.join(written)} "
    return frozenset(
        other for name, others in _ALIASES.items() if f" {name} " in text for other in others
    )


def _parts(word: str) -> list[str]:
    return [part for part in word.lower().split("-") if part] or [word.lower()]


def _bare(word: str) -> str:
    return re.sub(r"[’']s$|[’']$", "", word).replace(".", "")


def _stem(word: str) -> str:
    stem = _SUFFIX.sub("", word)
    return stem if len(stem) >= 3 else word


_ALIASES = {
    **{short: (whole.lower(),) for short, whole in SHORT_DAYS.items()},
    "US": ("united", "states", "america", "american"),
    "USA": ("united", "states", "us", "america", "american"),
    "United States": ("us", "usa", "america", "american"),
    "American": ("us",),
    "UK": ("united", "kingdom", "britain", "british"),
    "United Kingdom": ("uk", "britain", "british"),
    "Britain": ("uk",),
    "British": ("uk",),
    "UN": ("united", "nations"),
    "United Nations": ("un",),
    "EU": ("european", "union"),
    "European Union": ("eu",),
}
"""A name as articles write it, and the words by which it may be called too."""

_OF_A_COUNTRY = frozenset(["ese", "ian", "ians", "ean", "eans", "an", "ans", "ish"])
_ALIKE_ENDS = ({"", "s"}, {"", "n", "ns"}, {"", "i", "is"})
_LIKE_FUNCTION: Mapping[str, tuple[frozenset[str], ...]] = {
    "US": (
        frozenset(["united", "states"]),
        *(frozenset([word]) for word in ("usa", "america", "american")),
    ),
    "WHO": (),
    "IT": (),
}
"""Names that are function words in small letters, and the words by which they may be called."""
_NOBODY = frozenset([
    "nobody", "somebody", "anybody", "everybody", "someone", "anyone", "everyone",
    "nothing", "something", "anything", "everything", "none", "neither", "either", "both",
    "each", "all", "most", "many", "much", "few", "some", "half", "another", "others",
    "then", "also", "here", "now", "today", "tomorrow", "yesterday", "once", "twice",
    "later", "still", "soon", "only", "however", "instead", "meanwhile", "overall",
    "furthermore", "moreover", "water", "people",
])  # fmt: skip
_VERB = re.compile(
    rf"(?:{AUXILIARY}|may|might|\w{{3,}}ed|won|said|"
    r"says|told|bought|sold|took|made|went|led|beat|lost|left|came|became|began|held|gave|got|saw|"
    r"met|ran|paid|built|fell|rose|sent|spent|cut|hit|shot|set|put|found|brought|thought|wrote|spoke|"
    r"broke|chose|drew|drove|flew|grew|knew|rode|sang|sank|shook|sought|stole|struck|swam|threw|wore)"
)
_FUNCTION = frozenset(
    {
        *("a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "did", "does", "for"),
        *("from", "had", "has", "have", "he", "her", "him", "his", "if", "in", "is", "them"),
        *("into", "it", "its", "no", "not", "of", "on", "or", "she", "so", "that", "the", "their"),
        *("there", "these", "they", "this", "those", "to", "was", "we", "were", "what", "when"),
        *("where", "which", "who", "with", "yes"),
    }
)
