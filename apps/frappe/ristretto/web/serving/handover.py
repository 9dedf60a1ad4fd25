"""Decides where a request runs: on the loop of a quick process, in a thread of it, or in the slow process.

Endpoints declare that they are slow (`web/whitelist.py`); lists without a limit are. A read that turns
out to be long is stopped and started anew in the slow process: it has changed nothing.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from ristretto.context import AttrDict, Context, Site
from ristretto.context.translate import translate
from ristretto.db.deadline import Limit
from ristretto.errors import RequestTimeoutError, SlowProcessStopped, ValidationError
from ristretto.web.body import SiteRequest
from ristretto.web.whitelist import Endpoint, endpoint_of, is_long_list

PLACE = "ristretto.place"
IS_ABANDONED = "ristretto.is_abandoned"
LAST_RESORT = "ristretto.last_resort"
FAILURE = "ristretto.failure"
MODE = "ristretto.mode"
QUICK_SECONDS = 1.0
SLOW_SECONDS = 120.0
_METHOD = "/method/"
_LISTS = ("/resource/", "/document/")


class Place(StrEnum):
    ALONE = "alone"  # a server without a slow process: everything runs where it arrives
    LOOP = "loop"
    THREAD = "thread"
    SLOW = "slow"


class HandOver(BaseException):
    """This request runs elsewhere; nothing of it has been done yet. No error: no handler may catch it."""

    def __init__(self, to: Place) -> None:
        super().__init__(to)
        self.to = to


def place_of(request: Any) -> Place:
    """Where this request runs; anything but a request of the front runs alone."""
    environ = getattr(request, "environ", None) or {}
    place: Place = environ.get(PLACE, Place.ALONE)
    return place


def leave_loop(request: Any) -> None:
    """What may wait (for the write lock, for a database server, for a password hash) leaves the loop."""
    if place_of(request) is Place.LOOP:
        raise HandOver(Place.THREAD)


def note_mode(request: Any, mode: str) -> None:
    """A writer leaves the loop; where a reader was asked by POST, the front learns to run it on the loop."""
    if mode == "write":
        leave_loop(request)
    elif request is not None:
        request.environ[MODE] = mode


def leave_quick(context: Context) -> None:
    """Heavy work that a reader comes upon where nobody declared it: it has changed nothing and starts anew there."""
    is_quick = place_of(context.request) in (Place.LOOP, Place.THREAD)
    if is_quick and context.db.is_reading and not context.flags.commit:
        raise HandOver(Place.SLOW)


def leave_loop_of(request: SiteRequest, site: Site) -> None:
    """A database server answers over the network: the loop would wait for it with every statement."""
    if site.conf.db_type == "mariadb":
        leave_loop(request)


def choose(context: Context, request: SiteRequest) -> None:
    """Hand over what is declared slow, before anything of it is done; say so when that failed."""
    if request.environ.get(FAILURE):
        text = translate("The process that worked on this ended before it was done. Try again.")
        raise SlowProcessStopped(text)
    place = place_of(request)
    if place not in (Place.LOOP, Place.THREAD):
        return
    if "login" in (context.form_dict.cmd, request.path.rstrip("/").rpartition("/")[2]):
        leave_loop(request)
    if is_slow(context, request):
        raise HandOver(Place.SLOW)


def is_slow(context: Context, request: SiteRequest) -> bool:
    """True when the endpoint declares itself slow for these arguments, or a list has no usable limit."""
    form = context.form_dict
    name = str(form.cmd or "") or _method_name(request.path)
    if name:
        return name in (context.conf.slow_methods or ()) or _declares_slow(context, name, form)
    is_list = request.path.startswith("/api/") and request.method == "GET"
    return is_list and any(each in request.path for each in _LISTS) and is_long_list(form)


def time_limit(context: Context, request: SiteRequest) -> Limit:
    """The limit of a request's work."""
    place = place_of(request)
    if place is Place.SLOW:
        return Limit(
            context.db,
            seconds(context),
            raises=RequestTimeoutError,
            is_abandoned=request.environ.get(IS_ABANDONED),
            last_resort=request.environ.get(LAST_RESORT),
        )
    return Limit(context.db, QUICK_SECONDS, readers_only=True)


def seconds(context: Context) -> float:
    """How long a slow request may take: `http_timeout` of the site's configuration."""
    return float(context.conf.http_timeout or SLOW_SECONDS)


def _method_name(path: str) -> str:
    if not path.startswith("/api/"):
        return ""
    return path.partition(_METHOD)[2].split("/", 1)[0]


def _declares_slow(context: Context, name: str, form: AttrDict) -> bool:
    known = context.site.cache("web:endpoints")
    if name not in known:
        endpoint = _find(context, name)
        if endpoint is None:
            return False  # names that do not exist are not remembered: a caller could send millions
        known[name] = endpoint
    endpoint = known[name]
    return bool(endpoint.is_slow(form))


def _find(context: Context, name: str) -> Endpoint | None:
    from ristretto.web import rpc

    try:
        return endpoint_of(rpc.function_of(context, name)[0])
    except ValidationError:
        return None
