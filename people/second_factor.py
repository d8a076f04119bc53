"""Time-based one-time passwords (RFC 6238, SHA-1, six digits, thirty seconds), and codes for when they are lost."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

import segno
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ledger.context import audited
from ledger.recording import record
from people.actors import Actor, actor_for
from people.models import RecoveryCode, SecondFactor, User
from people.refusals import NotAllowed, WrongCode

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

STEP, DIGITS, SLACK = 30, 6, 1
RECOVERY_CODES = 10
ISSUER = "Gas Process"
NEEDED_FOR = ("administer", "deploy", "audit")
"""Who holds one of these permissions needs a second factor where the setting asks for it."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the authenticator needs: the secret as text, as an address and as a picture of it."""

    secret: str
    uri: str
    svg: str


def code_at(secret: bytes, step: int) -> str:
    """The code of a time step (RFC 4226's truncation)."""
    digest = hmac.new(secret, step.to_bytes(8, "big"), hashlib.sha1).digest()
    at = digest[-1] & 15
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def has_one(user: User) -> bool:
    """Whether the person's authenticator is confirmed."""
    return SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).exists()


def is_needed(user: User) -> bool:
    """Whether the person must have one: by the rights held and the setting."""
    return settings.SECOND_FACTOR and any(actor_for(user).may(permission) for permission in NEEDED_FOR)


def begin(user: User) -> Enrolment:
    """A fresh secret, not in force until a code confirms it; a confirmed one is refused."""
    if has_one(user):
        raise NotAllowed("second factor")
    secret = secrets.token_bytes(20)
    SecondFactor.objects.update_or_create(user=user, defaults={"secret": _sealed(secret), "last_step": 0})
    text = base64.b32encode(secret).decode().rstrip("=")
    label = quote(f"{ISSUER}:{user.username}")
    uri = f"otpauth://totp/{label}?secret={text}&issuer={quote(ISSUER)}&digits={DIGITS}&period={STEP}"
    picture = io.BytesIO()
    segno.make(uri, error="m").save(picture, kind="svg", scale=4, xmldecl=False, svgns=True)
    return Enrolment(secret=text, uri=uri, svg=picture.getvalue().decode())


def confirm(user: User, code: str) -> list[str]:
    """The recovery codes, shown this once: the authenticator is in force from now on; raises `WrongCode`."""
    with audited(actor=actor_for(user), reason="second factor"):
        row = SecondFactor.objects.select_for_update().filter(user=user, confirmed_at=None).first()
        if row is None or not _takes(row, code):
            raise WrongCode
        SecondFactor.objects.filter(pk=row.pk).update(confirmed_at=timezone.now())
        record(kind="auth", action="second_factor_set", table="people_user", record=user.pk)
        return _fresh_codes(user)


def passes(user: User, code: str) -> bool:
    """Whether the code opens the door now: of the authenticator once, or a recovery code, which is then spent."""
    with transaction.atomic():
        row = SecondFactor.objects.select_for_update().filter(user=user, confirmed_at__isnull=False).first()
        return row is not None and (_takes(row, code) or _spends(user, code))


def remove(*, username: str, actor: Actor, reason: str) -> None:
    """The person's authenticator and codes are gone; an administrator's act, for who has lost both."""
    if not (actor.system or actor.may("administer")):
        raise NotAllowed("administer")
    with audited(actor=actor, reason=reason):
        user = User.objects.get(username=username)
        SecondFactor.objects.filter(user=user).delete()
        RecoveryCode.objects.filter(user=user).delete()
        record(kind="admin", action="second_factor_removed", table="people_user", record=user.pk)


def _takes(row: SecondFactor, code: str) -> bool:
    """A step counts once, and one to each side is taken: clocks differ."""
    now, secret = int(time.time()) // STEP, _opened(row.secret)
    for step in range(now - SLACK, now + SLACK + 1):
        if step > row.last_step and hmac.compare_digest(code_at(secret, step), code.strip()):
            SecondFactor.objects.filter(pk=row.pk).update(last_step=step)
            return True
    return False


def _spends(user: User, code: str) -> bool:
    spent, _ = RecoveryCode.objects.filter(user=user, digest=_digest(code)).delete()
    return spent == 1


def _fresh_codes(user: User) -> list[str]:
    codes = [f"{text[:5]}-{text[5:]}" for text in (secrets.token_hex(5) for _ in range(RECOVERY_CODES))]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create([RecoveryCode(user=user, digest=_digest(code)) for code in codes])
    return codes


def _digest(code: str) -> str:
    """Forty random bits under the installation's key: no dictionary finds them in a stolen table."""
    text = code.strip().lower().replace("-", "").encode()
    return hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).hexdigest()


def _box() -> Fernet:
    from cryptography.fernet import Fernet  # not in the way of a start

    key = hashlib.sha256(b"second factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def _sealed(secret: bytes) -> str:
    return _box().encrypt(secret).decode()


def _opened(sealed: str) -> bytes:
    from cryptography.fernet import InvalidToken

    try:
        return _box().decrypt(sealed.encode())
    except InvalidToken:
        return secrets.token_bytes(20)  # the installation's key was changed: no code fits, an administrator removes it
