"""Expressions and scripts of customisers cannot leave their sandbox."""

from io import BytesIO

import frappe
import pytest
from frappe.utils.safe_exec import safe_eval, safe_exec
from frappe.utils.script_names import request_copy
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

ESCAPES = [
    "doc.__class__",
    "().__class__.__bases__[0].__subclasses__()",
    "__import__('os')",
    "'{0.__class__}'.format(doc)",
    "(x := 1)",
    "doc['__class__']",
    "[c for c in ().__class__.__mro__]",
    "ｄoc.__class__",
    "(lambda: 0).__globals__",
    "(x for x in ()).gi_frame",
]


@pytest.mark.parametrize("code", ESCAPES)
def test_escapes_are_refused(code: str) -> None:
    """Each known way out of the sandbox is an error."""
    with pytest.raises((SyntaxError, AttributeError)):
        safe_eval(code, None, {"doc": {"a": 1}})


def test_expressions_compute() -> None:
    """Reading, comparing, comprehensions and the four builtins work."""
    doc = frappe._dict(amount=200, title="abc")
    assert safe_eval("doc.amount > 100 and doc.title.upper() == 'ABC'", None, {"doc": doc})
    assert safe_eval("[x for x in (1, 2) if x < limit]", {"limit": 2}) == [1]
    assert safe_eval("int('3') + round(1.2)") == 4
    with pytest.raises(SyntaxError, match="unsafe"):
        safe_eval("x.format", None, {"x": "", "_getattr_": getattr})
    with pytest.raises(NameError, match="len"):
        safe_eval("len('a')")


def test_scripts_are_off_by_default(ctx: object) -> None:
    """Without the bench's switch a script is refused, and the refusal says which switch."""
    with pytest.raises(frappe.PermissionError, match="server_script_enabled"):
        safe_exec("x = 1")


def test_scripts_run_when_allowed(ctx: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """A script computes with the offered names; imports and writing SQL stay refused."""
    monkeypatch.setattr("frappe.utils.safe_exec.is_safe_exec_enabled", lambda: True)
    scope: dict[str, object] = {"result": None}

    safe_exec("result = sum([flt_ for flt_ in (1, 2)]) + frappe.utils.cint('3')", None, scope)

    assert scope["result"] == 6
    with pytest.raises((SyntaxError, ImportError)):
        safe_exec("import os")
    with pytest.raises(frappe.PermissionError, match="only a statement that reads"):
        safe_exec("frappe.db.sql('delete from tabUser')")


def test_a_script_sees_no_uploaded_file() -> None:
    """Of a request it gets texts and body: no file that could be saved somewhere, nothing of the server."""
    sent = {"title": "x", "file": (BytesIO(b"secret"), "a.txt")}
    request = Request(EnvironBuilder(path="/api/x?a=1", method="POST", data=sent).get_environ())

    seen = request_copy(request)

    assert (seen.path, seen.args["a"], seen.method) == ("/api/x", "1", "POST")
    assert not seen.files
    assert seen.get_data() == b""
    assert "wsgi.errors" not in seen.environ
