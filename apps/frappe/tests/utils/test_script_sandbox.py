"""Ways out of a server script that are known, and ways to hold up the process it runs in: each is refused."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from frappe.utils.safe_exec import FrappeTransformer, get_safe_globals, safe_exec
from RestrictedPython import compile_restricted
from ristretto.errors import LimitExceeded

OUT = [
    "().__class__.__bases__[0].__subclasses__()",
    "frappe.__dict__",
    "frappe.get_doc.__globals__",
    "frappe._dict.__init__.__globals__",
    "getattr(frappe, '__dict__')",
    "frappe.utils['__builtins__']",
    "type(1)",
    "x = frappe.qb.__class__",
    "'{0.__class__}'.format(frappe)",
    "str.format('{0.__class__}', frappe)",
    "'{a.__class__}'.format_map({'a': frappe})",
    "f'{frappe.__class__}'",
    "g = (a for a in [1])\ng.gi_frame.f_back",
    "def f(): yield 1\nx = f().gi_code",
    "try:\n  1 / 0\nexcept Exception as e:\n  x = e.__traceback__",
    "try:\n  1 / 0\nexcept Exception as e:\n  x = e.with_traceback(None).tb_frame.f_globals",
    "import os",
    "from os import path",
    "x = __import__('os')",
    "eval('1')",
    "exec('1')",
    "open('/etc/passwd')",
    "compile('1', '', 'eval')",
    "globals()",
    "_getattr_ = 1",
    "_tick_ = 1",
    "__builtins__ = {}",
    "class A: pass",
    "frappe.get_meta('User').name = 'x'",
    "frappe.get_all.x = 1",
    "frappe.db.sql('delete from tabUser')",
    "frappe.db.sql('select 1; delete from tabUser')",
    "frappe.db.sql('with a as (select 1) delete from tabUser')",
    "frappe.db.sql_ddl('drop table tabUser')",
    "frappe.call('frappe.db.sql', query='select 1')",
    "frappe.call('os.system', command='true')",
    "frappe.get_attr('os.system')",
    "raise SystemExit",
    "raise KeyboardInterrupt",
    "raise BaseException",
    "async def f(): pass",
    "nonlocal x",
    "frappe.make_get_request('http://127.0.0.1:1/')",
    "frappe.make_get_request('file:///etc/passwd')",
    "FrappeClient('http://169.254.169.254', api_key='a', api_secret='b').get_list('User')",
]
LARGE = [
    "x = 'a' * 100000000000",
    "x = [0] * 100000000000",
    "x = 100000000000 * 'a'",
    "x = 10 ** 10 ** 10",
    "x = pow(10, 10 ** 10)",
    "x = 1 << 10 ** 10",
    "x = 10 ** 6\nx **= 10 ** 6",
    "x = 'a'\nfor i in range(60): x = x + x",
    "x = 'a'\nfor i in range(60): x += x",
    "x = [0]\nfor i in range(60): x.extend(x)",
    "x = [0]\nfor i in range(60): x += x",
    "x = '%999999999d' % 1",
    "x = f'{1:999999999}'",
    "n = 999999999\nx = f'{1:{n}}'",
    "x = 'a'.ljust(10 ** 10)",
    "x = ('a' * 1000000).replace('', 'b' * 1000000)",
    "x = ('a' * 1000000).join(['b'] * 1000000)",
    "x = 'a'.zfill(10 ** 10)",
    "x = list(range(10 ** 10))",
    "x = sum(range(10 ** 12))",
]
ERRORS = (
    SyntaxError, NameError, AttributeError, ImportError, TypeError, KeyError, ValueError, ArithmeticError,
    frappe.exceptions.Error,
)  # fmt: skip


@pytest.fixture(autouse=True)
def enabled(ctx: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("frappe.utils.safe_exec.is_safe_exec_enabled", lambda: True)


@pytest.mark.parametrize("text", OUT)
def test_ways_out_are_closed(text: str) -> None:
    """Each ends in an error, none in an end of the process."""
    with pytest.raises(ERRORS):
        safe_exec(text)


@pytest.mark.parametrize(
    "text", ["frappe.exceptions", "frappe.local", "json.codecs", "frappe.utils.data"]
)
def test_names_that_are_not_offered_lead_nowhere(text: str) -> None:
    """They are functions that say so when they are called."""
    with pytest.raises(AttributeError, match="no attribute"):
        safe_exec(f"{text}()")


@pytest.mark.parametrize("text", LARGE)
def test_large_values_are_refused(text: str) -> None:
    """Before they are made, or at the next turn of the loop that makes them."""
    with pytest.raises((frappe.ValidationError, LimitExceeded)):
        safe_exec(text, seconds=5)


def test_what_a_script_leaves_behind_does_not_run(ctx: object) -> None:
    """A function that is called, or a generator that is read, after the script has ended."""
    scope: dict[str, Any] = {"f": None, "g": None}
    safe_exec("f = lambda: 1\ng = (i for i in [1])", None, scope)
    for use in (scope["f"], lambda: list(scope["g"])):
        with pytest.raises(LimitExceeded, match="it is over"):
            use()


def test_apps_may_run_the_names_themselves(ctx: object) -> None:
    """Text that an app compiles with the policy and runs over the names, as on stock."""
    scope = {**get_safe_globals()}
    exec(compile_restricted("x = [n for n in [1, 2]]", "<app>", policy=FrappeTransformer), scope)
    assert scope["x"] == [1, 2]


def test_ordinary_python_works(ctx: object) -> None:
    """Functions see the script's names, loops, comprehensions, f-strings, classes of errors and sorting."""
    scope: dict[str, Any] = {"doc": frappe._dict(n=3), "out": None}
    text = """
limit = doc.n
def twice(values):
    return [value * 2 for value in values if value < limit]
total = 0
for number in twice(range(10)):
    total += number
words = {"b": 1, "a": 2}
try:
    words["c"]
except KeyError as error:
    words["c"] = 3
text = "-".join(sorted(words)) + f" {total:>4}|{1.5:.2f}|{'x'!r:>5}"
i = 0
while i < 3:
    i += 1
doc.done = (lambda a, b=1: a + b)(i)
out = [text, "%05d" % 7, "a,b".split(","), sorted(words, key=lambda k: -words[k]), list(zip("ab", [1, 2])), 7 % 4]
out.append(2 ** 10)
"""
    safe_exec(text, None, scope)
    assert scope["doc"].done == 4
    assert scope["out"] == [
        "a-b-c    6|1.50|  'x'", "00007", ["a", "b"], ["c", "a", "b"], [("a", 1), ("b", 2)], 3, 1024,
    ]  # fmt: skip


NAMES = """
json.loads json.dumps as_json dict log _dict args _ scrub guess_mimetype html2text run_script
is_job_queued get_visible_columns style dev_server FrappeClient abs all any bool dict enumerate
isinstance issubclass list max min range set sorted sum tuple
"""
FRAPPE = """
call flags format format_value date_format time_format format_date form_dict bold copy_doc errprint
qb get_meta new_doc get_doc get_mapped_doc get_last_doc get_cached_doc get_list get_all
get_system_settings rename_doc delete_doc utils get_url render_template msgprint throw sendmail
get_print attach_print user get_fullname get_gravatar full_name request session make_get_request
make_post_request make_put_request make_patch_request make_delete_request socketio_port get_hooks
enqueue sanitize_html log_error log lang response db ValidationError PermissionError
DoesNotExistError
"""
DB = """
get_list get_all get_value set_value get_single_value get_default exists count escape sql commit
rollback after_commit before_commit after_rollback before_rollback add_index
"""
UTILS = """
getdate get_datetime add_to_date add_days add_months date_diff now_datetime now nowdate today flt
cint cstr rounded fmt_money money_in_words strip_html escape_html comma_and get_url get_link_to_form
formatdate format_date format_datetime unique generate_hash md_to_html pretty_date get_first_day
get_last_day time_diff_in_seconds in_words DATE_FORMAT is_html get_absolute_url get_url_to_form
get_weekday format_duration to_markdown
"""


@pytest.mark.parametrize(
    ("where", "names"),
    [("", NAMES), ("frappe", FRAPPE), ("frappe.db", DB), ("frappe.utils", UTILS)],
)
def test_the_names_of_the_contract_are_there(ctx: object, where: str, names: str) -> None:
    """Every name that a script may use on Frappe v15."""
    found: Any = get_safe_globals()
    for part in where.split(".") if where else []:
        found = found[part]
    wanted = {name.partition(".")[0] for name in names.split()}
    assert wanted - set(found) == set()
