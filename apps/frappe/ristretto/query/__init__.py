"""Decides what may be asked of the data and how it becomes SQL, joined with the user's rights.

`get_list` and `count` are the list engine (NULL counts as empty, rights apply); `values` is the
engine behind
`frappe.db.get_value` and its kin (SQL's own NULL rules, no rights).
"""

from ristretto.query.run import count, get_list, is_visible
from ristretto.query.values import Values, values

__all__ = ["Values", "count", "get_list", "is_visible", "values"]
