"""Addresses of the site and of its records."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlparse, urlunparse

from frappe.utils import site_settings
from frappe.utils.text import escape_html, quoted

URL_SCHEMES = ("http://", "https://")
_RELATIVE_TAG = re.compile(
    r'(href|src){1}([\s]*=[\s]*[\'"]?)((?!http)[^\'" >]+)([\'"]?)', re.IGNORECASE
)
_ABSOLUTE_TAG = re.compile(r'(href|src){1}([\s]*=[\s]*[\'"]?)((?:http)[^\'">]+)([\'"]?)', re.I)
_CSS_URL = re.compile(r'(:[\s]?url)(\([\'"]?)((?!http)[^\'" >]+)([\'"]?\))', re.IGNORECASE)


def slug(name: str) -> str:
    """A DocType's name as it stands in a desk address."""
    return name.lower().replace(" ", "-")


def get_host_name_from_request() -> str | None:
    """Scheme and host of the current request, None outside of one."""
    ctx = site_settings.bound()
    request = getattr(ctx, "request", None)
    if not request or not getattr(request, "host", None):
        return None
    secure = request.headers.get("X-Forwarded-Proto") == "https" or request.scheme == "https"
    return f"{'https' if secure else 'http'}://{request.host}"


def url_contains_port(url: str) -> bool:
    return len(url.split(":")) > 2


def _site_host(conf: Any, name: str) -> str:
    return f"{'https' if conf.get('ssl_certificate') else 'http'}://{name}"


def get_url(uri: str | None = None, full_address: bool = False) -> str:
    """The site's address, or `uri` made absolute.

    Order: `host_name` of the site config, the request's host, the site's name.
    """
    if uri and uri.startswith(URL_SCHEMES):
        return uri
    ctx = site_settings.bound()
    conf: Any = ctx.conf if ctx else {}
    host = conf.get("host_name") or conf.get("hostname") or get_host_name_from_request()
    if not host:
        host = _site_host(conf, ctx.site.name) if ctx and ctx.site else "http://127.0.0.1"
    if not host.startswith(URL_SCHEMES):
        host = f"http://{host}"
    if not uri and full_address and ctx and getattr(ctx, "request", None):
        uri = ctx.request.full_path
    port = conf.get("http_port") or conf.get("webserver_port")
    managed = conf.get("restart_supervisor_on_update") or conf.get("restart_systemd_on_update")
    if port and not managed and not url_contains_port(host):
        host = f"{host}:{port}"
    return urljoin(host, uri) if uri else host


def get_host_name() -> str:
    return get_url().rsplit("//", 1)[-1]


def get_site_url(site: str) -> str:
    ctx = site_settings.bound()
    port = (ctx.conf.get("http_port") or ctx.conf.get("webserver_port")) if ctx else None
    return f"http://{site}:{port}" if port else f"http://{site}"


def get_request_site_address(full_address: bool = False) -> str:
    return get_url(full_address=full_address)


def get_absolute_url(doctype: str, name: str) -> str:
    return f"/app/{quoted(slug(doctype))}/{quoted(str(name))}"


def get_url_to_form(doctype: str, name: str) -> str:
    return get_url(get_absolute_url(doctype, name))


def get_url_to_list(doctype: str) -> str:
    return get_url(f"/app/{quoted(slug(doctype))}")


def get_url_to_report(name: str, report_type: str | None = None, doctype: str | None = None) -> str:
    if report_type == "Report Builder" and doctype:
        return get_url(f"/app/{quoted(slug(doctype))}/view/report/{quoted(name)}")
    return get_url(f"/app/query-report/{quoted(name)}")


def get_url_to_report_with_filters(
    name: str, filters: str, report_type: str | None = None, doctype: str | None = None
) -> str:
    if report_type == "Report Builder" and doctype:
        return get_url(f"/app/{quoted(slug(doctype))}/view/report?{filters}")
    return get_url(f"/app/query-report/{quoted(name)}?{filters}")


def get_link_to_form(doctype: str, name: str, label: str | None = None) -> str:
    """An HTML link to a record; the label is escaped where it is the record's name."""
    return f'<a href="{get_url_to_form(doctype, name)}">{label or escape_html(str(name))}</a>'


def get_link_to_report(
    name: str,
    label: str | None = None,
    report_type: str | None = None,
    doctype: str | None = None,
    filters: dict[str, Any] | None = None,
) -> str:
    if not filters:
        return f"<a href='{get_url_to_report(name, report_type, doctype)}'>{label or name}</a>"
    conditions: list[str] = []
    for key, value in filters.items():
        if isinstance(value, list):
            conditions.extend(f'{key}=["{pair[0]}","{pair[1]}"]' for pair in value)
        else:
            conditions.append(f"{key}={value}")
    url = get_url_to_report_with_filters(name, "&".join(conditions), report_type, doctype)
    return f"<a href='{url}'>{label or name}</a>"


def is_site_link(link: str) -> bool:
    return link.startswith("/") or urlparse(link).netloc == urlparse(get_url()).netloc


def add_trackers_to_url(
    url: str, source: str, campaign: str | None = None, medium: str = "email"
) -> str:
    """Campaign parameters added to an address; mail links stay as they are."""
    parts = urlparse(url)
    if parts.scheme == "mailto":
        return url
    trackers = {"source": source, "medium": medium} | ({"campaign": campaign} if campaign else {})
    return urlunparse(parts._replace(query=urlencode(dict(parse_qsl(parts.query)) | trackers)))


def expand_relative_urls(html: str) -> str:
    """Make the addresses of links, pictures and backgrounds absolute."""
    base = get_url().rstrip("/")

    def absolute(match: re.Match[str]) -> str:
        name, opening, path, closing = match.groups()
        if not path.startswith(("mailto", "data:", "tel:", "#", "cid:")):
            path = base + (path if path.startswith("/") else f"/{path}")
        return f"{name}{opening}{path}{closing}"

    return _CSS_URL.sub(absolute, _RELATIVE_TAG.sub(absolute, html))


def scrub_urls(html: str) -> str:
    return expand_relative_urls(html)


def quote_urls(html: str) -> str:
    """Percent-encode the absolute addresses in a fragment."""

    def quote_match(match: re.Match[str]) -> str:
        name, opening, path, closing = match.groups()
        return f"{name}{opening}{quoted(path)}{closing}"

    return _ABSOLUTE_TAG.sub(quote_match, html)


def get_imaginary_pixel_response() -> dict[str, Any]:
    """A transparent picture of one pixel, for "was it opened" links."""
    pixel = (
        b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,"
        b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x01D\x00;"
    )
    return {"type": "binary", "filename": "pixel.gif", "filecontent": pixel}
