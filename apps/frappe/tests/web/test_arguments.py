"""Arguments from the wire: what fits an annotation, what is converted, what is refused."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from ristretto.errors import FrappeTypeError
from ristretto.web.arguments import Unfit, coerce_arguments, convert

FITTING = [
    ("12", int, 12),
    ("-3", int, -3),
    (True, int, 1),
    (4.0, int, 4),
    ("1.5", float, 1.5),
    (2, float, 2.0),
    ("1", bool, True),
    ("off", bool, False),
    (0, bool, False),
    ("x", str, "x"),
    ([1], list, [1]),
    ({"a": 1}, dict, {"a": 1}),
    (None, str | None, None),
    ("5", int | None, 5),
    ("x", str | dict, "x"),
    ({"a": 1}, str | dict, {"a": 1}),
    ("asc", Literal["asc", "desc"], "asc"),
    ([1, 2], list[int], [1, 2]),
    (object, Any, object),
]
REFUSED = [
    ("abc", int),
    (1.5, int),
    ("", int),
    (5, str),
    (None, str),
    ("maybe", bool),
    (2, bool),
    ("[1]", list),
    ("x", dict),
    ("up", Literal["asc", "desc"]),
    ("x", int | None),
]


@pytest.mark.parametrize(("value", "hint", "expected"), FITTING)
def test_a_fitting_value_arrives_as_the_annotation_wants_it(
    value: Any, hint: Any, expected: Any
) -> None:
    """Text becomes numbers and flags; what already fits stays."""
    assert convert(value, hint) == expected


@pytest.mark.parametrize(("value", "hint"), REFUSED)
def test_a_value_that_would_lose_its_meaning_is_refused(value: Any, hint: Any) -> None:
    """Nothing is guessed."""
    with pytest.raises(Unfit):
        convert(value, hint)


def sample(name: str, count: int = 1, other: Any = None, plain=None) -> tuple[Any, ...]:  # type: ignore[no-untyped-def]
    """A function with annotations, a default and a free argument."""
    return name, count, other, plain


def test_the_refusal_names_argument_and_types() -> None:
    """N12e: a number as name is a FrappeTypeError (417)."""
    with pytest.raises(FrappeTypeError, match=r"'name'.*str.*int") as refused:
        coerce_arguments(sample, (), {"name": 5})
    assert refused.value.http_status_code == 417


def test_positional_and_named_values_are_both_converted() -> None:
    """Defaults and unannotated parameters pass as they are."""
    args, kwargs = coerce_arguments(sample, ("x",), {"count": "7", "plain": 3})
    assert (args, kwargs) == (("x",), {"count": 7, "plain": 3})
