"""Decides what an expression written by a customiser may do: read values, compute, nothing else.

RestrictedPython compiles the text once; attributes and keys that start with an underscore, modules,
frames and `format` are out of reach, and the only builtins are int, float, long and round.
"""

from __future__ import annotations

import ast
import types
import unicodedata
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

import RestrictedPython.Guards
from RestrictedPython.compile import compile_restricted
from RestrictedPython.transformer import RestrictingNodeTransformer

from ristretto.context.translate import translate

UNSAFE_ATTRIBUTES = frozenset({
    "gi_frame", "gi_code", "gi_yieldfrom", "cr_frame", "cr_code", "cr_origin", "cr_await",
    "ag_code", "ag_frame", "tb_frame", "tb_next", "format", "format_map", "f_back", "f_builtins",
    "f_code", "f_globals", "f_locals", "f_trace",
})  # fmt: skip
_CLOSED_TYPES = types.ModuleType | types.CodeType | types.TracebackType | types.FrameType
_MISSING = object()


class Policy(RestrictingNodeTransformer):
    """RestrictedPython's own policy, but `_dict` may be named.

    Scripts build plain records with it.
    """

    def check_name(self, node: Any, name: Any, *args: Any, **kwargs: Any) -> Any:
        if name == "_dict":
            return None
        return super().check_name(node, name, *args, **kwargs)


def check_attribute(holder: Any, name: Any) -> None:
    """SyntaxError or AttributeError for an attribute that leads out of the sandbox."""
    if isinstance(name, str) and name in UNSAFE_ATTRIBUTES:
        raise SyntaxError(f"{name} is an unsafe attribute")
    if isinstance(holder, _CLOSED_TYPES):
        raise SyntaxError(f"Reading {holder} attributes is not allowed")
    if not isinstance(name, str) or name.startswith("_"):
        raise AttributeError(f"{name!r} is not a public attribute")


def guarded_getattr(holder: Any, name: Any, default: Any = _MISSING) -> Any:
    """`getattr` for public attributes only."""
    check_attribute(holder, name)
    return getattr(holder, name) if default is _MISSING else getattr(holder, name, default)


def guarded_getitem(holder: Any, key: Any) -> Any:
    if isinstance(key, str) and key.startswith("_"):
        raise SyntaxError("Key starts with _")
    return holder[key]


GUARDS: Mapping[str, Any] = {
    "_getattr_": guarded_getattr,
    "_getitem_": guarded_getitem,
    "_getiter_": iter,
    "_iter_unpack_sequence_": RestrictedPython.Guards.guarded_iter_unpack_sequence,
    "_unpack_sequence_": RestrictedPython.Guards.guarded_unpack_sequence,
}
EVAL_BUILTINS: Mapping[str, Any] = {"int": int, "float": float, "long": int, "round": round}


@lru_cache(maxsize=1024)
def _compiled(code: str) -> types.CodeType:
    """Byte code of one expression; SyntaxError for statements and assignments."""
    for node in ast.walk(ast.parse(code, mode="eval")):
        if isinstance(node, ast.NamedExpr):
            raise SyntaxError(f"Operation not allowed: line {node.lineno} column {node.col_offset}")
    compiled: types.CodeType = compile_restricted(
        code, filename="<safe_eval>", policy=Policy, mode="eval"
    )
    return compiled


def safe_eval(
    code: str,
    eval_globals: Mapping[str, Any] | None = None,
    eval_locals: Mapping[str, Any] | None = None,
) -> Any:
    """Value of one Python expression over the given names. Raises what the expression raises."""
    # Python folds wide letters (ｅｖａｌ) to ASCII: the policy must see what Python will see.
    text = unicodedata.normalize("NFKC", code).strip()
    # Comprehensions and lambdas read names from the globals only, so locals are laid over them;
    # the guards come last, so that no name of a document can replace one.
    scope = {**(eval_globals or {}), **EVAL_BUILTINS, **(eval_locals or {}), **GUARDS}
    return eval(_compiled(text), {**scope, "__builtins__": {}})


def check_expression(code: str, names: Collection[str]) -> str | None:
    """Why an expression can never be read: no expression, a name that leads out, a name that is not among `names`."""
    text = unicodedata.normalize("NFKC", code).strip()
    try:
        _compiled(text)
    except SyntaxError as error:
        return str(error.msg)
    known = {*names, *EVAL_BUILTINS, "_"}
    loaded: list[str] = []
    for node in ast.walk(ast.parse(text, mode="eval")):
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Load):
                loaded.append(node.id)
            else:
                known.add(node.id)
        elif isinstance(node, ast.arg):
            known.add(node.arg)
    missing = [name for name in loaded if name not in known]
    return translate("{0} is not known here").format(missing[0]) if missing else None
