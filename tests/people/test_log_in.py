"""Passwords, authenticators, recovery codes and sessions."""

import time

import pytest
from django.test import Client

from ledger.context import audited
from people import demo, second_factor, sessions
from people.actors import SYSTEM, actor_named
from people.commands import open_account
from people.models import SecondFactor, User
from people.refusals import (
    CodeNeeded,
    LockedOut,
    NotAllowed,
    WeakPassword,
    WrongCode,
    WrongCredentials,
)

pytestmark = pytest.mark.django_db
GOOD = "Riser-2026-pressure"


@pytest.fixture(autouse=True)
def company(settings):
    settings.DEMO, settings.DEMO_PASSWORD = True, "demo"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.AUTH_PASSWORD_VALIDATORS = RULES
    demo.load_company()


RULES = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "people.passwords.VariedCharacters"},
]


@pytest.fixture
def clerk():
    user, once = open_account(username="li.ming", full_name="李明", unit_code="001", actor=actor_named("administrator"))
    return user, once


def enrolled(user):
    begun = second_factor.begin(user)
    secret = second_factor._opened(SecondFactor.objects.get(user=user).secret)
    now = int(time.time()) // second_factor.STEP
    return secret, now, second_factor.confirm(user, second_factor.code_at(secret, now - 1)), begun


@pytest.mark.parametrize(
    ("at", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_rfc(at, code):
    assert second_factor.code_at(b"12345678901234567890", at // 30) == code


def test_argon2_hashes_passwords_outside_tests():
    import config.settings as real

    assert real.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_a_new_account_must_choose_a_password_first(clerk):
    user, once = clerk
    assert sessions.unfinished(sessions.log_in(username="li.ming", password=once)) == "password"
    with pytest.raises(WeakPassword):
        sessions.change_password(user=user, old=once, new="short")
    with pytest.raises(WeakPassword):
        sessions.change_password(user=user, old=once, new="onlysmallletters")
    with pytest.raises(WrongCredentials):
        sessions.change_password(user=user, old="guess", new=GOOD)
    sessions.change_password(user=user, old=once, new=GOOD)
    assert sessions.unfinished(sessions.log_in(username="li.ming", password=GOOD)) == ""


def test_demo_accounts_keep_their_password():
    with pytest.raises(NotAllowed):
        sessions.change_password(user=User.objects.get(username="cashier"), old="demo", new=GOOD)


def test_an_authenticator_is_asked_for_and_a_code_counts_once(clerk):
    user, once = clerk
    secret, now, codes, begun = enrolled(user)
    assert begun.svg.startswith("<svg")
    assert begun.secret in begun.uri
    with pytest.raises(CodeNeeded):
        sessions.log_in(username="li.ming", password=once)
    code = second_factor.code_at(secret, now)
    assert sessions.log_in(username="li.ming", password=once, code=code).username == "li.ming"
    with pytest.raises(WrongCode):
        sessions.log_in(username="li.ming", password=once, code=code)
    assert len(set(codes)) == 10
    assert sessions.log_in(username="li.ming", password=once, code=codes[3].upper()).username == "li.ming"
    with pytest.raises(WrongCode):
        sessions.log_in(username="li.ming", password=once, code=codes[3])


def test_guessing_codes_locks_the_account(clerk):
    user, once = clerk
    enrolled(user)
    for _ in range(sessions.ALLOWED_FAILURES - 1):
        with pytest.raises(WrongCode):
            sessions.log_in(username="li.ming", password=once, code="000000x")
    with pytest.raises(LockedOut):
        sessions.log_in(username="li.ming", password=once, code="000000x")


def test_the_secret_is_not_kept_in_the_clear(clerk):
    user, _ = clerk
    begun = second_factor.begin(user)
    assert begun.secret not in SecondFactor.objects.get(user=user).secret


def test_administrators_publishers_and_auditors_need_one_where_the_setting_asks(settings):
    needing = {}
    for asked in (True, False):
        settings.SECOND_FACTOR = asked
        needing[asked] = {u.username for u in User.objects.all() if sessions.unfinished(u) == "second_factor"}
    assert {n.removesuffix("_2") for n in needing[True]} == {"administrator", "process_designer", "auditor"}
    assert needing[False] == set()


def test_an_administrator_removes_a_lost_authenticator(clerk):
    user, once = clerk
    enrolled(user)
    with pytest.raises(NotAllowed):
        second_factor.remove(username="li.ming", actor=actor_named("cashier"), reason="x")
    second_factor.remove(username="li.ming", actor=actor_named("administrator"), reason="手机遗失")
    assert sessions.log_in(username="li.ming", password=once).username == "li.ming"


def test_sessions_are_listed_and_ended():
    user = User.objects.get(username="cashier")
    first, second = Client(), Client()
    for browser in (first, second):
        browser.force_login(user)
    key = second.session.session_key
    listed = sessions.sessions_of(user, current_key=key)
    assert [s.current for s in listed] in ([True, False], [False, True])
    [other] = [s for s in listed if not s.current]
    with pytest.raises(NotAllowed):
        sessions.end_sessions(username="cashier", session_id=other.id, actor=actor_named("surveyor"))
    assert sessions.end_sessions(username="cashier", session_id=other.id, actor=actor_named("cashier")) == 1
    assert (first.get("/api/me/").status_code, second.get("/api/me/").status_code) == (401, 200)
    assert sessions.end_sessions(username="cashier", actor=actor_named("administrator")) == 1
    assert second.get("/api/me/").status_code == 401


def test_a_disabled_account_is_logged_out():
    from people.commands import set_active

    browser = Client()
    browser.force_login(User.objects.get(username="cashier"))
    set_active(username="cashier", active=False, actor=SYSTEM, reason="left")
    assert browser.get("/api/me/").status_code == 401


def test_a_reset_password_ends_the_log_ins_and_must_be_changed(clerk):
    user, _ = clerk
    browser = Client()
    browser.force_login(user)
    once = sessions.reset_password(username="li.ming", actor=actor_named("administrator"), reason="忘记密码")
    assert browser.get("/api/me/").status_code == 401
    assert sessions.unfinished(sessions.log_in(username="li.ming", password=once)) == "password"
    with audited(actor=SYSTEM), pytest.raises(NotAllowed):
        sessions.reset_password(username="li.ming", actor=actor_named("cashier"), reason="x")
