"""`frappe.utils.data`: the names that apps import, gathered from the modules by subject."""

from frappe.utils.date_formats import *  # noqa: F403
from frappe.utils.date_formats import DURATION_PATTERN as DURATION_PATTERN
from frappe.utils.dates import *  # noqa: F403
from frappe.utils.filters import *  # noqa: F403
from frappe.utils.links import *  # noqa: F403
from frappe.utils.money import *  # noqa: F403
from frappe.utils.numbers import *  # noqa: F403
from frappe.utils.people import get_user_info_for_avatar as get_user_info_for_avatar
from frappe.utils.periods import *  # noqa: F403
from frappe.utils.pictures import *  # noqa: F403
from frappe.utils.text import *  # noqa: F403
from frappe.utils.text import md_to_html as markdown  # noqa: F401
from frappe.utils.validation import validate_json_string as validate_json_string
from frappe.utils.validation import validate_python_code as validate_python_code
from frappe.utils.words import in_words as in_words


def get_job_name(key: str, doctype: str | None = None, doc_name: str | None = None) -> str:
    """A background job's name from its purpose and record."""
    return "_".join(part for part in (key, doctype, doc_name) if part)
