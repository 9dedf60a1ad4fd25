"""A text of SQL stays one condition when parentheses are put around it."""

import pytest
from ristretto.access.hook_text import parenthesised

WHOLE = [
    "status = 'Open'",
    "(a = 1) or (b = 2)",
    "name in ('a)', 'b(')",
    "a = 'it\\'s)'",
    "a = 'it''s -- no comment'",
    'a = "x;y"',
    "`tabA`.`x y` = 1",
]
BROKEN = [
    "1=0) or (1=1",
    "(1=1",
    "1=1 -- x",
    "1=1 # x",
    "1=1 /* x",
    "1=1; select 1",
    "name = 'a",
    "name = 'a\\'",
    "   ",
]


@pytest.mark.parametrize("text", WHOLE)
def test_whole_conditions_pass(text: str) -> None:
    """Parentheses, marks and words inside quotes count for nothing."""
    assert parenthesised(text) == f"({text})"


@pytest.mark.parametrize("text", BROKEN)
def test_everything_else_is_refused(text: str) -> None:
    """What closes more than it opens, ends inside a quote, or hides the rest."""
    assert parenthesised(text) is None
