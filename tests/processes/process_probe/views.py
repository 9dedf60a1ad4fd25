"""Functions that tests call in web processes and in the job process."""

from __future__ import annotations

import os
import time
from typing import Any

import frappe
from frappe.rate_limiter import rate_limit
from frappe.utils.pdf import get_pdf

NUMBERS = "with recursive n(i) as (select 1 union all select i + 1 from n where i < {0}) select count(*) from n"

NUMBERS_OF_MARIADB = "select count(*) from seq_1_to_{0} where seq % 7 <> 8"


@frappe.whitelist(allow_guest=True)
def pid() -> int:
    return os.getpid()


@frappe.whitelist()
def see(user: str = "Administrator") -> dict[str, Any]:
    """What this process takes for true, of everything that a person can change while it runs."""
    frappe.set_user(user)
    return {
        "pid": os.getpid(),
        "fields": sorted(field.fieldname for field in frappe.get_meta("ToDo").fields),
        "label": frappe.get_meta("ToDo").get_label("description"),
        "may_create": bool(frappe.has_permission("ToDo", "create")),
        "roles": sorted(frappe.get_roles()),
        "todos": frappe.get_list("ToDo", pluck="name", order_by="name"),
        "translated": frappe._("Probe text", "vi"),
        "setting": frappe.db.get_single_value("System Settings", "session_expiry"),
        "time_format": frappe.get_system_settings("time_format"),
        "cached": frappe.cache.get_value("probe"),
        "hashed": frappe.cache.hget("probe-hash", "key"),
        "exists": bool(frappe.db.exists("DocType", "Probe Thing")),
    }


@frappe.whitelist(methods=["POST"])
def see_in_job(user: str, key: str) -> None:
    """Let the job process look; `looked` gives the answer."""
    frappe.enqueue("process_probe.views.keep_view", user=user, key=key)


def keep_view(user: str, key: str) -> None:
    view = see(user)
    frappe.set_user("Administrator")
    frappe.cache.set_value(f"view:{key}", view, expires_in_sec=60)


@frappe.whitelist()
def looked(key: str) -> Any:
    return frappe.cache.get_value(f"view:{key}", expires=True)


@frappe.whitelist(methods=["POST"])
def act(what: str, argument: Any = None) -> Any:
    """One call of `frappe.cache` or the like, by name."""
    cache = frappe.cache
    actions = {
        "set": lambda: cache.set_value("probe", argument),
        "set_short": lambda: cache.set_value("probe", argument, expires_in_sec=1),
        "hset": lambda: cache.hset("probe-hash", "key", argument),
        "incr": lambda: cache.incrby("probe-counter", 1),
        "count": lambda: int(cache.get("probe-counter") or 0),
        "push": lambda: cache.lpush("probe-list", argument),
        "pop": lambda: cache.rpop("probe-list"),
        "spop": lambda: cache.spop("probe-set"),
        "sadd": lambda: cache.sadd("probe-set", *argument),
        "publish": lambda: frappe.publish_realtime("probe", {"text": argument}),
        "clear_cache": lambda: frappe.clear_cache(),
    }
    answer = actions[what]()
    return answer.decode() if isinstance(answer, bytes) else answer


@frappe.whitelist(methods=["POST"])
def hold(name: str, seconds: float) -> dict[str, float]:
    """Hold a lock between processes; when it was taken and given back."""
    from frappe.utils.synchronization import filelock

    with filelock(name, timeout=10):
        start = time.time()
        time.sleep(seconds)
        return {"start": start, "end": time.time()}


@frappe.whitelist(methods=["POST"])
def lock_document(name: str) -> str:
    frappe.get_doc("ToDo", name).lock()
    return "locked"


@frappe.whitelist(methods=["POST"])
def reset_key(user: str) -> str:
    """The key of a link that would be mailed."""
    from frappe.core.doctype.user.passwords import make_reset_link

    return make_reset_link(frappe.get_doc("User", user)).rpartition("key=")[2]


@frappe.whitelist(methods=["POST"])
def login_key(user: str, minutes: float = 10) -> str:
    """The key of a link that signs in."""
    from frappe.www.login import make_login_link

    return make_login_link(user, minutes).rpartition("key=")[2]


@frappe.whitelist()
@rate_limit(limit=5, seconds=600)
def five_times() -> str:
    return "passed"


# long work ----------------------------------------------------------------------------------------


@frappe.whitelist()
def read_long(rows: int) -> int:
    """One long statement that nobody declared slow."""
    statement = NUMBERS_OF_MARIADB if frappe.conf.db_type == "mariadb" else NUMBERS
    return int(frappe.db.sql(statement.format(int(rows)))[0][0])


@frappe.whitelist()
def spin(seconds: float) -> dict[str, Any]:
    """Python that never waits."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass
    return {"pid": os.getpid()}


@frappe.whitelist()
def sleep(seconds: float) -> dict[str, Any]:
    """One call of foreign code that hears no exception."""
    time.sleep(seconds)
    return {"pid": os.getpid()}


@frappe.whitelist()
def draw(text: str) -> dict[str, Any]:
    """A PDF of an endpoint that did not say so."""
    return {"size": len(get_pdf(f"<p>{text}</p>")), "pid": os.getpid()}


@frappe.whitelist(methods=["POST"])
def write_and_spin(description: str, seconds: float) -> None:
    frappe.get_doc({"doctype": "ToDo", "description": description}).insert()
    spin(seconds)


@frappe.whitelist(methods=["POST"])
def write_and_hold(seconds: float) -> None:
    """A quick endpoint that keeps the write lock for a while."""
    frappe.get_doc({"doctype": "ToDo", "description": "held"}).insert()
    time.sleep(seconds)


@frappe.whitelist()
def read_and_mark() -> str:
    """A reading verb that writes something, as pages do that count their visitors."""
    frappe.get_doc({"doctype": "ToDo", "description": "mark"}).insert()
    frappe.db.commit()
    return "marked"


@frappe.whitelist()
def wait_outside(seconds: float) -> str:
    """As a function does that asks another server."""
    time.sleep(seconds)
    return "waited"


@frappe.whitelist(methods=["POST"])
def queue(text: str, seconds: float = 0, timeout: int = 60, kill: int = 0) -> None:
    frappe.enqueue(
        "process_probe.views.work", timeout=timeout, text=text, seconds=seconds, kill=kill
    )


def work(text: str, seconds: float, kill: int = 0) -> None:
    """Leave a mark, then take a while; with `kill` the first so many tries end their process."""
    tries = frappe.cache.incrby(f"tries:{text}", 1)
    if tries <= kill:
        os.kill(os.getpid(), 9)
    frappe.cache.lpush(f"began:{text}", os.getpid())
    if seconds < 0:
        spin(-seconds)
    else:
        time.sleep(seconds)
    frappe.get_doc({"doctype": "ToDo", "description": text}).insert()


@frappe.whitelist()
def tries(text: str) -> int:
    return int(frappe.cache.get(f"tries:{text}") or 0)


def note_turn() -> None:
    """The scheduled event."""
    frappe.get_doc({"doctype": "ToDo", "description": "turn"}).insert()
