"""How the hooks of several apps become one table, and what AttrDict promises."""

from __future__ import annotations

import pickle

import pytest
from ristretto.context import AttrDict, current, unbind
from ristretto.context.hooks import merge_hooks
from ristretto.errors import NoContextError


def test_scalars_and_lists_become_one_list_in_installed_order():
    """The first app's values come first; the last one is the last in the list."""
    merged = merge_hooks(
        [{"app_title": "A", "fixtures": ["X"]}, {"app_title": "B", "fixtures": ["Y", "Z"]}]
    )

    assert merged == {"app_title": ["A", "B"], "fixtures": ["X", "Y", "Z"]}


def test_dicts_merge_key_by_key():
    """Handlers of the same event add up; other events stay apart."""
    first = {"doc_events": {"ToDo": {"on_update": "a.one"}, "*": {"validate": ["a.all"]}}}
    second = {"doc_events": {"ToDo": {"on_update": ["b.two"], "on_trash": "b.three"}}}

    assert merge_hooks([first, second])["doc_events"] == {
        "ToDo": {"on_update": ["a.one", "b.two"], "on_trash": ["b.three"]},
        "*": {"validate": ["a.all"]},
    }


def test_tuple_keys_of_doc_events_count_for_each_doctype():
    """`("A", "B"): {...}` is the same as naming both."""
    merged = merge_hooks([{"doc_events": {("A", "B"): {"validate": "x.y"}}}])

    assert merged["doc_events"] == {"A": {"validate": ["x.y"]}, "B": {"validate": ["x.y"]}}


def test_attrdict():
    """Missing keys read as None, update returns the dict, copies and pickles stay AttrDicts."""
    values = AttrDict(a=1)
    values.b = 2

    assert values.update({"c": 3}) is values
    assert (values.a, values["b"], values.c, values.missing) == (1, 2, 3, None)
    assert type(values.copy()) is AttrDict
    assert pickle.loads(pickle.dumps(values)) == values


def test_without_a_site_the_refusal_says_what_to_do():
    """Asking for the context where none is bound names the remedy."""
    unbind()
    with pytest.raises(NoContextError, match=r"frappe\.connect"):
        current()
