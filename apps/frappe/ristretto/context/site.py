"""Decides what a site is: a folder, its configuration, its installed apps and the caches of this process.

A Site lives as long as the process; everything per request is in `Context`. Caches are dropped when the
stamp row of the database moves (see `ristretto.db.stamps`), so that several processes agree.
"""

from __future__ import annotations

import json
import os
from contextvars import ContextVar
from importlib import import_module
from pathlib import Path
from typing import Any

from ristretto.context.attrdict import AttrDict
from ristretto.context.hooks import Merged, merge_hooks, read_hooks

# Caches of a transaction that changed metadata or permissions and has not committed yet: nobody else may see them.
private_caches: ContextVar[dict[str, dict[Any, Any]] | None] = ContextVar(
    "ristretto_private", default=None
)

# The caches that a request began with: what it reads belongs to their number, whatever is published meanwhile.
_begun: ContextVar[tuple[Site, dict[str, dict[Any, Any]]] | None] = ContextVar(
    "ristretto_begun", default=None
)

CONFIG_NAME = "site_config.json"
COMMON_CONFIG_NAME = "common_site_config.json"
MAX_FACTS = 20_000


def scrub(text: str) -> str:
    """`Quality Goal` -> `quality_goal`; spaces and hyphens become underscores."""
    return text.replace(" ", "_").replace("-", "_").lower()


def read_json(path: Path) -> dict[str, Any]:
    """The object in a JSON file; {} when the file does not exist."""
    if not path.exists():
        return {}
    value = json.loads(path.read_text(encoding="utf-8"))
    return value if isinstance(value, dict) else {}


def load_conf(sites_path: Path, name: str) -> AttrDict:
    """Common configuration overridden by the site's own."""
    conf = AttrDict(read_json(sites_path / COMMON_CONFIG_NAME))
    conf.update(read_json(sites_path / name / CONFIG_NAME))
    return conf


def _marks_of(path: str) -> tuple[int, int, int]:
    try:
        found = os.stat(path)
    except OSError:
        return (0, 0, 0)
    return (found.st_mtime_ns, found.st_size, found.st_ino)


class Site:
    """One per process and site: configuration, apps, hooks, process-wide caches."""

    def __init__(self, name: str, sites_path: Path | str) -> None:
        self.name = name
        self.sites_path = Path(sites_path).resolve()
        self.path = self.sites_path / name
        # texts, because every request looks at them
        self._conf_paths = (
            str(self.sites_path / COMMON_CONFIG_NAME),
            str(self.path / CONFIG_NAME),
        )
        self.reload_conf()
        self.installed_apps: list[str] = []
        # number and caches in one value: other threads see both or neither
        self._generation: tuple[int, dict[str, dict[Any, Any]]] = (-1, {})
        self._facts: dict[tuple[int, int], dict[Any, Any]] = {}

    # configuration ----------------------------------------------------------------------------

    def reload_conf(self) -> None:
        """A new object: a request that runs keeps the configuration it began with."""
        self._conf_files = self._look_at_conf()
        self.conf = load_conf(self.sites_path, self.name)
        # the SQLite file of this site
        self.db_path = self.path / f"{self.conf.db_name or scrub(self.name).replace('.', '_')}.db"

    def refresh_conf(self) -> None:
        """Read the configuration again when somebody changed a file of it."""
        if self._look_at_conf() != self._conf_files:
            self.reload_conf()

    def _look_at_conf(self) -> tuple[tuple[int, int, int], ...]:
        """What tells two states of the configuration files apart without reading them."""
        common, own = self._conf_paths
        return (_marks_of(common), _marks_of(own))

    def save_conf(self, **values: Any) -> None:
        """Set keys in the site's own site_config.json (None removes) and in memory."""
        path = self.path / CONFIG_NAME
        stored = read_json(path)
        for key, value in values.items():
            if value is None:
                stored.pop(key, None)
            else:
                stored[key] = value
        temporary = path.with_suffix(f".{os.getpid()}.tmp")
        temporary.write_text(json.dumps(stored, indent=1, sort_keys=True), encoding="utf-8")
        temporary.replace(path)
        self.reload_conf()

    # apps -------------------------------------------------------------------------------------

    def set_installed_apps(self, apps: list[str]) -> None:
        self.installed_apps = list(apps)
        self.cache("apps").clear()
        self.cache("hooks").clear()

    def cache(self, name: str) -> dict[Any, Any]:
        """A named dict of this process, emptied whenever the stamp moves."""
        private, begun = private_caches.get(), _begun.get()
        if private is not None:
            return private.setdefault(name, {})
        caches = begun[1] if begun and begun[0] is self else self._generation[1]
        return caches.setdefault(name, {})

    @property
    def stamp(self) -> int:
        """The number of the database that the caches belong to; -1 before the first."""
        return self._generation[0]

    def drop_caches(self) -> None:
        """Forget everything, the number too."""
        self.end_request()
        self._generation = (-1, {})

    def begin_request(self, stamp: int) -> bool:
        """Work with the caches of this number; False when there are none and `begin_generation` comes next."""
        known, caches = self._generation
        _begun.set((self, caches) if known == stamp else None)
        return known == stamp

    def begin_generation(self, stamp: int, apps: list[str]) -> None:
        """New, empty caches; requests that still run under the old number keep theirs."""
        self.installed_apps = list(apps)
        self._generation = (stamp, {})
        self.begin_request(stamp)

    def end_request(self) -> None:
        _begun.set(None)

    def facts_at(self, numbers: tuple[int, int]) -> dict[Any, Any]:
        """What is remembered about rights under these numbers of the database.

        The number is read before the facts, so facts are never older than it. A request that still
        runs under an earlier number keeps to its own dict.
        """
        found = self._facts.get(numbers)
        if found is None or len(found) > MAX_FACTS:
            found = {}
            self._facts = {**dict(list(self._facts.items())[-1:]), numbers: found}
        return found

    def app_path(self, app: str) -> Path:
        """Folder of the app's Python package."""
        module = import_module(app)
        return Path(str(module.__file__)).parent

    @property
    def modules(self) -> dict[str, list[str]]:
        """{app: [scrubbed module, ...]} as modules.txt of each installed app lists them."""
        cache = self.cache("apps")
        if "modules" not in cache:
            cache["modules"] = {app: self._read_modules(app) for app in self.installed_apps}
        return dict(cache["modules"])

    def _read_modules(self, app: str) -> list[str]:
        return [scrub(title) for title in self.module_titles(app)]

    def module_titles(self, app: str) -> list[str]:
        path = self.app_path(app) / "modules.txt"
        if not path.exists():
            return []
        lines = path.read_text(encoding="utf-8").splitlines()
        return [line.strip() for line in lines if line.strip() and not line.startswith("#")]

    @property
    def module_app(self) -> dict[str, str]:
        """{scrubbed module: app}."""
        return {module: app for app, modules in self.modules.items() for module in modules}

    # hooks ------------------------------------------------------------------------------------

    def get_hooks(
        self, name: str | None = None, default: Any = None, app: str | None = None
    ) -> Any:
        """The merged hooks, or one key of them; `default` (else an empty list) when absent."""
        table = self._hooks_of(app)
        if name is None:
            return table
        if name in table:
            return table[name]
        return [] if default is None else default

    def _hooks_of(self, app: str | None) -> Merged:
        cache = self.cache("hooks")
        if app not in cache:
            apps = [app] if app else self.installed_apps
            cache[app] = merge_hooks(read_hooks(each) for each in apps)
        merged: Merged = cache[app]
        return merged
