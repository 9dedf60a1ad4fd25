"""Decides the one HTML page of the desk: built assets, boot data as JSON (no inline script),
nothing else."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

from werkzeug.wrappers import Response

from ristretto.context import Context
from ristretto.web.serialize import to_json

BASE = "/assets/frappe/desk/"
ENTRY = "src/main.ts"
_ESCAPES = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}
_HTML = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>{title}</title>
<link rel="icon" href="{base}favicon.svg">
{links}
<script type="application/json" id="boot">{boot}</script>
<script type="module" src="{base}{entry}"></script>
</head>
<body><div hidden>{icons}</div><div id="app"></div><noscript>{noscript}</noscript></body>
</html>
"""


def render_shell(context: Context, boot: dict[str, Any], csrf_token: str, title: str) -> Response:
    """The page with its data; a plain remedy when the desk was not built."""
    manifest = read_manifest(context)
    if manifest is None or ENTRY not in manifest:
        return Response(
            "The desk is not built yet. Run ./iso setup,"
            " or in the folder desk/: npm install --no-save && npm run build\n",
            status=503,
            mimetype="text/plain",
        )
    data = {
        "boot": boot,
        "csrf_token": csrf_token,
        "include_js": urls(context, "app_include_js"),
        "include_css": urls(context, "app_include_css"),
    }
    entry = manifest[ENTRY]
    html = _HTML.format(
        lang=escape(context.lang or "vi"),
        title=escape(title),
        base=BASE,
        entry=escape(entry["file"]),
        links=_links(manifest, entry),
        icons=_icons(context),
        boot=script_json(data),
        noscript="JavaScript is needed.",
    )
    response = Response(html, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    return response


def read_manifest(context: Context) -> dict[str, Any] | None:
    """Vite's manifest; read again when its file changed."""
    path = context.site.app_path("frappe") / "public" / "desk" / "manifest.json"
    if not path.is_file():
        return None
    return _parsed(path)


def script_json(value: Any) -> str:
    """JSON that may stand inside a script element."""
    text = to_json(value).decode("utf-8")
    for character, code in _ESCAPES.items():
        text = text.replace(character, code)
    return text


def urls(context: Context, hook: str) -> list[str]:
    """Hook entries as URLs: absolute ones as they are, bundle names below /assets."""
    found = [str(entry) for entry in context.site.get_hooks(hook)]
    return [entry if entry.startswith(("/", "http")) else f"/assets/{entry}" for entry in found]


def _icons(context: Context) -> str:
    """Sprites of apps (hook `app_include_icons`), whose symbols a page names by `<use href="#…">`."""
    texts = []
    for url in urls(context, "app_include_icons"):
        app, _slash, rest = url.removeprefix("/assets/").partition("/")
        root = context.site.app_path(app) / "public" if app in context.site.installed_apps else None
        path = (root / rest).resolve() if root else None
        if path and root and path.is_relative_to(root.resolve()) and path.is_file():
            texts.append(path.read_text(encoding="utf-8"))
    return "".join(texts)


def _links(manifest: dict[str, Any], entry: dict[str, Any]) -> str:
    styles: dict[str, None] = {}
    modules: dict[str, None] = {}
    _collect(manifest, entry, styles, modules, set())
    lines = [f'<link rel="stylesheet" href="{BASE}{escape(name)}">' for name in styles]
    lines += [f'<link rel="modulepreload" href="{BASE}{escape(name)}">' for name in modules]
    return "\n".join(lines)


def _collect(
    manifest: dict[str, Any],
    chunk: dict[str, Any],
    styles: dict[str, None],
    modules: dict[str, None],
    seen: set[str],
) -> None:
    """Styles and statically imported chunks, depth first."""
    styles.update(dict.fromkeys(chunk.get("css", [])))
    for key in chunk.get("imports", []):
        if key in seen or key not in manifest:
            continue
        seen.add(key)
        modules[manifest[key]["file"]] = None
        _collect(manifest, manifest[key], styles, modules, seen)


_cache: dict[str, tuple[int, dict[str, Any]]] = {}


def _parsed(path: Path) -> dict[str, Any]:
    stamp = path.stat().st_mtime_ns
    known = _cache.get(str(path))
    if known is None or known[0] != stamp:
        known = _cache[str(path)] = (stamp, json.loads(path.read_text(encoding="utf-8")))
    return known[1]
