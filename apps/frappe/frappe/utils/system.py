"""Paths of bench and site, shell commands, hooks, progress on a terminal, small data tools."""

from __future__ import annotations

import functools
import gzip
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Generator, MutableMapping, MutableSequence, Sequence
from pathlib import Path
from typing import Any

from frappe.utils import site_settings
from frappe.utils.text import squashify

_GIT_URL = re.compile(r"(?:git|ssh|https?|\w*@[-\w.]+):(\/\/)?(.*?)(\.git)?(\/?|\#[-\d\w._]+?)$")
_SECRET_LINE = re.compile(r"(?i)(password|passwd|secret|token|api_key|pwd)(\s*[=:]\s*)(\S+)")


def get_bench_path() -> str:
    """The folder that holds `apps/` and `sites/`."""
    return os.environ.get("FRAPPE_BENCH_ROOT") or str(Path(__file__).resolve().parents[4])


def get_path(*path: str, **kwargs: Any) -> str:
    return os.path.join(kwargs.get("base") or get_site_base_path(), *path)


def get_site_base_path() -> str:
    ctx = site_settings.bound()
    if ctx is None:
        raise RuntimeError("No site is connected: call frappe.init(site) first")
    return str(ctx.site.path)


def get_site_path(*path: str) -> str:
    return get_path(*path)


def get_files_path(*path: str, **kwargs: Any) -> str:
    return get_site_path("private" if kwargs.get("is_private") else "public", "files", *path)


def get_backups_path() -> str:
    return get_site_path("private", "backups")


def get_bench_id() -> str:
    ctx = site_settings.bound()
    configured = ctx.conf.get("bench_id") if ctx else None
    return configured or get_bench_path().strip("/").replace("/", "-")


def get_site_id(site: str | None = None) -> str:
    import frappe

    return f"{site or frappe.local.site}@{get_bench_id()}"


def get_site_name(hostname: str) -> str:
    return hostname.split(":", 1)[0]


def get_sites(sites_path: str | None = None) -> list[str]:
    """Names of the folders that hold a site."""
    ctx = site_settings.bound()
    base = Path(sites_path or (ctx.site.sites_path if ctx else "."))
    return sorted(
        entry.name
        for entry in base.iterdir()
        if entry.is_dir() and not entry.is_symlink() and (entry / "site_config.json").exists()
    )


def execute_in_shell(
    cmd: str | list[str],
    verbose: bool = False,
    low_priority: bool = False,
    check_exit_code: bool = False,
) -> tuple[bytes, bytes]:
    """Run a command; returns (stderr, stdout). A list is quoted, text goes to bash as it is."""
    text = shlex.join(cmd) if isinstance(cmd, list) else cmd
    if low_priority:
        text = f"nice -n 10 bash -c {shlex.quote(text)}"
    done = subprocess.run(
        text, shell=True, capture_output=True, executable=shutil.which("bash") or "/bin/sh"
    )
    failed = check_exit_code and done.returncode
    if verbose or failed:
        for stream in (done.stderr, done.stdout):
            if stream:
                print(stream.decode(errors="replace"))
    if failed:
        import frappe

        raise frappe.CommandFailedError(
            "Command failed",
            done.stdout.decode(errors="replace"),
            done.stderr.decode(errors="replace"),
        )
    return done.stderr, done.stdout


def get_disk_usage() -> int:
    """Megabytes in the site's public files."""
    base = Path(get_files_path())
    total = sum(path.stat().st_size for path in base.rglob("*") if path.is_file())
    return round(total / 2**20)


def touch_file(path: str) -> str:
    Path(path).touch()
    return path


def get_file_timestamp(fn: str) -> str | None:
    try:
        return str(int(os.stat(fn).st_mtime))
    except FileNotFoundError:
        return None


def get_file_size(path: str, format: bool = False) -> int | str:
    size: float = os.path.getsize(path)
    if not format:
        return int(size)
    for unit in ("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi"):
        if abs(size) < 1024:
            return f"{size:3.1f}{unit}B"
        size /= 1024
    return f"{size:.1f}YiB"


def get_bench_relative_path(file_path: str) -> str:
    """Absolute path of a file given relative to the bench; ends the command when it is missing."""
    base = ".." if not os.path.exists(file_path) else "."
    path = os.path.abspath(os.path.join(base, file_path))
    if not os.path.exists(path):
        sys.exit(f"Invalid path {file_path}")
    return path


def get_hook_method(hook_name: str, fallback: Callable[..., Any] | None = None) -> Any:
    import frappe

    methods = frappe.get_hooks(hook_name)
    return frappe.get_attr(methods[0]) if methods else fallback


def call_hook_method(hook: str, *args: Any, **kwargs: Any) -> Any:
    """Call every function of a hook; the first truthy answer is returned."""
    import frappe

    out = None
    for method in frappe.get_hooks(hook):
        out = out or frappe.get_attr(method)(*args, **kwargs)
    return out


def is_cli() -> bool:
    """Whether a person at a terminal runs this process."""
    return bool(sys.stdin and sys.stdin.isatty())


def update_progress_bar(txt: str, i: int, l: int, absolute: bool = False) -> None:  # noqa: E741
    """Draw progress on a terminal; a dot per call elsewhere."""
    if os.environ.get("CI") or not sys.stdout.isatty():
        sys.stdout.write(txt if i == 0 else ".")
        sys.stdout.flush()
        return
    done = (i + 1) / l
    status = f"{i} of {l}" if absolute else f"{done:.0%}"
    sys.stdout.write(f"\r{txt:<36}: [{'=' * int(done * 40):<40}] {status}")
    sys.stdout.flush()


def is_a_property(x: Any) -> bool:
    return isinstance(x, property | functools.cached_property)


def get_traceback(with_context: bool = False) -> str:
    """The current exception's traceback with paths relative to the bench and secrets blanked."""
    exc_type, exc_value, exc_tb = sys.exc_info()
    if exc_type is None:
        return ""
    if not with_context:
        text = "".join(traceback.format_exception(exc_type, exc_value, exc_tb))
        return text.replace(get_bench_path() + "/", "")
    stack = traceback.TracebackException(exc_type, exc_value, exc_tb, capture_locals=True)  # type: ignore[arg-type]
    text = _SECRET_LINE.sub(r"\1\2********", "".join(stack.format()))
    return text.replace(get_bench_path() + "/", "")


def log(event: str, details: Any) -> None:
    import frappe

    frappe.logger(event).info(details)


def parse_json(val: Any) -> Any:
    """JSON text as its value; dicts answer by attribute."""
    import frappe

    if isinstance(val, str):
        val = json.loads(val)
    return frappe._dict(val) if isinstance(val, dict) else val


def safe_json_loads(*args: Any) -> Any:
    """Each argument parsed where it is JSON text; one argument gives one value."""
    results = []
    for arg in args:
        try:
            results.append(json.loads(arg))
        except (TypeError, ValueError):
            results.append(arg)
    return squashify(results)


def dictify(arg: Any) -> Any:
    import frappe

    if isinstance(arg, MutableSequence):
        for i, item in enumerate(arg):
            arg[i] = dictify(item)
        return arg
    return frappe._dict(arg) if isinstance(arg, MutableMapping) else arg


def create_batch(iterable: Sequence[Any], size: int) -> Generator[Sequence[Any], None, None]:
    """Slices of at most `size` items."""
    for start in range(0, len(iterable), size):
        yield iterable[start : start + size]


def groupby_metric(iterable: dict[str, list[Any]], key: str) -> dict[Any, dict[str, list[Any]]]:
    """`{category: [record]}` regrouped as `{record[key]: {category: [record]}}`."""
    records: dict[Any, dict[str, list[Any]]] = {}
    for category, items in iterable.items():
        for item in items:
            records.setdefault(item[key], {}).setdefault(category, []).append(item)
    return records


def get_table_name(table_name: str, wrap_in_backticks: bool = False) -> str:
    name = table_name if table_name.startswith("__") else f"tab{table_name}"
    return f"`{name}`" if wrap_in_backticks else name


def get_db_count(*args: str) -> dict[str, int]:
    import frappe

    return {doctype: frappe.db.count(doctype) for doctype in args}


def call(fn: str, *args: Any, **kwargs: Any) -> Any:
    """`frappe.call` with a JSON-safe answer, for the command line."""
    import frappe

    return json.loads(frappe.as_json(frappe.call(fn, *args, **kwargs)))


def get_defaults(key: str | None = None) -> Any:
    import frappe

    return frappe.db.get_defaults(key)


def set_default(key: str, val: Any) -> Any:
    import frappe

    return frappe.db.set_default(key, val)


def get_installed_apps_info() -> list[dict[str, str]]:
    """Name and version of each installed app."""
    from importlib import import_module

    import frappe

    return [
        {"app_name": app, "version": getattr(import_module(app), "__version__", ""), "branch": ""}
        for app in frappe.get_installed_apps()
    ]


def gzip_compress(data: bytes, compresslevel: int = 9) -> bytes:
    return gzip.compress(data, compresslevel)


def gzip_decompress(data: bytes) -> bytes:
    return gzip.decompress(data)


def is_git_url(url: str) -> bool:
    return bool(_GIT_URL.match(url))


def get_request_session(max_retries: int = 5) -> Any:
    """A `requests` session that repeats after a server error."""
    import requests
    from requests.adapters import HTTPAdapter
    from urllib3.util import Retry

    session = requests.Session()
    adapter = HTTPAdapter(max_retries=Retry(total=max_retries, status_forcelist=[500]))
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


def set_request(**kwargs: Any) -> None:
    """Put a made-up request into the context, for tests."""
    from werkzeug.test import EnvironBuilder
    from werkzeug.wrappers import Request

    import frappe

    frappe.local.request = Request(EnvironBuilder(**kwargs).get_environ())


def get_test_client(use_cookies: bool = True) -> Any:
    """A client that talks to the application without a network."""
    from werkzeug.test import Client

    from frappe.app import application

    return Client(application, use_cookies=use_cookies)


def get_build_version() -> str:
    """Changes whenever the built assets change."""
    ctx = site_settings.bound()
    assets = Path(ctx.site.sites_path if ctx else ".") / "assets" / "assets.json"
    return str(assets.stat().st_mtime if assets.exists() else int(time.time()))


class CallbackManager:
    """Functions to run once, in the order in which they were added."""

    __slots__ = ("_functions",)

    def __init__(self) -> None:
        self._functions: deque[Callable[[], Any]] = deque()

    def add(self, func: Callable[[], Any]) -> None:
        self._functions.append(func)

    __call__ = add

    def run(self) -> None:
        while self._functions:
            self._functions.popleft()()

    def reset(self) -> None:
        self._functions.clear()
