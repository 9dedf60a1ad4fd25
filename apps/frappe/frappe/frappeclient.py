"""Another Frappe site as a client sees it, by its REST interface."""

from __future__ import annotations

import base64
import json
from typing import Any

import requests
from ristretto.context import has_context
from ristretto.web import outgoing

import frappe
from frappe.utils import cstr

_SECONDS = 60


class AuthError(Exception):
    """The other site refused user and password."""


class SiteExpiredError(Exception):
    """The other site says that it is no longer served."""


class SiteUnreachableError(Exception):
    """The other site did not answer the login."""


class FrappeException(Exception):
    """What the other site raised: its exception's text."""


class FrappeClient:
    """`FrappeClient(url, user, password)`, or with `api_key` and `api_secret`; also a context manager."""

    def __init__(
        self,
        url: str,
        username: str | None = None,
        password: str | None = None,
        verify: bool = True,
        api_key: str | None = None,
        api_secret: str | None = None,
        frappe_authorization_source: str | None = None,
    ) -> None:
        self.headers = {
            "Accept": "application/json",
            "content-type": "application/x-www-form-urlencoded",
        }
        self.verify = verify
        # a script of the site reaches only what is open to the site; a program of its own has no site
        is_script = has_context() and frappe.flags.in_safe_exec
        self.session = outgoing.open_session() if is_script else requests.session()
        self.url = url.rstrip("/")
        self.api_key, self.api_secret = api_key, api_secret
        self.frappe_authorization_source = frappe_authorization_source
        self.setup_key_authentication_headers()
        if username and password:
            self._login(username, password)

    def __enter__(self) -> FrappeClient:
        return self

    def __exit__(self, *_error: object) -> None:
        self.logout()

    def setup_key_authentication_headers(self) -> None:
        if self.api_key and self.api_secret:
            token = base64.b64encode(f"{self.api_key}:{self.api_secret}".encode()).decode()
            self.headers["Authorization"] = f"Basic {token}"
            if self.frappe_authorization_source:
                self.headers["Frappe-Authorization-Source"] = self.frappe_authorization_source

    def _login(self, username: str, password: str) -> Any:
        answer = self._send("POST", data={"cmd": "login", "usr": username, "pwd": password})
        if answer.status_code == 200 and answer.json().get("message") in ("Logged In", "No App"):
            return answer.json()
        if answer.status_code == 502:
            raise SiteUnreachableError(self.url)
        raise (SiteExpiredError if '"error": "expired' in answer.text else AuthError)(self.url)

    def logout(self) -> None:
        self._send("GET", params={"cmd": "logout"})

    def get_list(
        self,
        doctype: str,
        fields: Any = '["name"]',
        filters: Any = None,
        limit_start: int = 0,
        limit_page_length: int | None = None,
    ) -> Any:
        """Rows as dicts."""
        params: dict[str, Any] = {"fields": _text(fields)}
        if filters:
            params["filters"] = _text(filters)
        if limit_page_length is not None:
            params.update(limit_start=limit_start, limit_page_length=limit_page_length)
        return self._read(self._send("GET", f"/api/resource/{doctype}", params=params))

    def insert(self, doc: Any) -> Any:
        path = f"/api/resource/{doc.get('doctype')}"
        return self._read(self._send("POST", path, data={"data": frappe.as_json(doc)}))

    def insert_many(self, docs: list[Any]) -> Any:
        """The names of the new records."""
        return self.post_request({"cmd": "frappe.client.insert_many", "docs": frappe.as_json(docs)})

    def update(self, doc: Any) -> Any:
        path = f"/api/resource/{doc.get('doctype')}/{cstr(doc.get('name'))}"
        return self._read(self._send("PUT", path, data={"data": frappe.as_json(doc)}))

    def bulk_update(self, docs: list[Any]) -> Any:
        return self.post_request({"cmd": "frappe.client.bulk_update", "docs": frappe.as_json(docs)})

    def delete(self, doctype: str, name: Any) -> Any:
        return self.post_request(
            {"cmd": "frappe.client.delete", "doctype": doctype, "name": cstr(name)}
        )

    def submit(self, doc: Any) -> Any:
        return self.post_request({"cmd": "frappe.client.submit", "doc": frappe.as_json(doc)})

    def cancel(self, doctype: str, name: Any) -> Any:
        return self.post_request({"cmd": "frappe.client.cancel", "doctype": doctype, "name": name})

    def get_value(self, doctype: str, fieldname: Any = None, filters: Any = None) -> Any:
        """{field: value} of the first record that the filters find."""
        return self.get_request(
            {
                "cmd": "frappe.client.get_value",
                "doctype": doctype,
                "fieldname": fieldname or "name",
                "filters": frappe.as_json(filters),
            }
        )

    def set_value(self, doctype: str, docname: Any, fieldname: str, value: Any) -> Any:
        return self.post_request(
            {
                "cmd": "frappe.client.set_value",
                "doctype": doctype,
                "name": docname,
                "fieldname": fieldname,
                "value": value,
            }
        )

    def get_doc(self, doctype: str, name: Any = "", filters: Any = None, fields: Any = None) -> Any:
        params = {"filters": _text(filters)} if filters else {}
        if fields:
            params["fields"] = _text(fields)
        return self._read(self._send("GET", f"/api/resource/{doctype}/{cstr(name)}", params=params))

    def rename_doc(self, doctype: str, old_name: Any, new_name: Any) -> Any:
        return self.post_request(
            {
                "cmd": "frappe.client.rename_doc",
                "doctype": doctype,
                "old_name": old_name,
                "new_name": new_name,
            }
        )

    def get_api(self, method: str, params: Any = None) -> Any:
        return self._read(self._send("GET", f"/api/method/{method}/", params=params))

    def post_api(self, method: str, params: Any = None) -> Any:
        return self._read(self._send("POST", f"/api/method/{method}/", data=params))

    def get_request(self, params: dict[str, Any]) -> Any:
        return self.post_process(self._send("GET", params=self.preprocess(params)))

    def post_request(self, data: dict[str, Any]) -> Any:
        return self.post_process(self._send("POST", data=self.preprocess(data)))

    def preprocess(self, params: dict[str, Any]) -> dict[str, Any]:
        """Lists and dicts as JSON text, as form fields need it."""
        return {
            key: json.dumps(value) if isinstance(value, dict | list) else value
            for key, value in params.items()
        }

    def post_process(self, response: requests.Response) -> Any:
        """`message` or `data` of the answer. Raises FrappeException with what the site says."""
        if not response.content:
            return None
        answer = response.json()
        if answer and answer.get("exc"):
            raise FrappeException("\n".join(json.loads(answer["exc"])))
        if response.status_code >= 400:
            raise FrappeException(
                answer.get("exception") or answer.get("exc_type") or response.text
            )
        return answer.get("message", answer.get("data"))

    def _read(self, response: requests.Response) -> Any:
        return self.post_process(response)

    def _send(self, method: str, path: str = "", **content: Any) -> requests.Response:
        return self.session.request(
            method,
            self.url + path,
            headers=self.headers,
            verify=self.verify,
            timeout=_SECONDS,
            **content,
        )


class FrappeOAuth2Client(FrappeClient):
    """The same with a bearer token."""

    def __init__(self, url: str, access_token: str, verify: bool = True) -> None:
        super().__init__(url, verify=verify)
        self.access_token = access_token
        self.headers = {
            "Authorization": f"Bearer {access_token}",
            "content-type": "application/x-www-form-urlencoded",
        }


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
