"""Templates: what is escaped, what is lost, and how their lines are joined."""

from pathlib import Path

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from qa.text.templates import template_environment


def filled(folder: Path, source: str, **values: object) -> str:
    (folder / "a.html.j2").write_text(source, encoding="utf-8")
    return template_environment(folder).get_template("a.html.j2").render(values)


def test_every_text_is_escaped_and_only_markup_is_not(tmp_path: Path) -> None:
    source = '<p title="{{ text }}">{{ text }}{{ text ~ markup }}{{ markup }}</p>'
    text, markup = "<b \"c\" 'd'>", Markup("<i>e</i>")
    escaped = "&lt;b &#34;c&#34; &#39;d&#39;&gt;"
    shown = filled(tmp_path, source, text=text, markup=markup)
    assert shown == f'<p title="{escaped}">{escaped}{escaped}<i>e</i><i>e</i></p>'


def test_what_a_macro_outputs_is_escaped_once(tmp_path: Path) -> None:
    source = "{% macro m(text) %}<b>{{ text }}</b>{{ caller() }}{% endmacro %}"
    source += "{% call m('<') %}<i>{{ text }}</i>{% endcall %}"
    assert filled(tmp_path, source, text="&") == "<b>&lt;</b><i>&amp;</i>"


def test_misleading_characters_are_left_out_unless_all_are_asked_for(tmp_path: Path) -> None:
    text = "a\u202e\u2066<b" + "\u0301" * 9
    assert filled(tmp_path, "{{ text }}", text=text) == "a&lt;b" + "\u0301" * 4
    assert filled(tmp_path, "{{ text | exact }}", text=text) == text.replace("<", "&lt;")


def test_a_name_that_is_not_given_is_an_error(tmp_path: Path) -> None:
    for source in ("{{ missing }}", "{% if missing %}{% endif %}", "{{ text.missing }}"):
        with pytest.raises(UndefinedError):
            filled(tmp_path, source, text="a")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<p>\n  one\n  two\n</p>\n", "<p>one two</p>"),
        ("<b>one</b> two\n<b>three</b>\n", "<b>one</b> two<b>three</b>"),
        ("<p>\n  {{ text }}\n  {{ text }}\n</p>", "<p>AA</p>"),
        ("one\n{{ text }} two", "oneA two"),
        ('<p\n  class="{{ text }}"\n  id="b">', '<p class="A" id="b">'),
        ("<p\n  {% if text %}\n  hidden\n  {% endif %}>", "<p  hidden >"),
        ('<p>\n{% for one in "ab" %}\n  <i>{{ one }}</i>\n{% endfor %}\n</p>',
         "<p><i>a</i><i>b</i></p>"),
        ("{# A comment. #}\n<p> a </p>", "<p> a </p>"),
        ("<p>\n  {{ ' ' }}\n</p>", "<p> </p>"),
        ("<p>{{ lines }}</p>", "<p>one\n two</p>"),
    ],
)  # fmt: skip
def test_lines_are_joined(tmp_path: Path, source: str, shown: str) -> None:
    assert filled(tmp_path, source, text="A", lines="one\n two") == shown


def test_an_error_names_the_line_of_the_template(tmp_path: Path) -> None:
    with pytest.raises(UndefinedError) as raised:
        filled(tmp_path, "<p>\n</p>\n<p>\n  {{ missing }}\n</p>\n")
    lines = [entry.lineno for entry in raised.traceback if str(entry.path).endswith("a.html.j2")]
    assert [line + 1 for line in lines] == [4]
