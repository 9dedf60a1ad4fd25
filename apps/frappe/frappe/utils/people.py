"""Names, addresses and pictures of users."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from email.header import decode_header, make_header
from email.utils import formataddr, parseaddr
from typing import Any

from frappe.utils.numbers import cstr
from frappe.utils.text import strip

MULTI_EMAIL_STRING_PATTERN = re.compile(r'[,\n](?=(?:[^"]|"[^"]*")*$)')
EMAIL_STRING_PATTERN = re.compile(r"([a-zA-Z0-9_.+-]+@[a-zA-Z0-9-]+\.[a-zA-Z0-9-.]+)")


def get_fullname(user: str | None = None) -> str:
    """First and last name of a user, the user's id when there is none."""
    from ristretto import context

    import frappe

    user = user or frappe.session.user

    def read() -> str:
        row = frappe.db.get_value("User", user, ["first_name", "last_name"], as_dict=True) or {}
        return " ".join(part for part in (row.get("first_name"), row.get("last_name")) if part)

    return context.request_cached(("fullname", user), read) or cstr(user)


def get_email_address(user: str | None = None) -> str | None:
    import frappe

    return frappe.db.get_value("User", user or frappe.session.user, "email")


def get_formatted_email(user: str, mail: str | None = None) -> str:
    """`Full Name <address>`, "" for a user without an address."""
    from frappe.utils.system import get_hook_method
    from frappe.utils.validation import validate_email_address

    fullname = get_fullname(user)
    details = get_hook_method("get_sender_details")
    if details:
        sender_name, mail = details()
        fullname = sender_name or fullname
    mail = mail or get_email_address(user) or validate_email_address(user)
    return cstr(make_header(decode_header(formataddr((fullname, mail))))) if mail else ""


def parse_addr(email_string: str) -> tuple[str | None, str]:
    """Name and address of `Name <address>`, also where quotes or brackets are missing."""
    name, address = parseaddr(email_string)
    if check_format(address):
        return get_name_from_email_string(email_string, address, name), address
    found = EMAIL_STRING_PATTERN.findall(email_string or "")
    if found:
        return get_name_from_email_string(email_string, found[0], name), found[0]
    return None, address


def check_format(email_id: str) -> bool:
    """Whether the text looks like one address: something, an @, and a dot somewhere."""
    return bool(email_id) and email_id.count("@") == 1 and "." in email_id


def get_name_from_email_string(email_string: str, email_id: str, name: str | None) -> str:
    rest = email_string.replace(email_id, "")
    rest = re.sub(r"[^A-Za-z0-9\u00C0-\u024F\u1E00-\u1EFF\/\_\' ]+", "", rest).strip()
    return rest or name or email_id


def extract_email_id(email: str) -> str:
    return cstr(parse_addr(email)[1])


def split_emails(txt: Any) -> list[str]:
    """Addresses of a list separated by commas or lines; quoted commas do not separate."""
    text = re.sub(r"[\t\r]", " ", cstr(txt))
    parts = (strip(part) for part in MULTI_EMAIL_STRING_PATTERN.split(text))
    return [part for part in parts if part]


def sanitize_email(emails: str) -> str:
    """The valid addresses of a list, each as `Name <address>`."""
    from frappe.utils.validation import validate_email_address

    out = []
    for email in split_emails(emails):
        if not validate_email_address(email):
            continue
        name, address = parse_addr(email)
        out.append(formataddr((name or "", address)))
    return ", ".join(out)


def get_gravatar_url(email: str, default: str = "mm") -> str:
    digest = hashlib.md5(cstr(email).encode(), usedforsecurity=False).hexdigest()
    return f"https://secure.gravatar.com/avatar/{digest}?d={default}&s=200"


def get_gravatar(email: str) -> str:
    """No picture is fetched from elsewhere: the desk draws initials."""
    return ""


has_gravatar = get_gravatar


def get_user_info_for_avatar(user_id: str) -> dict[str, Any]:
    import frappe

    row = frappe.db.get_value("User", user_id, ["email", "user_image", "full_name"], as_dict=True)
    if not row:
        return {"email": user_id, "image": "", "name": user_id}
    return {"email": row.email, "image": row.user_image, "name": row.full_name}


def add_user_info(user: str | Iterable[str], user_info: dict[str, dict[str, Any]]) -> None:
    """Fill `user_info` with name and picture of the users it does not know yet."""
    import frappe

    wanted = {user} if isinstance(user, str) else {name for name in user if name}
    missing = sorted(wanted - set(user_info))
    if not missing:
        return
    fields = ["name", "full_name", "user_image", "email", "time_zone"]
    # Names of colleagues are shown beside their comments whatever the reader may open.
    for row in frappe.get_all("User", filters={"name": ["in", missing]}, fields=fields):
        user_info[row.name] = frappe._dict(
            fullname=row.full_name or row.name,
            image=row.user_image,
            name=row.name,
            email=row.email,
            time_zone=row.time_zone,
        )
