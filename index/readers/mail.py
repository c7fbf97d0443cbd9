"""Mail: a message (.eml) or a mailbox of them (.mbox), such as letters that a paper sends out.

A message has as text what it says itself, not what is attached to it. Its id is that of the
message (`mid:…`, RFC 2392), so that a mailbox may be sorted anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parseaddr
from typing import BinaryIO

from index.articles import Article
from index.errors import ReadError
from index.readers.damage import DAMAGE
from index.readers.decoding import MAX_FILE_BYTES, Source, decode_markup
from index.readers.markup import MARKUP_DAMAGE, plain_text
from index.readers.records import day_if_any, read_record
from index.readers.results import Found, Result, Results, refusal

_CONTROLS = re.compile(r"[\x80-\x9f]")
"""What no text holds; the bytes are letters and marks of Windows."""
_FROM = b"From "
_BLANK = (b"\n", b"\r\n")


def mail_article(data: bytes, name: str) -> Article:
    """The article of a message: its subject, its sender as the source, and the day it was sent.

    Raises:
        ReadError: it is no message, or has no text of its own.
    """
    try:
        message = BytesParser(EmailMessage, policy=policy.default).parsebytes(data)
        subject, sender = _header(message, "Subject"), _header(message, "From")
        if not (subject or sender):
            raise ReadError("is no mail message: it has neither subject nor sender")
        fields = {
            "id": _identity(_header(message, "Message-ID")),
            "title": subject,
            "source": _name(sender),
            "date": day_if_any(_header(message, "Date")),
            "text": _text(message),
        }
    except MARKUP_DAMAGE as error:
        raise ReadError("is a message too damaged to be read") from error
    return read_record(fields, name)


def read_mailbox(source: Source, name: str) -> Results:
    """The articles of a mailbox, a message at a time; their lines are the messages' numbers."""
    number = 0
    try:
        with source.open("rb") as file:
            for number, data in enumerate(_messages(file), 1):
                yield _result(data, name, number)
    except OSError as error:
        yield refusal(name, None, ReadError(f"cannot be opened: {error.strerror}"))
    except ReadError as error:
        yield refusal(name, None, error)
    else:
        if not number:
            yield refusal(name, None, ReadError("is empty"))


def _result(data: bytes, name: str, number: int) -> Result:
    try:
        if len(data) > MAX_FILE_BYTES:
            raise ReadError(f"is over {MAX_FILE_BYTES // 1_000_000} MB")
        return Found(mail_article(data, f"{name}#{number}"), number)
    except ReadError as error:
        return refusal(name, number, error, data[:MAX_FILE_BYTES])


def _messages(file: BinaryIO) -> Iterator[bytes]:
    """The messages of a mailbox: each begins with a line "From …", after an empty one.

    Of one over the limit only so much is handed out as shows that it is.

    Raises:
        ReadError: it does not begin as a mailbox does.
    """
    message, is_after_blank, has_begun = bytearray(), True, False
    while line := file.readline(MAX_FILE_BYTES):
        if is_after_blank and line.startswith(_FROM):
            if has_begun:
                yield bytes(message)
            message, has_begun = bytearray(), True
        elif not has_begun and line.strip():
            raise ReadError('is no mailbox: it does not begin with a line "From …"')
        elif len(message) <= MAX_FILE_BYTES:
            message += line
        is_after_blank = line in _BLANK
    if has_begun:
        yield bytes(message)


def _header(message: EmailMessage, name: str) -> str | None:
    """A header as people read it; None where there is none, or one that cannot be read."""
    try:
        raw = next((str(v) for k, v in message.raw_items() if k.lower() == name.lower()), None)
        if raw is None:
            return None
        if raw.isascii():
            raw = str(message[name])
        return " ".join(raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace").split())
    except DAMAGE:
        return None


def _identity(given: str | None) -> str | None:
    inner = (given or "").strip().strip("<>").strip()
    return f"mid:{inner}" if inner else None


def _name(sender: str | None) -> str | None:
    """Who sent it: the name, else the address."""
    name, address = parseaddr(sender or "")
    return name or address or None


def _decoded(part: MIMEPart) -> str:
    """The characters of a part, as it declares them, if it does so truly."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset("us-ascii")
    try:
        text = data.decode(charset)
    except (LookupError, UnicodeError):
        return decode_markup(data, charset)
    return decode_markup(data, charset) if _CONTROLS.search(text) else text


def _text(message: EmailMessage) -> str:
    """The plain text, or what a reader sees of the HTML where there is none."""
    for kind in ("plain", "html"):
        part = message.get_body((kind,))
        if part is None:
            continue
        content = _decoded(part)
        text = plain_text(content) if kind == "html" else content
        if text.strip():
            return text
    raise ReadError("has no text of its own, only what is attached")
