"""The demo company: the whole organisation tree, and every role's person at the first two branches."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password

from ledger.context import audited
from people.actors import SYSTEM
from people.demo_names import BRANCHES, COMMUNITIES, COMPANY, COMPANY_WIDE, PEOPLE, STATIONS
from people.filling import fill_calendars, fill_roles
from people.models import Position, Role, Unit, User
from people.roles import ROLES

REASON = "Demo company"
Row = tuple[str, str, str, str, str]


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
        _units()
        _people(list(Unit.objects.filter(code__in=("001", "002")).order_by("code")), Unit.objects.get(code="000"))
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


def _units() -> None:
    """Adds the units that are missing, a level at a time: parents have their ids before their children."""
    known = {unit.code: unit for unit in Unit.objects.all()}
    for level in _levels():
        new = [
            Unit(code=code, name=name, kind=kind, parent=known[above] if above else None, path=path)
            for code, name, kind, above, path in level
            if code not in known
        ]
        known |= {unit.code: unit for unit in Unit.objects.bulk_create(new)}


def _levels() -> list[list[Row]]:
    """Code, name, kind, parent's code and path of every unit, by level."""
    branches: list[Row] = []
    stations: list[Row] = []
    communities: list[Row] = []
    for number, name in enumerate(BRANCHES, start=1):
        code, path = f"{number:03d}", f"0001.{number:04d}."
        branches.append((code, name, Unit.Kind.BRANCH, "000", path))
        for place, station in enumerate(STATIONS if number <= 2 else STATIONS[:1], start=1):
            below, title = f"{code}-{place:02d}", f"{name[:2]}{station}"
            stations.append((below, title, Unit.Kind.STATION, code, f"{path}{place:04d}."))
            communities += [
                (f"{below}-{book:02d}", f"{title}{kind}", Unit.Kind.COMMUNITY, below, f"{path}{place:04d}.{book:04d}.")
                for book, kind in enumerate(COMMUNITIES, start=1)
            ]
    return [[("000", COMPANY, Unit.Kind.COMPANY, "", "0001.")], branches, stations, communities]


def _password() -> str:
    """One hash for all demo users: Argon2 takes its time, and the password is no secret."""
    kept = User.objects.filter(is_demo=True).values_list("password", flat=True).first()
    if kept and check_password(settings.DEMO_PASSWORD, kept):
        return kept
    fresh = make_password(settings.DEMO_PASSWORD)
    User.objects.filter(is_demo=True).update(password=fresh)
    return fresh


def _people(branches: list[Unit], company: Unit) -> None:
    password = _password()
    known = set(User.objects.values_list("username", flat=True))
    places = {
        _username(role, turn): (role, turn, number * 2 + turn)
        for number, role in enumerate(ROLES)
        for turn in range(len(branches))
    }
    new = [
        User(
            username=username,
            full_name=PEOPLE[role][turn],
            phone=f"138055{number:05d}",
            unit=branches[turn],
            password=password,
            is_demo=True,
        )
        for username, (role, turn, number) in places.items()
        if username not in known
    ]
    positions = []
    for user in User.objects.bulk_create(new):
        role, turn, _ = places[user.username]
        unit = company if role in COMPANY_WIDE and turn == 0 or role == "administrator" else branches[turn]
        positions.append(Position(user=user, role_id=role, unit=unit))
    Position.objects.bulk_create(positions)
