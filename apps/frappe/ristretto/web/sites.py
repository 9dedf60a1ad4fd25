"""Decides which site a request is for: the server's fixed one, the header's, the Host's, on
loopback the default."""

from __future__ import annotations

import ipaddress
import re
import threading
from pathlib import Path

from werkzeug.wrappers import Request

from ristretto.context import Site
from ristretto.context.site import CONFIG_NAME, load_conf, read_json

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class SiteTable:
    """The sites of one bench; each is opened once per process."""

    def __init__(self, sites_path: Path, fixed: str | None = None) -> None:
        self.sites_path = sites_path
        self.fixed = fixed
        self._open: dict[str, Site] = {}
        self._lock = threading.Lock()

    def find(self, request: Request) -> Site | None:
        """The site of a request; None when there is no such site."""
        if self.fixed:
            return self._only_locally(self._get(self.fixed), _host_name(request))
        if asked := request.headers.get("X-Frappe-Site-Name"):
            return self._get(asked)
        host = _host_name(request)
        found = self._get(host)
        if found is None and is_loopback(host):
            default = self.default_name()
            return self._get(default) if default else None
        return found

    def _only_locally(self, site: Site | None, host: str) -> Site | None:
        """A site with published passwords answers to loopback names only.

        Otherwise a web page elsewhere could point a name of its own at this machine and sign in.
        """
        if site is None or not site.conf.demo_accounts or is_loopback(host) or host == site.name:
            return site
        return None

    def default_name(self) -> str | None:
        """`default_site` of the common configuration, else the only site there is."""
        configured = load_conf(self.sites_path, "").default_site
        if configured:
            return str(configured)
        names = [path.parent.name for path in self.sites_path.glob(f"*/{CONFIG_NAME}")]
        return names[0] if len(names) == 1 else None

    def _get(self, name: str) -> Site | None:
        if not _NAME.fullmatch(name):
            return None
        with self._lock:
            site = self._open.get(name)
            if site is None and read_json(self.sites_path / name / CONFIG_NAME):
                site = self._open[name] = Site(name, self.sites_path)
            return site


def is_loopback(host: str) -> bool:
    """True for localhost, *.localhost and loopback addresses."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _host_name(request: Request) -> str:
    """The Host header without its port, lower case."""
    host = (request.headers.get("Host") or "").lower()
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.rpartition(":")[0] if ":" in host else host
