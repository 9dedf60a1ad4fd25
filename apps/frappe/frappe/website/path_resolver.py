"""Which page answers a path."""

from __future__ import annotations

from ristretto.context import current
from ristretto.web import website
from ristretto.web.website import redirects, rules


class PathResolver:
    """A path before it is rendered."""

    def __init__(self, path: str, http_status_code: int | None = None) -> None:
        self.path = path.strip("/ ")
        self.http_status_code = http_status_code

    def is_valid_path(self) -> bool:
        """Whether somebody answers it."""
        return website.render(current(), self.path) is not None


def resolve_path(path: str) -> str:
    """The page behind a path; parameters of a route rule go into form_dict."""
    found = path.strip("/")
    return rules.resolve(current(), found or rules.home_route(current()) or "index")


def resolve_redirect(path: str, query_string: bytes | None = None) -> None:
    """Raises Redirect where website_redirects move the path."""
    import frappe

    found = redirects.find(current(), path.strip("/"))
    if found is not None:
        frappe.flags.redirect_location = found.headers["Location"]
        raise frappe.Redirect
