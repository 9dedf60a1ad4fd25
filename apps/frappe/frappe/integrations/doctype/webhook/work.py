"""What one webhook sends about one document: address, headers with the signature, body. Pure but for templates."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from ristretto.context import current

import frappe

WEBHOOK_SECRET_HEADER = "X-Frappe-Webhook-Signature"
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@dataclass(frozen=True)
class Letter:
    """A request as it goes out."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes
    data: Any


def letter(doc: Any, webhook: Any) -> Letter:
    """Raises what templates and JSON raise."""
    url = webhook.request_url
    if webhook.is_dynamic_url:
        url = frappe.render_template(url, get_context(doc))
    data = get_webhook_data(doc, webhook)
    headers = _own_headers(webhook)
    body = encoded(data, webhook, headers)
    if webhook.enable_security:
        headers = {WEBHOOK_SECRET_HEADER: signature(webhook, body), **headers}
    if "content-type" not in {name.lower() for name in headers}:
        headers["Content-Type"] = JSON
    return Letter(webhook.request_method, url.strip(), headers, body, data)


def get_context(doc: Any) -> dict[str, Any]:
    """Names of conditions and templates."""
    cache = current().site.cache("webhooks")
    if "utils" not in cache:
        from frappe.utils.safe_exec import safe_utils

        cache["utils"] = safe_utils()
    return {"doc": doc, "utils": cache["utils"]}


def get_webhook_data(doc: Any, webhook: Any) -> Any:
    """The chosen fields under their keys, or the JSON that the template gives."""
    if webhook.webhook_data:
        values = doc.as_dict(convert_dates_to_str=True)
        return {row.key: values.get(row.fieldname) for row in webhook.webhook_data}
    if webhook.webhook_json:
        return json.loads(frappe.render_template(webhook.webhook_json, get_context(doc)))
    return {}


def get_webhook_headers(doc: Any, webhook: Any) -> dict[str, str]:
    """The headers of the record, with the signature of the body where it has a secret."""
    return {
        k: v for k, v in letter(doc, webhook).headers.items() if (k, v) != ("Content-Type", JSON)
    }


def _own_headers(webhook: Any) -> dict[str, str]:
    return {row.key: row.value for row in webhook.webhook_headers if row.key and row.value}


def encoded(data: Any, webhook: Any, headers: dict[str, str]) -> bytes:
    """JSON, as stock sends it in every case; a form where the record's own header says so."""
    kinds = [value for name, value in headers.items() if name.lower() == "content-type"]
    is_form = webhook.request_structure == "Form URL-Encoded" and any(FORM in k for k in kinds)
    if is_form:
        return urlencode(
            {key: "" if value is None else value for key, value in data.items()}
        ).encode()
    return json.dumps(data, default=str).encode()


def signature(webhook: Any, body: bytes) -> str:
    """HMAC-SHA256 of the body under the secret, in base64."""
    secret = webhook.get_password("webhook_secret").encode("utf8")
    return base64.b64encode(hmac.new(secret, body, hashlib.sha256).digest()).decode()
