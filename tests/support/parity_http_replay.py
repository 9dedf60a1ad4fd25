"""Sends the recorded requests to the real WSGI application and writes down its answers.

A row's `given` names who asks and what was done before; its `when` is one request. `<<id:path>>` stands for a value
of an earlier answer, `{"<<": "id:path", …}` for an object of it with changes.
"""

from __future__ import annotations

import base64
import io
import json
import re
from typing import Any
from urllib.parse import unquote_to_bytes

import parity_http_form as form
from parity_http_world import PASSWORD, USERS, let_readers_read_only, let_report_be_prepared
from parity_ledger import Row
from ristretto.context import Site
from ristretto.db.connect import connected
from ristretto.jobs import worker
from ristretto.web import sessions
from ristretto.web.app import create_app
from werkzeug.test import EnvironBuilder, run_wsgi_app
from werkzeug.wrappers import Response

_REFERENCE = re.compile(r"<<([\w]+):([\w.]+)>>")


class Caller:
    """One world, its sessions and what it answered so far."""

    def __init__(self, site: Site, keys: dict[str, dict[str, str]]) -> None:
        self.site = site
        self.keys = keys
        self.app = create_app(site.sites_path)
        self.sessions: dict[str, str] = {}
        self.answers: dict[str, Any] = {}

    def run(self, row: Row) -> Any:
        """The answer of one row, written down like the recorded one."""
        for step in row.given.get("before", ()):
            self._prepare(step)
        response = self.send(row.given["as"], row.when)
        parsed = _parsed(response)
        self.answers[row.id.partition("-")[0]] = parsed
        return written(response, parsed, row.then)

    def _prepare(self, step: dict[str, Any]) -> None:
        if step["call"] == "the reader role reads only":
            let_readers_read_only(self.site)
            return
        if step["call"] == "the queue is worked off":
            worker.wait_for(self.site)
            return
        if step["call"] == "the report is prepared":
            let_report_be_prepared(self.site, step["report"])
            return
        response = self.send(step["as"], step)
        if response.status_code >= 400:
            raise AssertionError(
                f"preparation {step} answered {response.status_code}: {response.text}"
            )
        self.answers[step.get("name", "")] = _parsed(response)

    def send(self, who: str, when: dict[str, Any]) -> Response:
        """One request in the name of `who`: a user with a token, `session <user> <n>`, `sid <sid>` or guest."""
        verb, _, path = self.filled(when["call"]).partition(" ")
        headers = {"Accept-Language": "en", **self._identity(who), **when.get("headers", {})}
        if when.get("accept", "application/json"):
            headers["Accept"] = when.get("accept", "application/json")
        headers = {key: self.filled(value, who) for key, value in headers.items()}
        host = headers.pop("Host", self.site.name)
        path, _, query = path.partition("?")
        builder = EnvironBuilder(
            "/",
            f"http://{host}",
            method=verb,
            query_string=query,
            headers=headers,
            **self._body(when, who),
        )
        environ = builder.get_environ()
        environ["PATH_INFO"] = unquote_to_bytes(path).decode("latin-1")
        environ["RAW_URI"] = environ["REQUEST_URI"] = path
        content, status, answered = run_wsgi_app(self.app, environ, buffered=True)
        return Response(b"".join(content), status, answered)

    def _body(self, when: dict[str, Any], who: str) -> dict[str, Any]:
        times = when.get("times", 1)
        if "raw" in when:
            data = when["raw"].encode("latin-1")
            data = b'"' + b"x" * times + b'"' if when["raw"] == '"x"' else data * times
            return {"data": data, "content_type": when.get("type")}
        if "json" in when:
            value = self.resolved(when["json"], who)
            if times > 1:
                value = {"docs": value["docs"] * times}
            return {"data": json.dumps(value), "content_type": "application/json"}
        if "file" in when:
            name, content, *size = when["file"]
            stream = io.BytesIO(content.encode() * (size[0] if size else 1))
            return {"data": {**_texts(when.get("form", {})), "file": (stream, name)}}
        if "form" in when:
            return {"data": _texts(self.resolved(when["form"], who))}
        return {}

    def _identity(self, who: str) -> dict[str, str]:
        first, _, second = who.partition(" + ")
        found: dict[str, str] = {}
        for each in filter(None, (first, second)):
            if each.startswith("session "):
                found["Cookie"] = f"sid={self.session(each)}"
            elif each.startswith("sid "):
                found["Cookie"] = f"sid={each.removeprefix('sid ')}"
            elif each != "guest":
                found["Authorization"] = (
                    f"token {self.keys[each]['key']}:{self.keys[each]['secret']}"
                )
        return found

    def session(self, name: str) -> str:
        """The sid of a named session, signed in at its first use."""
        if name not in self.sessions:
            user = {"nobody": "none"}.get(name.split()[1], name.split()[1])
            sign_in = {
                "call": "POST /api/method/login",
                "json": {"usr": USERS[user], "pwd": PASSWORD},
            }
            response = self.send("guest", sign_in)
            self.sessions[name] = next(
                line.partition(";")[0].removeprefix("sid=")
                for line in response.headers.getlist("Set-Cookie")
                if line.startswith("sid=")
            )
        return self.sessions[name]

    def _csrf(self, who: str) -> str:
        with connected(self.site) as _context:
            found = sessions.load(self.session(who.rpartition(" + ")[2] or who))
            return str(found.data.csrf_token) if found else ""

    def filled(self, text: Any, who: str = "") -> Any:
        """A text with its placeholders replaced."""
        if not isinstance(text, str) or "<" not in text:
            return text
        text = _REFERENCE.sub(lambda found: str(self._value(found[1], found[2])), text)
        text = text.replace("<password>", PASSWORD).replace("<wrong>", "not-the-password")
        text = text.replace("<secret>", "abc")  # as many signs as the observed one had
        if "<csrf>" in text:
            text = text.replace("<csrf>", self._csrf(who))
        text = re.sub(r"<sid of ([^>]+)>", lambda found: self.session(found[1]), text)
        text = re.sub(r"<(key|secret) (\w+)>", lambda found: self.keys[found[2]][found[1]], text)
        for name, pair in self._basic().items():
            text = text.replace(f"<basic {name}>", base64.b64encode(pair.encode()).decode())
        return text

    def _basic(self) -> dict[str, str]:
        return {
            "sys": f"{self.keys['sys']['key']}:{self.keys['sys']['secret']}",
            "password": f"{USERS['sys']}:{PASSWORD}",
        }

    def resolved(self, value: Any, who: str) -> Any:
        """A JSON value with its references replaced."""
        if isinstance(value, dict):
            found = dict(self._value(*value["<<"].split(":"))) if "<<" in value else {}
            return found | {k: self.resolved(v, who) for k, v in value.items() if k != "<<"}
        if isinstance(value, list):
            return [self.resolved(each, who) for each in value]
        return self.filled(value, who)

    def _value(self, row: str, path: str) -> Any:
        """A value of an earlier answer; an answer that has it not (it was a refusal) leaves its mark."""
        found = self.answers.get(row)
        for part in path.split("."):
            if isinstance(found, list):
                found = found[int(part)] if int(part) < len(found) else None
            else:
                found = found.get(part) if isinstance(found, dict) else None
        return f"nothing at {row}:{path}" if found is None else found


def written(response: Response, parsed: Any, recorded: dict[str, Any]) -> dict[str, Any]:
    """The answer with those parts that the record of stock has."""
    found: dict[str, Any] = {
        "status": response.status_code,
        "type": response.headers.get("Content-Type", ""),
    }
    names = (*form.SHOWN_HEADERS, *recorded.get("headers", {}))
    headers = {
        name: form.masked(response.headers[name]) for name in names if name in response.headers
    }
    if "content-disposition" in headers:
        headers["content-disposition"] = form.disposition(headers["content-disposition"])
    if headers:
        found["headers"] = headers
    if "cookies" in recorded:
        found["cookies"] = form.cookies(response.headers.getlist("Set-Cookie"))
    if "shape" in recorded:
        found["shape"] = form.like(form.shape(parsed), recorded["shape"])
    elif "starts" in recorded:
        found["starts"] = response.get_data()[: len(recorded["starts"])].decode("latin-1")
    elif "body" in recorded:
        found["body"] = _body_of(response, parsed)
    return found


def _body_of(response: Response, parsed: Any) -> Any:
    if not response.get_data():
        return "empty"
    if response.mimetype == "text/html":
        return "HTML"
    return form.json_body(parsed)


def _parsed(response: Response) -> Any:
    if response.mimetype != "application/json":
        return None
    return json.loads(response.get_data() or b"null")


def _texts(values: dict[str, Any]) -> dict[str, str]:
    """Form fields are texts; a structure is sent as its JSON."""
    return {
        key: value if isinstance(value, str) else json.dumps(value) for key, value in values.items()
    }
