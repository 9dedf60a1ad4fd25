"""Decides what the byte code of a customiser's script may do: RestrictedPython's rules, and no way to run on for ever.

Every turn of a loop and every call of a function of the script looks at its budget (`context/script_budget.py`).
No handler of the script can hold that up: a bare `except` catches errors, not the end of the budget, and the
operators that can make something huge of something small ask for the size first.
"""

from __future__ import annotations

import ast
import types
from functools import lru_cache
from typing import Any

from RestrictedPython.compile import compile_restricted_exec
from RestrictedPython.transformer import copy_locations

from ristretto.context.expressions import Policy

_OPERATORS = {
    ast.Add: "_add_",
    ast.Mult: "_mult_",
    ast.Pow: "_pow_",
    ast.LShift: "_lshift_",
    ast.Mod: "_mod_",
}


class ScriptPolicy(Policy):
    """The policy of server scripts."""

    def visit_While(self, node: ast.While) -> Any:
        node = self.node_contents_visit(node)
        node.body.insert(0, _placed(ast.Expr(_call("_tick_")), node))
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> Any:
        made: Any = super().visit_FunctionDef(node)
        made.body.insert(0, _placed(ast.Expr(_call("_tick_")), made))
        return made

    def visit_Lambda(self, node: ast.Lambda) -> Any:
        made: Any = super().visit_Lambda(node)
        made.body = _placed(ast.BoolOp(ast.Or(), [_call("_tick_"), made.body]), made)
        return made

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> Any:
        made: Any = super().visit_ExceptHandler(node)
        if made.type is None:
            made.type = _placed(ast.Name("Exception", ast.Load()), made)
        return made

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        node = self.node_contents_visit(node)
        name = _OPERATORS.get(type(node.op))
        return _placed(_call(name, node.left, node.right), node) if name else node

    def visit_FormattedValue(self, node: ast.FormattedValue) -> Any:
        node = self.node_contents_visit(node)
        if node.format_spec is None:
            return node
        kind = ast.Constant(node.conversion)
        node.value = _placed(_call("_formatted_", node.value, kind, node.format_spec), node)
        node.conversion, node.format_spec = -1, None
        return node


class ScriptSyntaxError(SyntaxError):
    """A script that cannot be compiled; `lineno` where that is known."""


@lru_cache(maxsize=512)
def compiled(script: str, filename: str) -> types.CodeType:
    """Byte code, once per text. ScriptSyntaxError with the sentences of all that is wrong."""
    found = compile_restricted_exec(script, filename=filename, policy=ScriptPolicy)
    if found.errors or found.code is None:
        error = ScriptSyntaxError("\n".join(found.errors))
        error.lineno = _line(found.errors[0]) if found.errors else None
        raise error
    return found.code


def _line(sentence: str) -> int | None:
    """The number in "Line 3: …", as RestrictedPython writes it."""
    number = sentence.removeprefix("Line ").partition(":")[0]
    return int(number) if number.isdigit() else None


def _call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), list(arguments), [])


def _placed(made: Any, node: Any) -> Any:
    """A new node on the lines of an old one."""
    copy_locations(made, node)
    return ast.fix_missing_locations(made)
