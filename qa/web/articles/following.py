"""What the page may do with what is followed: show it, begin, stop.

Only web addresses are followed from the page: a path would let whoever uses it read files of this
machine. What is followed by command is shown by its last part, without what may be secret in it.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from index.errors import UsageError
from index.follow.schedule import interval
from index.follow.subscriptions import Subscription, Subscriptions, begun, following_folder
from index.tags import MAX_TAG, MAX_TAGS
from qa.i18n import say
from qa.server.stores import OpenStores
from qa.web.articles.adding import read_address

INTERVALS = ("30m", "1h", "6h", "1d", "7d")
"""How often the page lets one look."""
MOST = 200
"""Addresses that are followed by the page, at most; by command there may be more."""
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Followed:
    """Something that is followed, as the page shows it; times in seconds since 1970."""

    key: str
    """By which a click names it."""
    name: str
    every: str
    tags: tuple[str, ...]
    succeeded: float | None
    is_new: bool
    """It was not looked at yet."""
    error: str
    note: str


@dataclass(frozen=True, slots=True)
class FollowForm:
    """What was typed into the form."""

    address: str = ""
    every: str = "1h"
    tags: str = ""


def followed(stores: OpenStores) -> list[Followed]:
    """All that the settings' own store follows.

    Raises:
        StoreError: it cannot be read.
    """
    return [_shown(one) for one in Subscriptions(stores.settings.folder).all()]


def follow(form: FollowForm, stores: OpenStores) -> None:
    """Begins to follow an address; it is looked at soon.

    Raises:
        UsageError: it is no web address, an interval or a tag is none, or too much is followed.
        StoreError: it cannot be written.
    """
    if form.every not in INTERVALS:
        raise UsageError(say("following.choose_interval"))
    address = read_address(form.address)
    tags = [tag for tag in form.tags.split(",") if tag.strip()]
    subscriptions = Subscriptions(following_folder(stores.settings.store))
    one = begun(address, form.every, tags, time.time())
    known = [other.address for other in subscriptions.all()]
    if one.address not in known and len(known) >= MOST:
        raise UsageError(say("following.too_many", most=MOST))
    subscriptions.follow(one)


def stop(data: object, stores: OpenStores) -> None:
    """Follows no more what was clicked.

    Raises:
        StoreError: it cannot be written.
    """
    key = data.get("key") if isinstance(data, Mapping) else None
    subscriptions = Subscriptions(stores.settings.folder)
    for one in subscriptions.all():
        if _key(one.address) == key:
            subscriptions.stop(one.address)


def read_follow_form(data: object) -> FollowForm | None:
    """What the form sends, checked; None where it is something else."""
    if not isinstance(data, Mapping):
        return None
    address, every, tags = (data.get(name) for name in ("address", "every", "tags"))
    if not (isinstance(address, str) and isinstance(every, str) and isinstance(tags, str)):
        return None
    if len(address) > _LONGEST or len(every) > _LONGEST or len(tags) > MAX_TAGS * (MAX_TAG + 2):
        return None
    return FollowForm(address, every, tags)


def _shown(one: Subscription) -> Followed:
    return Followed(
        _key(one.address),
        _name(one),
        interval(one.every),
        one.tags,
        one.succeeded,
        one.checked is None,
        one.error,
        one.note,
    )


def _name(one: Subscription) -> str:
    """Host and path of an address; the last part of a path of this machine."""
    if not one.is_web:
        return one.address.replace("\\", "/").rstrip("/").rpartition("/")[2] or one.address
    parts = urlsplit(one.address)
    return f"{parts.netloc}{parts.path.rstrip('/')}{'?…' if parts.query else ''}"


def _key(address: str) -> str:
    return hashlib.sha256(address.encode(errors="replace")).hexdigest()[:16]
