"""Errors in the form of OpenAI's API, which its clients understand."""

from __future__ import annotations

from typing import Any

from starlette.responses import JSONResponse


def error_response(status: int, message: str, code: str | None = None) -> JSONResponse:
    """A response that says what is wrong."""
    kind = "invalid_request_error" if status < 500 else "server_error"
    return JSONResponse(error_json(message, kind, code), status)


def error_json(message: str, kind: str, code: str | None = None) -> dict[str, Any]:
    """What is wrong, as JSON."""
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}
