"""Links that prove themselves.

A signed query string that works once a mail was sent, without a login.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any
from urllib.parse import urlencode

import frappe
from frappe.utils.links import get_url as _get_url


def get_signed_params(params: str | dict[str, Any]) -> str:
    """The query string with `_signature` at its end."""
    text = params if isinstance(params, str) else urlencode(params)
    return f"{text}&_signature={_sign_message(text)}"


def get_secret() -> str:
    """Secret of this site: config `secret`, else its encryption key."""
    secret = frappe.local.conf.get("secret") or frappe.local.conf.get("encryption_key")
    if not secret:
        from frappe.utils.password import get_encryption_key

        secret = get_encryption_key()
    return str(secret)


def _sign_message(message: str) -> str:
    return hmac.new(get_secret().encode(), message.encode(), digestmod=hashlib.sha512).hexdigest()


def verify_request() -> bool:
    """Whether the request's query string carries its own valid signature; answers a page if not."""
    text = frappe.safe_decode(frappe.local.request.query_string)
    params, mark, signature = text.partition("&_signature=")
    if mark and hmac.compare_digest(signature.encode(), _sign_message(params).encode()):
        return True
    frappe.respond_as_web_page(
        frappe._("Invalid Link"),
        frappe._(
            "This link cannot be used any more. Open the newest mail and follow the link there."
        ),
    )
    return False


def get_url(
    cmd: str, params: dict[str, Any], nonce: str | None = None, secret: str | None = None
) -> str:
    """The signed address of a whitelisted method."""
    return _get_url(f"/api/method/{cmd}?{get_signed_params(params)}")


def get_signature(params: dict[str, Any], nonce: str, secret: str | None = None) -> str:
    key = (secret or get_secret()).encode()
    text = "".join(str(params[name]) for name in sorted(params)) + nonce
    return hmac.new(key, text.encode(), hashlib.sha512).hexdigest()
