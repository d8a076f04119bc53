"""The demo company: the whole organisation tree, and every role's person at the first two branches."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password

from ledger.context import audited
from people.actors import SYSTEM
from people.commands import open_unit
from people.demo_names import BRANCHES, COMMUNITIES, COMPANY, COMPANY_WIDE, PEOPLE, STATIONS
from people.filling import fill_calendars, fill_roles
from people.models import Position, Role, Unit, User
from people.roles import ROLES

REASON = "Demo company"


@dataclass(frozen=True, slots=True)
class DemoUser:
    """A demo log-in as the log-in page offers it."""

    username: str
    full_name: str
    role: str


class NotInDemoMode(Exception):
    """The demo company is loaded only while settings.DEMO is on."""


def load_company() -> list[DemoUser]:
    """The demo log-ins, after making whatever of the company is missing; nothing that exists is changed."""
    if not settings.DEMO:
        raise NotInDemoMode(NotInDemoMode.__doc__)
    if not Role.objects.exists():
        fill_roles()
        fill_calendars()
    with audited(actor=SYSTEM, reason=REASON):
        company = _unit("000", COMPANY, Unit.Kind.COMPANY, None)
        branches = [_branch(number, name, company) for number, name in enumerate(BRANCHES, start=1)]
        password = _password()
        for role in ROLES:
            for turn, branch in enumerate(branches[:2]):
                unit = company if role in COMPANY_WIDE and turn == 0 else branch
                _person(role, turn, branch=branch, unit=unit, password=password)
    return demo_users()


def demo_users() -> list[DemoUser]:
    """The demo log-ins in the order of the roles, the head branch first; none outside demo mode."""
    if not settings.DEMO:
        return []
    present = set(User.objects.filter(is_demo=True, is_active=True).values_list("username", flat=True))
    named = [DemoUser(username=_username(r, turn), full_name=PEOPLE[r][turn], role=r) for turn in (0, 1) for r in ROLES]
    return [user for user in named if user.username in present]


def _username(role: str, turn: int) -> str:
    return role if turn == 0 else f"{role}_{turn + 1}"


def _unit(code: str, name: str, kind: str, parent: Unit | None) -> Unit:
    found = Unit.objects.filter(code=code).first()
    return found or open_unit(code=code, name=name, kind=kind, parent=parent, actor=SYSTEM, reason=REASON)


def _branch(number: int, name: str, company: Unit) -> Unit:
    code = f"{number:03d}"
    branch = _unit(code, name, Unit.Kind.BRANCH, company)
    for place, station_name in enumerate(STATIONS if number <= 2 else STATIONS[:1], start=1):
        station = _unit(f"{code}-{place:02d}", f"{name[:2]}{station_name}", Unit.Kind.STATION, branch)
        for book, book_name in enumerate(COMMUNITIES, start=1):
            _unit(f"{station.code}-{book:02d}", f"{station.name}{book_name}", Unit.Kind.COMMUNITY, station)
    return branch


def _password() -> str:
    """One hash for all demo users: Argon2 takes its time, and the password is no secret."""
    kept = User.objects.filter(is_demo=True).values_list("password", flat=True).first()
    if kept and check_password(settings.DEMO_PASSWORD, kept):
        return kept
    fresh = make_password(settings.DEMO_PASSWORD)
    User.objects.filter(is_demo=True).update(password=fresh)
    return fresh


def _person(role: str, turn: int, *, branch: Unit, unit: Unit, password: str) -> None:
    number = list(ROLES).index(role) * 2 + turn
    user, made = User.objects.get_or_create(
        username=_username(role, turn),
        defaults={
            "full_name": PEOPLE[role][turn],
            "phone": f"138055{number:05d}",
            "unit": branch,
            "password": password,
            "is_demo": True,
        },
    )
    if made:
        Position.objects.create(user=user, role_id=role, unit=unit)
