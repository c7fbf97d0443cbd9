"""What doctor says of what is followed."""

import pytest

from index.errors import ArticleQAError
from index.follow.schedule import DAY, moment
from index.follow.subscriptions import Subscription, Subscriptions
from qa.cli.checks import examine
from qa.cli.followed import examine_followed
from qa.settings import QASettings

NOW = 1_700_000_000.0


def followed(name: str, **state: object) -> Subscription:
    about = {"since": NOW - 9 * DAY, "due": NOW + 60.0, "checked": NOW - 60, **state}
    return Subscription(f"https://{name}.example/feed", 3600, **about)  # type: ignore[arg-type]


def test_what_works_is_counted() -> None:
    assert examine_followed([], NOW) == "nothing is followed"
    fine = followed("fine", succeeded=NOW - 60)
    assert examine_followed([fine], NOW) == "1 address, none fails"
    partly = followed("partly", succeeded=NOW - 60, note="2 could not be read")
    assert "some of https://partly.example/feed" in examine_followed([fine, partly], NOW)


def test_what_fails_is_named_with_since_when_why_and_what_to_do() -> None:
    once = followed("once", succeeded=NOW - 2 * DAY, failures=5, error="answered 404")
    never = followed("never", failures=1, error="It has no text.")
    others = [followed(f"n{number}", failures=1, error="answered 500") for number in range(4)]
    with pytest.raises(ArticleQAError) as caught:
        examine_followed([once, followed("fine"), never, *others], NOW)
    said = str(caught.value)
    assert said.startswith("6 of 7 fail: ")
    assert f"https://once.example/feed has not worked since {moment(NOW - 2 * DAY)}, 5 " in said
    assert "5 failures in a row: answered 404." in said
    assert f"since it is followed ({moment(NOW - 9 * DAY)}), 1 failure in a row: It has no" in said
    assert "and 3 more" in said and "n3" not in said and "fine" not in said
    assert "article-qa follow stop" in said


def test_what_nobody_looks_at_is_told() -> None:
    late = followed("late", succeeded=NOW - 3 * DAY, due=NOW - 2 * DAY)
    with pytest.raises(ArticleQAError, match=f"is due since {moment(NOW - 2 * DAY)}"):
        examine_followed([followed("fine"), late], NOW)
    assert examine_followed([followed("soon", due=NOW - DAY / 2)], NOW)


def test_doctor_looks(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    for other in ("_packages", "_models", "_embedding", "_disk", "_store", "_answerer"):
        monkeypatch.setattr(f"qa.cli.checks.{other}", lambda settings: "")
    settings = QASettings(store=tmp_path, keep_conversations=False)

    def check() -> tuple[bool, str]:
        (found,) = [one for one in examine(settings) if one.name == "followed"]
        return found.ok, found.finding

    assert check() == (True, "nothing is followed")
    Subscriptions(tmp_path).write(followed("gone", failures=2, error="answered 410"))
    ok, finding = check()
    assert not ok and "answered 410" in finding
    (tmp_path / "follow.sqlite").write_bytes(b"no database at all" * 100)
    ok, finding = check()
    assert not ok and "move it away" in finding
