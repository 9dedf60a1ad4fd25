"""Decides which English texts of the framework and of the desk people read.

Each finder reads source files, never a running site, so that a text is known before any screen
shows it. A text that reaches `_()` through a name is found where it is written: a constant, a
refusal, a reason given by a fieldtype.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import frappe
import ristretto

FRAMEWORK = Path(frappe.__file__).parent
ENGINE = Path(ristretto.__file__).parent
DESK = FRAMEWORK.parents[2] / "desk" / "src"

# Functions and the position of the text among their arguments.
TEXT_ARGUMENT = {"_": 0, "Flaw": 2, "_warning": 1, "translate": 0, "_throw_invalid": 0, "Refusal": 1, "_send_back": 1}
CONSTANTS = (
    "frappe.desk.doctype.notification_log.notification_log:_HEADERS",
    "frappe.desk.form.save:_NOTICE",
    "ristretto.access.rights:RIGHTS",
    "ristretto.db.sentences:SENTENCES",
    "ristretto.db.sentences:TOO_LARGE",
    "ristretto.flow.workflow:_STATUS",
    "ristretto.meta.fieldtypes:REGISTRY",
    "ristretto.meta.model:_STANDARD",
    "ristretto.query.clock:WEEKDAYS",
    "ristretto.site.seeds:FOLDERS",
    "ristretto.site.seeds:NO_DESK_ROLES",
    "ristretto.site.seeds:STANDARD_ROLES",
    "ristretto.site.seeds:USER_TYPES",
    "ristretto.site.seeds:WORKFLOW_ACTIONS",
    "ristretto.site.seeds:WORKFLOW_STATES",
    "ristretto.web.error_pages:_TEXTS",
    "ristretto.web.error_pages:_TITLES",
)
# Where a constant holds records, the value that people read.
NAMING_KEYS = ("file_name", "workflow_state_name")
# Values of a standard (formats, icon and paper names) that read the same in every language.
UNTRANSLATED_CHOICES = (
    "date_format",
    "engine",
    "font",
    "number_format",
    "pdf_page_size",
    "time_format",
)
SHOWN_FIELD_PROPERTIES = ("label", "description", "placeholder")
DESK_TEXT = re.compile(r"""(?<![\w.])__\(\s*(["'`])((?:\\.|(?!\1).)+)\1""")
DESK_LABEL = re.compile(r"""\b(?:label|description): (')((?:\\.|(?!\1).)+)\1""")
TEMPLATE_TEXT = re.compile(r"""\b_\(\s*(["'])((?:\\.|(?!\1).)+)\1\s*\)""")


def is_words(text: str) -> bool:
    """Whether a text holds something to translate: two letters in a row."""
    return re.search(r"[^\W\d_]{2}", text) is not None


@cache
def python_trees() -> list[tuple[Path, ast.Module]]:
    """Every module of the framework and the engine, parsed once."""
    paths = [*FRAMEWORK.rglob("*.py"), *ENGINE.rglob("*.py")]
    return [
        (path, ast.parse(path.read_text("utf-8"))) for path in paths if "tests" not in path.parts
    ]


def python_texts() -> Iterator[tuple[str, str]]:
    """Literals handed to a translating function, and reasons that fieldtypes return."""
    for path, tree in python_trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield from ((text, path.name) for text in _literal(node))
            elif isinstance(node, ast.FunctionDef) and node.name == "problem":
                yield from ((text, path.name) for text in _returned(node))


def _literal(call: ast.Call) -> Iterator[str]:
    name = getattr(call.func, "id", None) or getattr(call.func, "attr", "")
    place = TEXT_ARGUMENT.get(name)
    if place is None or len(call.args) <= place:
        return
    text = call.args[place]
    branches = [text.body, text.orelse] if isinstance(text, ast.IfExp) else [text]
    if isinstance(text, ast.BoolOp):
        branches = text.values
    for node in branches:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _returned(function: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Constant):
            yield str(node.value.value or "")


def constant_texts() -> Iterator[tuple[str, str]]:
    """Texts of tables that are translated where they are shown."""
    for address in CONSTANTS:
        module, name = address.split(":")
        for text in _entries(getattr(import_module(module), name)):
            yield text, address


def _entries(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        value = [value]
    if isinstance(value, dict):
        keyed = [item for item in value.values() if isinstance(item, str | tuple)]
        value = keyed or list(value)
    for item in value:
        if isinstance(item, dict):
            yield from (item[key] for key in NAMING_KEYS if key in item)
        else:
            yield item if isinstance(item, str) else item[-1]


@cache
def forms() -> dict[str, dict[str, Any]]:
    """The framework's own DocTypes by name."""
    records = [json.loads(p.read_text("utf-8")) for p in FRAMEWORK.glob("*/doctype/*/*.json")]
    return {record["name"]: record for record in records}


def texts_of_form(doctype: str) -> set[str]:
    """Labels, descriptions, placeholders and choices of one form."""
    found: set[str] = set()
    for field in forms()[doctype]["fields"]:
        found.update(field.get(key) or "" for key in SHOWN_FIELD_PROPERTIES)
        if field["fieldtype"] == "Select" and field["fieldname"] not in UNTRANSLATED_CHOICES:
            found.update((field.get("options") or "").split("\n"))
    return found


def doctype_texts() -> Iterator[tuple[str, str]]:
    """Names and texts of the framework's own forms, and its modules."""
    for name, record in forms().items():
        yield name, name
        yield from ((text, name) for text in texts_of_form(name))
        rows = [row for table in ("links", "actions", "states") for row in record.get(table) or []]
        for row in rows:
            yield row.get("group") or row.get("label") or row.get("title") or "", name
    for module in (FRAMEWORK / "modules.txt").read_text("utf-8").splitlines():
        yield module, "modules.txt"


def template_texts() -> Iterator[tuple[str, str]]:
    """Literals in pages and mails."""
    for path in FRAMEWORK.rglob("*.html"):
        for match in TEMPLATE_TEXT.finditer(path.read_text("utf-8")):
            yield match.group(2), path.name


def form_script_texts() -> Iterator[tuple[str, str]]:
    """Literals in the scripts of the framework's own forms and lists."""
    for path in FRAMEWORK.glob("*/doctype/*/*.js"):
        for match in DESK_TEXT.finditer(path.read_text("utf-8")):
            yield match.group(2), path.name


def desk_texts() -> Iterator[tuple[str, str]]:
    """Texts that the desk asks of the server's table; its own `t(...)` texts have another one."""
    for path in [*DESK.rglob("*.ts"), *DESK.rglob("*.vue")]:
        if "i18n" in path.parts:
            continue
        text = path.read_text("utf-8")
        for pattern in (DESK_TEXT, DESK_LABEL):
            yield from ((match.group(2), path.name) for match in pattern.finditer(text))


@cache
def sources() -> dict[str, str]:
    """Every text that needs a translation, with one file that holds it."""
    found: dict[str, str] = {}
    finders = (
        python_texts,
        constant_texts,
        doctype_texts,
        template_texts,
        form_script_texts,
        desk_texts,
    )
    for finder in finders:
        for text, place in finder():
            if is_words(text):
                found.setdefault(text.strip(), place)
    return found
