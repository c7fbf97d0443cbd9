"""Texts as Hypothesis draws them: any characters, pieces of news, and sentences that are plain."""

from hypothesis import strategies as st

from index.articles import normalise

SIGNS = st.text(
    "aBé\u0301😀\u200d\u200b .?!…;:,\"'“”’()[]-–*1\n\r\t\u00a0\u2028\x85\x1f\x00\ufeff",
    max_size=60,
)
"""What ends a sentence, a line or a paragraph, and what no stored text holds."""
NEWS = st.lists(
    st.sampled_from(
        [
            *(
                "Ms. Orr",
                "Ms. ",
                "U.S.",
                "J. K.",
                "e.g.",
                "a.m.",
                "5 p.m.",
                "Monday",
                "No. 5",
                "3.5",
            ),
            *("The town", "voted", "on", "it.", "“It is over.", "We lost.”", "(see p. 3)", "[1]"),
            *(" ", " ", " ", "\n", "\n\n", "\r\n", "\t", "\u3000", ". ", "! ", "… ", "。"),
            *("- item", "1. One", "a) two", "HEADLINE", "e\u0301", "😀", "http://a.example/b.c?d"),
            *("x" * 130, "\nwrapped", "no end " * 150, "y" * 900),
        ]
    ),
    max_size=25,
).map("".join)
"""What a news page brings along, in any order."""
RAW = st.one_of(st.text(max_size=60), SIGNS, NEWS)
"""Any characters but halves of a surrogate pair."""
STORED = RAW.map(normalise)
"""The same as an article's stored text."""


@st.composite
def plain_sentences(draw: st.DrawFn) -> str:
    """A sentence of news whose end nobody can mistake."""
    inner = [
        "Harbour",
        "the mayor",
        "U.S.",
        "$1.2bn",
        "3.5",
        "“no”",
        "(so far)",
        "😀",
        "café",
        "at",
    ]
    words = draw(st.lists(st.sampled_from(inner), max_size=8))
    last = draw(st.sampled_from(["bridge", "crowns", "Friday", "people"]))
    return " ".join(["The", *words, last]) + draw(st.sampled_from([".", "!", "?"]))
