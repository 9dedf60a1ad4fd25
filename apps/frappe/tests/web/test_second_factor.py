"""Signing in with a second factor: by app, by mail, and everybody who must be refused."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import frappe
import pyotp
import pytest
from frappe import twofactor
from ristretto.context import Context
from ristretto.db.connect import connected
from ristretto.db.shared_cache import store_of
from ristretto.web import second_factor
from web_world import OFF, PASSWORD, READER, SYS, Caller, World

LOGIN = "/api/method/login"
WHO = "/api/method/frappe.auth.get_logged_user"
ON = {"enable_two_factor_auth": 1, "two_factor_method": "OTP App", "otp_issuer_name": "ISO"}


@contextmanager
def writing(world: World) -> Iterator[None]:
    with connected(world.site, mode="write") as context:
        context.flags.in_test = True
        yield
        context.db.commit()


def change_settings(world: World, **values: Any) -> None:
    with writing(world):
        settings = frappe.get_doc("System Settings")
        settings.update(values)
        settings.save()


@pytest.fixture
def asked(world: World) -> Iterator[World]:
    """A site that asks everybody for the codes of an app; what one test did is forgotten."""
    change_settings(world, **ON)
    yield world
    change_settings(
        world,
        enable_two_factor_auth=0,
        two_factor_method="OTP App",
        allow_consecutive_login_attempts=0,
    )
    with writing(world):
        frappe.db.set_value("User", READER, {"enabled": 1, "restrict_ip": ""})
        for user in (READER, SYS):
            twofactor.forget(user)
    store_of(world.site).clear()


def first_step(world: World, user: str = READER) -> tuple[Caller, Any]:
    caller = world.browser()
    answer = caller("POST", LOGIN, json={"usr": user, "pwd": PASSWORD})
    assert answer.status_code == 200, answer.text
    return caller, answer.json


def code_now(world: World, user: str = READER, steps: int = 0) -> str:
    """What the app on the user's phone shows, some half minutes from now."""
    with connected(world.site, "Guest"):
        app = pyotp.TOTP(twofactor.get_otpsecret_for_(user))
    return str(app.at(int(time.time()) + 30 * steps))


def send(caller: Caller, tmp_id: str, otp: str) -> Any:
    return caller("POST", LOGIN, json={"otp": otp, "tmp_id": tmp_id})


def test_a_first_and_a_second_sign_in(asked: World) -> None:
    """First the picture for the app, then the code alone; the password signs nobody in."""
    caller, told = first_step(asked)
    shown = told["verification"]
    assert (shown["method"], shown["setup"]) == ("OTP App", False)
    assert shown["qrcode"].startswith("data:image/svg+xml")
    assert pyotp.TOTP(shown["secret"]).now() == code_now(asked)
    assert caller("GET", WHO).status_code == 403

    answer = send(caller, told["tmp_id"], f" {code_now(asked)[:3]} {code_now(asked)[3:]} ")
    assert answer.json == {"message": "Logged In", "home_page": "/app", "full_name": "reader"}
    assert caller("GET", WHO).json == {"message": READER}

    _caller, again = first_step(asked)
    assert again["verification"] == {"method": "OTP App", "setup": True}
    assert set(again) == {"verification", "tmp_id"}


def test_a_code_works_once(asked: World) -> None:
    """Whoever looked over the shoulder has seen a code that is used up; the next one works."""
    caller, told = first_step(asked)
    code = code_now(asked)
    assert send(caller, told["tmp_id"], code).status_code == 200
    thief, told = first_step(asked)
    assert send(thief, told["tmp_id"], code).status_code == 401
    assert send(thief, told["tmp_id"], code_now(asked, steps=1)).status_code == 200


def test_a_step_is_finished_once(asked: World) -> None:
    """The number of a finished step is unknown afterwards."""
    caller, told = first_step(asked)
    assert send(caller, told["tmp_id"], code_now(asked)).status_code == 200
    late = send(asked.browser(), told["tmp_id"], code_now(asked, steps=1))
    assert (late.status_code, late.json["exc_type"]) == (401, "ExpiredLoginException")


@pytest.mark.parametrize("steps", [-1, 1])
def test_a_phone_whose_clock_is_a_little_wrong(asked: World, steps: int) -> None:
    """Half a minute on both sides, not more."""
    caller, told = first_step(asked)
    assert send(caller, told["tmp_id"], code_now(asked, steps=steps * 4)).status_code == 401
    assert send(caller, told["tmp_id"], code_now(asked, steps=steps)).status_code == 200


def test_wrong_codes_and_numbers(asked: World) -> None:
    """A wrong code, one that is none, an unknown number, another person's code."""
    caller, told = first_step(asked)
    _other, others = first_step(asked, SYS)
    for code in ("000000", "abc", "ăâđ", code_now(asked, SYS)):
        answer = send(caller, told["tmp_id"], code)
        assert (answer.status_code, answer.json["message"]) == (401, "Incorrect Verification code")
    unknown = send(caller, "0" * 32, code_now(asked))
    assert unknown.json["exc_type"] == "ExpiredLoginException"
    assert send(caller, "", code_now(asked)).status_code == 401
    assert others["tmp_id"] != told["tmp_id"]
    assert caller("GET", WHO).status_code == 403


def test_guessing_ends_whatever_the_settings_say(asked: World) -> None:
    """Ten wrong codes close the second step; the right password in between does not help."""
    for _each in range(5):
        caller, told = first_step(asked)
        assert send(caller, told["tmp_id"], "000000").status_code == 401
        assert send(caller, told["tmp_id"], "000001").status_code == 401
    right = send(caller, told["tmp_id"], code_now(asked))
    assert (right.status_code, right.json["exc_type"]) == (429, "SecurityException")
    begun = caller("POST", LOGIN, json={"usr": READER, "pwd": PASSWORD})
    assert begun.status_code == 429


def test_wrong_codes_count_like_wrong_passwords(asked: World) -> None:
    """System Settings' own limit counts them, and a right password does not clear the count."""
    change_settings(asked, allow_consecutive_login_attempts=3)
    for code in ("000000", "000001", "000002"):
        caller, told = first_step(asked)
        assert send(caller, told["tmp_id"], code).status_code == 401
    locked = caller("POST", LOGIN, json={"usr": READER, "pwd": PASSWORD})
    assert (locked.status_code, locked.json["exc_type"]) == (429, "SecurityException")
    with writing(asked):
        frappe.db.sql("delete from `ristretto_login_failure`")


def test_an_account_that_is_closed_between_the_steps(asked: World) -> None:
    """A right code of a disabled user is refused."""
    caller, told = first_step(asked)
    with writing(asked):
        frappe.db.set_value("User", READER, "enabled", 0)
    answer = send(caller, told["tmp_id"], code_now(asked))
    with writing(asked):
        frappe.db.set_value("User", READER, "enabled", 1)
    assert (answer.status_code, answer.json["message"]) == (401, "User disabled or missing")


def test_who_is_asked(asked: World) -> None:
    """Everybody by the role All; later only holders of the roles that somebody chose. Never
    Administrator, who keeps a way in."""
    with writing(asked):
        assert twofactor.should_run_2fa(READER)
        assert not twofactor.should_run_2fa("Administrator")
        twofactor.toggle_two_factor_auth(0, ["All"])
        twofactor.toggle_two_factor_auth(1, ["Web Reader"])
    change_settings(asked, session_expiry="100:00")  # another change leaves the choice
    with writing(asked):
        assert [twofactor.should_run_2fa(user) for user in (READER, SYS)] == [True, False]
        twofactor.toggle_two_factor_auth(0, ["Web Reader"])
    assert first_step(asked)[1]["message"] == "Logged In"


def test_addresses_and_the_second_factor(asked: World) -> None:
    """At its own address an account may go without a code; with one, it may come from elsewhere."""
    with writing(asked):
        frappe.db.set_value("User", READER, "restrict_ip", "10.9.")
    caller, told = first_step(asked)
    assert send(caller, told["tmp_id"], code_now(asked)).status_code == 401

    change_settings(asked, bypass_restrict_ip_check_if_2fa_enabled=1)
    caller, told = first_step(asked)
    assert send(caller, told["tmp_id"], code_now(asked, steps=1)).status_code == 200

    change_settings(
        asked, bypass_restrict_ip_check_if_2fa_enabled=0, bypass_2fa_for_retricted_ip_users=1
    )
    with writing(asked):
        frappe.db.set_value("User", READER, "restrict_ip", "127.0.")
    assert first_step(asked)[1]["message"] == "Logged In"
    with writing(asked):
        frappe.db.set_value("User", READER, "restrict_ip", "")


def mails_to(world: World, user: str) -> list[str]:
    with connected(world.site, "Administrator"):
        rows = frappe.get_all(
            "Email Queue",
            [["Email Queue Recipient", "recipient", "=", user]],
            ["message"],
            order_by="creation desc",
        )
        return [row.message for row in rows]


def test_codes_by_mail(asked: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Six digits by mail, good for one sign-in; an older one is no help."""
    monkeypatch.setattr(twofactor, "can_send_mail", lambda user: True)
    change_settings(asked, two_factor_method="Email")
    caller, told = first_step(asked)
    assert told["verification"]["method"] == "Email"
    old = re.search(r"\b\d{6}\b", mails_to(asked, READER)[0])
    caller, told = first_step(asked)
    new = re.search(r"\b\d{6}\b", mails_to(asked, READER)[0])
    assert old is not None
    assert new is not None
    if old.group() != new.group():
        assert send(caller, told["tmp_id"], old.group()).status_code == 401
    assert send(caller, told["tmp_id"], new.group()).status_code == 200
    assert send(caller, told["tmp_id"], new.group()).status_code == 401


def test_nobody_waits_for_a_mail_that_cannot_come(asked: World) -> None:
    """Without a mail server the method cannot be chosen, and says so where it was."""
    with pytest.raises(frappe.ValidationError, match="need a mail server"):
        change_settings(asked, two_factor_method="Email")
    with pytest.raises(frappe.ValidationError, match="SMS cannot be sent"):
        change_settings(asked, two_factor_method="SMS")
    with writing(asked):
        frappe.db.set_single_value("System Settings", "two_factor_method", "Email")
    answer = asked.browser()("POST", LOGIN, json={"usr": READER, "pwd": PASSWORD})
    assert answer.status_code == 401
    assert "could not be mailed" in answer.text


def test_the_picture_by_mail(asked: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where mail can be sent, the picture is on a page that only the mailbox's owner opens."""
    monkeypatch.setattr(twofactor, "can_send_mail", lambda user: True)
    _caller, told = first_step(asked)
    assert set(told["verification"]) == {"method", "setup", "token_delivery", "prompt"}
    key = re.search(
        r"/qrcode\?k=(\w+)", mails_to(asked, READER)[0].replace("=\n", "").replace("=3D", "=")
    )
    assert key is not None
    page = asked.guest("GET", f"/qrcode?k={key.group(1)}")
    assert page.status_code == 200
    assert "<svg" in page.text
    for wrong in ("guess", "", "../x"):
        assert asked.guest("GET", f"/qrcode?k={wrong}").status_code == 403


def test_secrets_rest_encrypted_and_go_with_the_account(ctx: Context, make_user: Any) -> None:
    """Nobody reads them in the table; a new address keeps them, a deletion drops them."""
    user = make_user()
    secret = twofactor.get_otpsecret_for_(user)
    stored = str(frappe.db.sql("select `defvalue` from `tabDefaultValue` where `parent` = '__2fa'"))
    assert secret not in stored
    new = f"new-{user}"
    frappe.rename_doc("User", user, new, force=True)
    assert twofactor.get_otpsecret_for_(new) == secret
    frappe.delete_doc("User", new)
    assert not twofactor.get_default(f"{new}_otpsecret")


def test_a_lost_phone(asked: World) -> None:
    """One's own app, or any for a System Manager, is prepared anew; a stranger's is refused."""
    caller, told = first_step(asked)
    send(caller, told["tmp_id"], code_now(asked))
    old = code_now(asked, steps=1)
    reset = "frappe.twofactor.reset_otp_secret"
    assert caller.rpc(reset, user=SYS).status_code == 403
    assert asked.sys.rpc(reset, user=READER).status_code == 200
    caller, told = first_step(asked)
    assert told["verification"]["setup"] is False
    assert send(caller, told["tmp_id"], old).status_code == 401


def test_no_way_around_the_second_factor(asked: World) -> None:
    """A mailed link, a new password, a password grant: none signs in whom the site asks for a code."""
    from frappe.www.login import may_sign_in

    with writing(asked):
        assert not may_sign_in(READER)
        link = frappe.get_doc("User", READER).reset_password(send_email=False)
    caller = asked.browser()
    key = link.rpartition("key=")[2]
    answer = caller.rpc(
        "frappe.core.doctype.user.user.update_password", new_password=PASSWORD, key=key
    )
    assert answer.json == {"message": "/login"}
    assert caller("GET", WHO).status_code == 403


def test_keys_and_other_accounts_go_on(asked: World) -> None:
    """API keys are no sign-in; a wrong password and a closed account are told as ever."""
    assert asked.reader("GET", WHO).json == {"message": READER}
    for body in ({"usr": READER, "pwd": "wrong"}, {"usr": OFF, "pwd": PASSWORD}):
        refused = asked.browser()("POST", LOGIN, json=body)
        assert (refused.status_code, "tmp_id" in refused.json) == (401, False)


def test_a_step_ends_with_its_time(asked: World) -> None:
    """Three minutes for the app."""
    with connected(asked.site, "Guest"):
        tmp_id = second_factor.open_step(READER)
        assert second_factor.pending(tmp_id).user == READER
        store = store_of(asked.site)
        for key in store.keys("second_step:*"):
            assert store.ttl(key) <= second_factor.APP_SECONDS
        store.delete(store.keys("second_step:*"))
        with pytest.raises(twofactor.ExpiredLoginException):
            second_factor.pending(tmp_id)
