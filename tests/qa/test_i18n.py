"""The texts of the page: the same in every language, and none left in templates and scripts."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qa.i18n import (
    LANGUAGES,
    decimal,
    language,
    language_for,
    long_day,
    number,
    read_texts,
    say,
    short_day,
    speaking,
)
from qa.i18n.translation import KINDS

QA = Path(__file__).parents[2] / "qa"
TEMPLATES = [*(QA / "web/templates").glob("*.j2"), *(QA / "server/templates").glob("*.j2")]
SCRIPTS = [*(QA / "web/static").glob("*.js")]
PLACE = re.compile(r"\{(\w+)\}")
OTHERS = [code for code in LANGUAGES if code != "en"]


def places(text: Any) -> Any:
    """What a text leaves open: by its form, where it has two."""
    if isinstance(text, dict):
        return {form: places(one) for form, one in text.items()}
    return sorted(PLACE.findall(text)) if isinstance(text, str) else len(text)


@pytest.mark.parametrize("code", OTHERS)
def test_each_language_says_the_same(code: str) -> None:
    english, other = read_texts("en"), read_texts(code)
    assert list(other) == list(english)
    differing = {key for key in english if places(other[key]) != places(english[key])}
    assert differing == set()
    assert all(text != "" for text in other.values())


CODE = "\n".join(path.read_text() for path in [*QA.rglob("*.py"), *TEMPLATES])
SCRIPT = "\n".join(path.read_text() for path in SCRIPTS)


def test_every_key_in_the_code_has_a_text() -> None:
    keys = set(re.findall(r'\bsay\(\s*"([a-z_0-9]+\.[a-z_0-9]+)"', CODE))
    in_scripts = re.findall(r'\bapp\.say\("(\w+)"|\btexts\.(\w+)', SCRIPT)
    keys |= {f"script.{said or named}" for said, named in in_scripts}
    assert len(keys) > 150 and keys - set(read_texts("en")) == set()


def test_every_text_is_used() -> None:
    named = set(re.findall(r'"([a-z_]+\.[a-z_0-9]+)"', CODE))
    named |= {f"script.{name}" for name in re.findall(r'(?:texts\.|")(\w+)', SCRIPT)}
    openings = re.findall(r'"([a-z_]+\.[a-z_]*)(?:\{|" ~|" \+)', CODE)  # the rest is put to it
    openings += [f"{kind}." for kind in KINDS]  # known by what they say; see test_translation.py
    openings += [f"script.{opening}" for opening in re.findall(r"texts\[`(\w+)\$", SCRIPT)]
    unused = [
        one for one in read_texts("en") if one not in named and not one.startswith(tuple(openings))
    ]
    assert unused == []


def bare(template: str) -> str:
    """The words of a template that are neither Jinja's nor markup, nor code to be copied."""
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", template, flags=re.DOTALL)
    text = re.sub(r"<(style|code|pre)\b.*?</\1>", "", text, flags=re.DOTALL)
    shown = re.findall(r'(?:aria-label|title|placeholder|alt)="([^"]*)"', text)
    return " ".join([*shown, re.sub(r"<[^>]*>", " ", text)])


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_words_stand_in_a_template(path: Path) -> None:
    assert re.findall(r"[A-Za-z]{2,}", bare(path.read_text())) == []


def test_words_in_a_template_are_found() -> None:
    assert "Close" in bare('<button aria-label="Close">{{ x }}</button>')
    assert "Save" in bare("<p>{% if x %}Save{% endif %}</p>") and not bare("<p>{{ x }}</p>").strip()


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_sentences_stand_in_a_script(path: Path) -> None:
    code = re.sub(r"//.*", "", path.read_text())
    assert re.findall(r"[\"'`][A-Z][a-z]+ [^\"'`]*[\"'`]", code) == []


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, "en"),
        ({"accept-language": "de"}, "de"),
        ({"accept-language": "de-AT,de;q=0.9,en;q=0.8"}, "de"),
        ({"accept-language": "fr, en;q=0.7, de;q=0.3"}, "en"),
        ({"accept-language": "fr, de;q=0.3"}, "de"),
        ({"accept-language": "en;q=0, de;q=0.1"}, "de"),
        ({"accept-language": "de;q=x, ;;, \x00"}, "en"),
        ({"accept-language": "de", "cookie": "article_qa_language=en"}, "en"),
        ({"cookie": 'a="; b={}; article_qa_language=de; c'}, "de"),
        ({"cookie": "article_qa_language=../../etc/passwd"}, "en"),
        ({"accept-language": "," * 100_000 + "de"}, "en"),
    ],
)
def test_the_language_of_a_browser(headers: dict[str, str], expected: str) -> None:
    assert language_for(headers) == expected


def test_numbers_days_and_plurals_are_written_as_in_the_language() -> None:
    day = date(2026, 2, 12)
    assert (long_day(day), short_day(day)) == ("12 February 2026", "12 Feb 2026")
    assert say("count.articles", n=1) == "1 article" and number(12345) == "12,345"
    with speaking("de"):
        assert language() == "de"
        assert (long_day(day), short_day(day)) == ("12. Februar 2026", "12. Febr. 2026")
        assert say("count.articles", n=1200) == "1.200 Artikel"
        assert decimal(1.25) == "1,2" and say("count.sources", n=1) == "1 Quelle"
    assert language() == "en"


def test_braces_in_a_value_stay_what_they_are() -> None:
    assert say("conversations.more_for", title="{n} {0}") == "More for: {n} {0}"
