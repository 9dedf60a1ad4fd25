"""Values that nobody means well: what hypothesis makes for lists, documents and arguments."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

FUZZ = settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
WORDS = st.sampled_from([
    "name", "title", "secret", "f_int", "f_date", "f_link", "nope", "`tabUser`.name", "f_table.item",
    "count(name)", "sleep(1)", "(select 1)", "a;b", "--", "/*", "'", '"', "`", "%", "1", "", "owner",
    "tabSec All", "f_link.email", "password", "distinct name", "name desc", "name asc, title",
    "rand()", "1=1", "union select", "\x00", "á", "load_file('x')", "title as `x`",
])  # fmt: skip
OPERATORS = st.sampled_from([
    "=", "!=", "in", "not in", "like", "between", "is", "timespan", "descendants of", ">", "nope", "",
    "or 1=1",
])  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=2),
    max_leaves=4,
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["Sec All", "Sec Child", "User", "Nope", ""]), WORDS, OPERATORS, VALUES
    ).map(list)
    | st.tuples(WORDS, OPERATORS, VALUES).map(list),
    max_size=3,
)
FILTERS = ROWS | VALUES | st.dictionaries(WORDS, VALUES, max_size=2)
DOCTYPES = st.sampled_from(
    ["Sec All", "Sec Flow", "Sec Child", "Sec Secret", "User", "DocType", "Nope", ""]
)
NAMES = st.sampled_from(["A0", "A1", "S0", "nope", "", "' or 1=1 --", "`", "a/b", "x" * 200])
CALLERS = st.sampled_from(["sys", "writer", "reader", "nobody", "web", "guest"])
