"""Decides what is served without a session: app assets, public files and the health of the server.

Hashed file names are immutable for a year; everything else is revalidated by its ETag. Whatever a
browser would run
(HTML, SVG, XML) in the upload folder is offered as a download only.
"""

from __future__ import annotations

import mimetypes
from pathlib import Path

from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join
from werkzeug.utils import send_file
from werkzeug.wrappers import Request, Response

from ristretto.context import Site
from ristretto.db.connect import connected
from ristretto.web.answers import disposition, json_response

IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"
ACTIVE_SUFFIXES = frozenset(
    {".html", ".htm", ".xhtml", ".svg", ".xml", ".xsl", ".mht", ".shtml", ".js", ".mjs"}
)
TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".map": "application/json",
    ".webmanifest": "application/manifest+json",
    ".md": "text/plain",
}


def serve(request: Request, site: Site) -> Response | None:
    """An answer when the path is static; None when the request goes on to the site."""
    if request.path == "/healthz":
        return health(site)
    if request.method not in ("GET", "HEAD"):
        return None
    if request.path.startswith("/assets/"):
        return _asset(request, site, request.path.removeprefix("/assets/"))
    if request.path.startswith("/files/"):
        name = request.path.removeprefix("/files/")
        found = inside(site.path / "public" / "files", name)
        return send_upload(request, found, REVALIDATE) if found else None
    return None


def health(site: Site) -> Response:
    """200 when the site's database answers."""
    with connected(site, "Guest", holds_site=True) as context:
        context.db.execute("select 1")
    return json_response({"status": "ok", "site": site.name})


def inside(folder: Path, name: str) -> Path | None:
    """The existing file `name` below `folder`; None for anything else, also through `..` or links
    out of it."""
    joined = safe_join(str(folder), name)
    if joined is None or "\0" in name:
        return None
    path = Path(joined)
    if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
        return None
    return path


def send_upload(
    request: Request, path: Path, cache: str, download_name: str | None = None
) -> Response:
    """An uploaded file, streamed, with ranges; active content only as a download."""
    response = _send(request, path, cache)
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    )
    if download_name or path.suffix.lower() in ACTIVE_SUFFIXES:
        response.headers["Content-Disposition"] = disposition(
            "attachment", download_name or path.name
        )
    return response


def mimetype_of(name: str) -> str:
    suffix = Path(name).suffix.lower()
    return TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _asset(request: Request, site: Site, rest: str) -> Response | None:
    app, _slash, name = rest.partition("/")
    if app != "frappe" and app not in _installed(site):
        return None
    found = inside(site.app_path(app) / "public", name)
    if found is None:
        return None
    hashed = name.startswith("desk/assets/")
    return _send(request, found, IMMUTABLE if hashed else REVALIDATE)


def _installed(site: Site) -> list[str]:
    """The first request of a process may be for an asset, before the list was read."""
    if not site.installed_apps:
        with connected(site, "Guest"):
            pass
    return site.installed_apps


def _send(request: Request, path: Path, cache: str) -> Response:
    try:
        response = send_file(
            path, request.environ, mimetype=mimetype_of(path.name), conditional=True
        )
    except FileNotFoundError:
        raise NotFound from None
    response.headers["Cache-Control"] = cache
    response.headers.pop("Content-Disposition", None)
    return response
