"""hooks.py is a sorted table of dotted paths that resolve; endpoints are typed and writers POST only."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from functools import reduce
from pathlib import Path
from typing import Any

from app_tree import PACKAGES, every_doctype
from iso_qms import hooks

SOURCE = PACKAGES["iso_qms"] / "hooks.py"
PATH_HOOKS = (
    "after_install", "after_migrate", "before_uninstall", "doc_events", "extend_bootinfo",
    "has_permission", "override_whitelisted_methods", "permission_query_conditions",
    "scheduler_events", "after_uninstall", "before_tests", "override_doctype_class",
)  # fmt: skip
# Endpoints that only read; they may be called by GET.
READERS = {
    "get_count", "get_link_title", "get_names_for_mentions", "search", "get_chart",
    "get_tagged_docs", "get_submitted_links", "get_group_by_count", "get_children",
}  # fmt: skip


def paths(value: Any) -> Iterator[str]:
    """Every dotted path inside a hook's value."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from paths(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from paths(inner)
    elif isinstance(value, str):
        yield value


def resolve(path: str) -> Any:
    """The object behind a dotted path, classes included."""
    parts = path.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            module = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        return reduce(getattr, parts[cut:], module)
    raise AssertionError(path)


def test_every_path_resolves_to_a_function() -> None:
    """A misspelt path would switch a protection off without a word."""
    found = [p for name in PATH_HOOKS for p in paths(getattr(hooks, name, {}))]
    assert found
    for path in found:
        assert callable(resolve(path)), path


def test_replaced_endpoints_exist() -> None:
    """What override_whitelisted_methods replaces is a function of the framework."""
    for path in hooks.override_whitelisted_methods:
        assert callable(resolve(path)), path


def test_events_name_doctypes_that_ship() -> None:
    """A hook on a DocType that does not exist protects nothing; those of stock only are listed."""
    only_stock = {"Document Follow", "Module Profile"}
    named = {*hooks.doc_events, *hooks.doctype_js, *hooks.doctype_list_js} - {"*"}
    assert named - set(every_doctype()) <= only_stock
    for script in (*hooks.doctype_js.values(), *hooks.doctype_list_js.values()):
        for path in [script] if isinstance(script, str) else script:
            assert (PACKAGES["iso_qms"] / path).exists(), path


def test_tables_are_sorted_and_hold_no_calls() -> None:
    """Keys in order inside each table; values are literals."""
    for node in ast.walk(ast.parse(SOURCE.read_text("utf-8"))):
        assert not isinstance(node, ast.Call), ast.unparse(node)
        if isinstance(node, ast.Dict):
            keys = [ast.literal_eval(key) for key in node.keys if key]
            assert keys == sorted(keys)


def modules() -> Iterator[Path]:
    for path in PACKAGES["iso_qms"].rglob("*.py"):
        if "tests" not in path.parts and not path.name.startswith("test_"):
            yield path


def endpoints() -> Iterator[tuple[Path, ast.FunctionDef, ast.expr]]:
    """Every whitelisted function of the app with its decorator."""
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                for mark in node.decorator_list:
                    if "whitelist" in ast.unparse(mark):
                        yield path, node, mark


def test_endpoints_are_typed() -> None:
    """No argument of a whitelisted function is without a type."""
    found = list(endpoints())
    assert found
    for path, function, _mark in found:
        arguments = [*function.args.args, *function.args.kwonlyargs]
        untyped = [a.arg for a in arguments if a.arg not in ("self", "cls") and not a.annotation]
        assert not untyped, (path.name, function.name, untyped)


def test_no_endpoint_is_open_to_guests() -> None:
    """A citizen has no way in yet."""
    assert not [f.name for _p, f, mark in endpoints() if "allow_guest=True" in ast.unparse(mark)]


def writes(function: ast.FunctionDef) -> bool:
    """Whether the body saves, inserts, deletes or sets in the database."""
    verbs = (
        "save",
        "insert",
        "delete",
        "submit",
        "cancel",
        "db_set",
        "set_value",
        "add_tag",
        "remove_tag",
    )
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in verbs
        for node in ast.walk(function)
    )


def test_module_functions_that_write_refuse_get() -> None:
    """A GET is rolled back by the framework, and needs no CSRF token: writers say POST.

    Methods of a document are reached by POST run_doc_method only; the replaced tag endpoints keep
    the verbs of the originals, as overriding keeps the signature.
    """
    kept = {"add_tag", "add_tags", "remove_tag"}
    for path, function, mark in endpoints():
        is_method = any(a.arg == "self" for a in function.args.args)
        if not is_method and writes(function) and function.name not in kept | READERS:
            assert "POST" in ast.unparse(mark), (path.name, function.name)


def test_endpoints_have_a_docstring() -> None:
    """One sentence says what a call does."""
    for path, function, _mark in endpoints():
        assert ast.get_docstring(function), (path.name, function.name)


def test_hook_functions_take_what_the_framework_gives() -> None:
    """Document events are called with (doc, method)."""
    for path in paths(hooks.doc_events):
        function: Callable[..., Any] = resolve(path)
        assert inspect.signature(function).bind("doc", "validate")


def test_scripts_of_quality_records_know_all_of_them() -> None:
    """A script that stock loads for several DocTypes registers itself for those that the hooks name, no others."""
    folder = PACKAGES["iso_qms"] / "public" / "js"
    listed = {
        path.name: tuple(names)
        for path in folder.glob("*.js")
        if len(names := re.findall(r'"(ISO [A-Z][\w ]+)",?\n', path.read_text("utf-8"))) > 1
    }
    assert listed
    assert {name: names for name, names in listed.items() if names != hooks.QUALITY_RECORDS} == {}
