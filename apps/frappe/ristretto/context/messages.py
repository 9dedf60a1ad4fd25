"""Decides how code speaks to the person at the other end: messages of the request, and refusals."""

from __future__ import annotations

from typing import Any, NoReturn

from ristretto.context import AttrDict, current
from ristretto.context.translate import translate
from ristretto.errors import ValidationError


def msgprint(
    msg: Any,
    title: str | None = None,
    raise_exception: Any = 0,
    as_table: bool = False,
    as_list: bool = False,
    indicator: str | None = None,
    alert: bool = False,
    primary_action: Any = None,
    is_minimizable: bool = False,
    wide: bool = False,
    *,
    realtime: bool = False,
) -> None:
    """Queue a message for the client; with `raise_exception` (a class or True) also raise it."""
    text = _as_text(msg, as_table, as_list)
    out = AttrDict(message=text, title=title or translate("Message"))
    if indicator or raise_exception:
        out.indicator = indicator or "red"
    optional = {
        "alert": alert,
        "primary_action": primary_action,
        "wide": wide,
        "is_minimizable": is_minimizable,
        "as_list": as_list,
    }
    out.update({key: 1 if value is True else value for key, value in optional.items() if value})
    if raise_exception:
        out.raise_exception = 1
    if not current().flags.mute_messages:
        current().message_log.append(out)
    if raise_exception:
        raise _make_error(raise_exception, text)


def throw(
    msg: Any,
    exc: type[Exception] | Exception = ValidationError,
    title: str | None = None,
    is_minimizable: bool = False,
    wide: bool = False,
    as_list: bool = False,
    primary_action: Any = None,
) -> NoReturn:
    """Refuse: the message reaches the client and the exception ends the transaction."""
    msgprint(
        msg,
        title=title,
        raise_exception=exc,
        indicator="red",
        is_minimizable=is_minimizable,
        wide=wide,
        as_list=as_list,
        primary_action=primary_action,
    )
    raise _make_error(exc, str(msg))


def _make_error(exc: Any, text: str) -> BaseException:
    if isinstance(exc, BaseException):
        return exc
    if isinstance(exc, type) and issubclass(exc, BaseException):
        return exc(text)
    return ValidationError(text)


def _as_text(msg: Any, as_table: bool, as_list: bool) -> str:
    if as_table and isinstance(msg, list | tuple):
        rows = "".join(
            "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in msg
        )
        return f"<table>{rows}</table>"
    if as_list and isinstance(msg, list | tuple):
        return "<ul>" + "".join(f"<li>{item}</li>" for item in msg) + "</ul>"
    return str(msg)


def clear_messages() -> None:
    current().message_log.clear()


def clear_last_message() -> None:
    if current().message_log:
        current().message_log.pop()
