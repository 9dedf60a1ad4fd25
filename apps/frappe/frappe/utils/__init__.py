"""`frappe.utils`: the helpers that apps import, each defined in the module of its subject."""

from frappe.utils.data import *  # noqa: F403
from frappe.utils.html_utils import sanitize_html as sanitize_html
from frappe.utils.people import *  # noqa: F403
from frappe.utils.system import *  # noqa: F403
from frappe.utils.text import markdown as markdown
from frappe.utils.validation import *  # noqa: F403
from frappe.utils.validation import EMAIL_MATCH_PATTERN as EMAIL_MATCH_PATTERN
