"""What may happen once, or so many times, happens so over all processes: counters, queues, locks, tokens, limits."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from running_processes import Answer, House, Running, configure, serve
from site_fixtures import SITE_NAME

ACT = "process_probe.views.act"
RACERS = 6


def race(house: House, act: Callable[[Running, int], Any], times: int = RACERS) -> list[Any]:
    """The same at both servers at once; what each got."""
    servers = (house.first, house.second)
    with ThreadPoolExecutor(times) as threads:
        futures = [threads.submit(act, servers[number % 2], number) for number in range(times)]
        return [future.result() for future in futures]


def insert(server: Running, doctype: str, **values: Any) -> Any:
    answer = server.call("POST", f"/api/resource/{doctype}", values)
    assert answer.status == 200, answer.body
    return answer.body["data"]


def test_a_counter_loses_nothing(house: House) -> None:
    """Sixty additions from two processes give sixty different numbers up to sixty."""

    def add(server: Running, _number: int) -> list[int]:
        return [server.post(ACT, what="incr") for _ in range(10)]

    found = sorted(number for numbers in race(house, add) for number in numbers)
    assert found == list(range(1, 61))
    assert house.first.post(ACT, what="count") == 60


def test_an_item_of_a_queue_is_taken_once(house: House) -> None:
    """Lists and sets hand each entry to one caller."""
    for number in range(12):
        house.first.post(ACT, what="push", argument=f"item {number}")
    house.first.post(ACT, what="sadd", argument=[f"member {number}" for number in range(12)])

    def take(server: Running, _number: int) -> list[str]:
        taken = [server.post(ACT, what=what) for what in ("pop", "spop") for _ in range(2)]
        return [each for each in taken if each]

    taken = Counter(each for some in race(house, take) for each in some)
    assert len(taken) == 24
    assert set(taken.values()) == {1}


def test_a_lock_is_held_by_one(house: House) -> None:
    """Of six callers no two are inside at the same time."""

    def hold(server: Running, _number: int) -> dict[str, float]:
        return server.post("process_probe.views.hold", name="probe", seconds=0.05)

    spans = sorted((each["start"], each["end"]) for each in race(house, hold))
    assert all(spans[i][1] <= spans[i + 1][0] for i in range(len(spans) - 1))


def test_a_document_is_locked_for_all_processes(house: House) -> None:
    """Locked at one server, it cannot be locked at the other."""
    name = insert(house.first, "ToDo", description="locked")["name"]
    path = "/api/method/process_probe.views.lock_document"
    answers = race(house, lambda server, _n: server.call("POST", path, {"name": name}).status, 2)
    assert sorted(answers) == [200, 417]


def test_numbers_of_a_series_are_given_once(house: House) -> None:
    """Records made at both servers at once have names without gap or double."""

    values = {"name": "Probe Numbered", "autoname": "PN-.####"}
    insert(house.first, "DocType", **{**thing("Probe Numbered"), **values})

    def number(server: Running, _number: int) -> list[str]:
        return [insert(server, "Probe%20Numbered", title="x")["name"] for _ in range(5)]

    names = sorted(name for some in race(house, number) for name in some)
    assert names == [f"PN-{number:04}" for number in range(1, 31)]


def thing(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "module": "Custom",
        "custom": 1,
        "fields": [{"fieldname": "title", "label": "Title", "fieldtype": "Data"}],
        "permissions": [{"role": "System Manager", "read": 1, "write": 1, "create": 1}],
    }


# accounts -----------------------------------------------------------------------------------------


def person(server: Running, email: str, password: str) -> None:
    insert(
        server,
        "User",
        email=email,
        first_name="P",
        send_welcome_email=0,
        new_password=password,
    )


def log_in(server: Running, email: str, password: str) -> Answer:
    body = {"usr": email, "pwd": password}
    return server.call("POST", "/api/method/login", body, signed_in=False)


@pytest.fixture
def strict(house: House) -> Iterator[int]:
    """Three wrong passwords lock an account."""
    path = "/api/resource/System%20Settings/System%20Settings"
    values = {"allow_consecutive_login_attempts": 3, "allow_login_after_fail": 60}
    assert house.first.call("PUT", path, values).status == 200
    yield 3
    values["allow_consecutive_login_attempts"] = 0
    assert house.first.call("PUT", path, values).status == 200


def test_wrong_passwords_are_counted_over_processes(house: House, strict: int) -> None:
    """Two wrong at one server, one at the other: then the right one is refused at both."""
    person(house.first, "locked@example.com", "Mat-khau-dung-1")
    for server in (house.first, house.second, house.first):
        assert log_in(server, "locked@example.com", "sai").status == 401
    for server in (house.first, house.second):
        answer = log_in(server, "locked@example.com", "Mat-khau-dung-1")
        assert (answer.status, answer.body["exc_type"]) == (429, "SecurityException")


def test_guesses_at_once_do_not_slip_through(house: House, strict: int) -> None:
    """Many guesses at both servers at once: the account is locked after them, the right one is refused."""
    person(house.first, "raced@example.com", "Mat-khau-dung-1")
    forwarded = [f"198.51.100.{number}" for number in range(RACERS * 2)]

    def guess(server: Running, number: int) -> int:
        return server.call(
            "POST",
            "/api/method/login",
            {"usr": "raced@example.com", "pwd": f"sai-{number}"},
            headers={"X-Forwarded-For": forwarded[number]},
            signed_in=False,
        ).status

    assert set(race(house, guess, RACERS * 2)) <= {401, 429}
    answer = house.second.call(
        "POST",
        "/api/method/login",
        {"usr": "raced@example.com", "pwd": "Mat-khau-dung-1"},
        headers={"X-Forwarded-For": "203.0.113.9"},
        signed_in=False,
    )
    assert answer.status == 429


def test_a_link_for_a_new_password_works_once(house: House, module_sites: Path) -> None:
    """Two people open the same link at two servers at once: one sets the password, one is refused."""
    person(house.first, "forgot@example.com", "Mat-khau-cu-1")
    key = house.first.post("process_probe.views.reset_key", user="forgot@example.com")

    def use(server: Running, number: int) -> int:
        body = {"new_password": f"Mat-khau-moi-{number}", "key": key}
        path = "/api/method/frappe.core.doctype.user.user.update_password"
        return server.call("POST", path, body, signed_in=False).status

    statuses = race(house, use, 4)
    assert sorted(statuses) == [200, 410, 410, 410]
    winner = statuses.index(200)
    passwords = [
        log_in(house.second, "forgot@example.com", f"Mat-khau-moi-{number}").status
        for number in range(4)
    ]
    assert [number for number in range(4) if passwords[number] == 200] == [winner]


def test_a_link_that_signs_in_works_once(house: House) -> None:
    """Opened four times at two servers at once: one is signed in, the others are refused, and so is a late one."""
    person(house.first, "linked@example.com", "Mat-khau-dung-1")
    key = house.first.post("process_probe.views.login_key", user="linked@example.com")

    def use(server: Running, number: int) -> Answer:
        path = f"/api/method/frappe.www.login.login_via_key?key={key}"
        headers = {"X-Forwarded-For": f"192.0.2.{number}"}
        return server.call("GET", path, signed_in=False, headers=headers)

    answers = race(house, use, 4)
    assert sorted(each.status for each in answers) == [302, 403, 403, 403]
    [winner] = [each for each in answers if each.status == 302]
    assert winner.headers["location"] == "/me"
    assert use(house.second, 9).status == 403


# rate limits --------------------------------------------------------------------------------------


def test_calls_of_an_endpoint_are_counted_over_processes(house: House) -> None:
    """Five are allowed: of twelve at two servers at once exactly five pass."""

    def call(server: Running, _number: int) -> int:
        return server.call("GET", "/api/method/process_probe.views.five_times").status

    assert Counter(race(house, call, 12)) == {200: 5, 429: 7}


def test_the_work_of_a_site_is_limited(own_sites: Path) -> None:
    """Its headers tell what is left; when the budget is spent, both servers refuse and say for how long."""
    configure(own_sites, rate_limit={"limit": 1.5, "window": 3600}, slow_methods=[])
    first, second = serve(own_sites), serve(own_sites)
    try:
        first.sign_in()
        second.cookies = first.cookies
        before = second.call("GET", "/api/method/ping")
        assert before.status == 200
        assert before.headers["x-ratelimit-limit"] == "1500000"
        left = int(before.headers["x-ratelimit-remaining"])
        assert first.get("process_probe.views.spin", seconds=1.6)
        answer = second.call("GET", "/api/method/ping")
        assert (answer.status, answer.body["exc_type"]) == (429, "TooManyRequestsError")
        assert 0 < left < 1_500_000
        assert answer.headers["x-ratelimit-remaining"] == "0"
        assert 0 < int(answer.headers["retry-after"]) <= 3600
        assert answer.headers["retry-after"] == answer.headers["x-ratelimit-reset"]
        assert first.call("GET", "/api/method/ping").status == 429
    finally:
        first.stop()
        second.stop()


def test_a_deleted_cache_is_made_anew_for_all(house: House, module_sites: Path) -> None:
    """An operator removes the file while both servers run: they agree again at once."""
    house.first.post(ACT, what="set", argument="old")
    for path in (module_sites / SITE_NAME / "locks").glob("cache.db*"):
        path.unlink()
    assert house.second.get("process_probe.views.see")["cached"] is None
    house.first.post(ACT, what="set", argument="new")
    assert house.second.get("process_probe.views.see")["cached"] == "new"


def test_a_damaged_cache_is_made_anew(house: House, module_sites: Path) -> None:
    """After a power cut its file may hold anything."""
    locks = module_sites / SITE_NAME / "locks"
    house.first.post(ACT, what="set", argument="old")
    for path in locks.glob("cache.db*"):
        path.unlink()
    (locks / "cache.db").write_bytes(b"not a database at all" * 500)
    house.first.post(ACT, what="set", argument="again")
    assert house.second.get("process_probe.views.see")["cached"] == "again"


def test_a_value_expires_everywhere(house: House) -> None:
    """Set for a second at one server, it is gone at the other after it."""
    house.first.post(ACT, what="set_short", argument="short")
    assert house.second.get("process_probe.views.see")["cached"] == "short"
    time.sleep(1.1)
    assert house.second.get("process_probe.views.see")["cached"] is None
