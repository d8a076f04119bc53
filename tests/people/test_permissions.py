"""`scope`, `may` and `fields` against an oracle that walks every grant, in random worlds; planted faults are caught."""

import datetime as dt
import itertools
from dataclasses import dataclass

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.context import audited
from people import actors, permissions
from people.actors import SYSTEM, Actor, actor_for, forget_actors
from people.models import Position, Unit, User
from people.permissions import Column, Thing, fields, mask, masked_row, may, scope, searchable
from people.roles import PERMISSIONS, ROLES

TODAY = dt.date(2026, 11, 21)
PATHS = ("0001.", "0001.0001.", "0001.0001.0001.", "0001.0002.", "0010.", "0010.0001.")
ROLE_CHOICES = ("customer_service", "surveyor", "cashier", "auditor", "process_designer", "warehouse_keeper")
SEE, CONTACTS = "see_customers", "see_contacts"

THING = Thing(
    name="people.unit",
    unit_path="path",
    verbs={"see": SEE, "propose": "propose_changes"},
    columns={
        "path": Column(),
        "name": Column(see=CONTACTS, mask="phone"),
        "code": Column(see="see_bank"),
        "kind": Column(edit="propose_changes"),
    },
)


@dataclass(frozen=True)
class Held:
    role: str
    unit: str
    since: int
    until: int | None


HELD = st.builds(
    Held,
    role=st.sampled_from(ROLE_CHOICES),
    unit=st.sampled_from(PATHS),
    since=st.integers(-2, 2),
    until=st.none() | st.integers(-2, 3),
).filter(lambda held: held.until is None or held.until >= held.since)
WORLDS = st.lists(HELD, max_size=4, unique_by=lambda held: (held.role, held.unit, held.since))


def oracle(world, permission, path):
    """Walks everything and shares no code with the product: parents are found by cutting the path."""
    parents = {".".join(path.split(".")[:n]) + "." for n in range(1, path.count(".") + 1)}
    for held in world:
        began = held.since <= 0
        goes_on = held.until is None or held.until >= 0
        if began and goes_on and held.unit in parents and permission in ROLES[held.role].may:
            return True
    return False


@pytest.fixture
def units(db, monkeypatch):
    monkeypatch.setitem(permissions._things, "people.unit", THING)
    monkeypatch.setattr(actors, "today", lambda: TODAY)
    with audited(actor=SYSTEM):
        made = {}
        for path in PATHS:
            made[path] = Unit.objects.create(code=path, name=path, kind="branch", path=path)
        User.objects.create_user(username="somebody", full_name="某人")
    return made


def actor_in(world, units):
    user = User.objects.get(username="somebody")
    with audited(actor=SYSTEM):
        Position.objects.filter(user=user).delete()
        Position.objects.bulk_create(
            Position(
                user=user,
                role_id=held.role,
                unit=units[held.unit],
                valid_from=TODAY + dt.timedelta(days=held.since),
                valid_until=None if held.until is None else TODAY + dt.timedelta(days=held.until),
            )
            for held in world
        )
    return actor_for(User.objects.get(username="somebody"))


def differences(world, units):
    """Where the product and the oracle disagree about this world."""
    actor = actor_in(world, units)
    found = []
    for verb, permission in THING.verbs.items():
        rows = set(Unit.objects.filter(scope(actor, Unit, verb)).values_list("path", flat=True))
        wanted = {path for path in PATHS if oracle(world, permission, path)}
        found += [("scope", verb, path) for path in rows ^ wanted]
        for path, unit in units.items():
            if may(actor, verb, unit) != (path in wanted):
                found.append(("may", verb, path))
        if may(actor, verb, Unit) != bool(wanted):
            found.append(("may", verb, "anywhere"))
    for path in PATHS:
        if fields(actor, Unit, unit_path=path) != oracle_fields(world, path):
            found.append(("fields", path))
    for permission, path in itertools.product(PERMISSIONS, PATHS):
        if actor.may_at(permission, path) != oracle(world, permission, path):
            found.append(("may_at", permission, path))
    return found


def oracle_fields(world, path):
    if not oracle(world, SEE, path):
        return {}
    return {
        "path": "read",
        "name": "read" if oracle(world, CONTACTS, path) else "masked",
        "code": "read" if oracle(world, "see_bank", path) else "hidden",
        "kind": "edit" if oracle(world, "propose_changes", path) else "read",
    }


TRY = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@TRY
@given(world=WORLDS)
def test_the_product_agrees_with_the_oracle(units, world):
    assert differences(world, units) == []


@TRY
@given(world=WORLDS.filter(bool), drop=st.integers(0, 3))
def test_taking_a_position_away_never_shows_more(units, world, drop):
    rows = lambda held: set(Unit.objects.filter(scope(actor_in(held, units), Unit)).values_list("path", flat=True))  # noqa: E731
    fewer = [held for n, held in enumerate(world) if n != drop % len(world)]
    assert rows(fewer) <= rows(world)


_scope = scope


def _one_level_up(actor, thing, verb="see"):
    rows = Q(pk__in=[])
    for path in actor.paths(THING.verbs[verb]):
        rows |= Q(path__startswith=path[:-5])
    return rows


def _exactly_there(actor, thing, verb="see"):
    return Q(path__in=actor.paths(THING.verbs[verb]))


def _everything_when_nothing(actor, thing, verb="see"):
    return _scope(actor, thing, verb) if actor.paths(THING.verbs[verb]) else Q()


def _any_verb(actor, thing, verb="see"):
    return _scope(actor, thing, "see")


def _expired_too(user_id, day):
    return _read_without("p.valid_until", user_id, day)


def _not_begun_too(user_id, day):
    return _read_without("p.valid_from", user_id, day)


def _read_without(column, user_id, day):
    rows = Position.objects.filter(user_id=user_id)
    if column == "p.valid_until":
        rows = rows.filter(valid_from__lte=day)
    else:
        rows = rows.filter(Q(valid_until=None) | Q(valid_until__gte=day))
    grants = frozenset(rows.values_list("role_id", "unit__path"))
    return Actor(user_id=user_id, username="somebody", full_name="某人", grants=grants)


def _any_role(actor, permission):
    return tuple(path for _, path in actor.grants)


def _first_path_only(actor, permission):
    return _paths(actor, permission)[:1]


def _upside_down(actor, permission, unit_path):
    return any(path.startswith(unit_path) for path in _paths(actor, permission))


def _masks_nothing(actor, column, unit_path):
    return "read"


def _unit_forgotten(actor, permission, unit_path):
    return actor.may(permission)


_paths = Actor.paths
HERE = "tests.people.test_permissions"
FAULTS = {
    "the unit above counts": (f"{HERE}.scope", _one_level_up),
    "subtree ignored": (f"{HERE}.scope", _exactly_there),
    "no grants shows everything": (f"{HERE}.scope", _everything_when_nothing),
    "verb ignored": (f"{HERE}.scope", _any_verb),
    "expiry ignored": ("people.actors._read_actor", _expired_too),
    "beginning ignored": ("people.actors._read_actor", _not_begun_too),
    "role ignored": ("people.actors.Actor.paths", _any_role),
    "only the first grant counts": ("people.actors.Actor.paths", _first_path_only),
    "tree upside down": ("people.actors.Actor.may_at", _upside_down),
    "mask forgotten": ("people.permissions._right", _masks_nothing),
    "column rights from another unit": ("people.permissions._held", _unit_forgotten),
}
CAUGHT_BY = (
    [],
    [Held("surveyor", "0001.0001.", 0, None)],
    [Held("surveyor", "0001.", 0, None), Held("cashier", "0010.0001.", 0, None)],
    [Held("surveyor", "0001.", -2, -1)],
    [Held("surveyor", "0001.", 1, None)],
    [Held("process_designer", "0001.", 0, None)],
    [Held("cashier", "0001.", 0, None), Held("surveyor", "0010.", 0, None)],
)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_caught(units, monkeypatch, fault):
    assert [found for world in CAUGHT_BY if (found := differences(world, units))] == []
    monkeypatch.setattr(*FAULTS[fault])
    forget_actors()
    assert any(differences(world, units) for world in CAUGHT_BY), fault


def test_what_nobody_declared_is_closed(units):
    actor = actor_in([Held("auditor", "0001.", 0, None)], units)
    assert not Position.objects.filter(scope(actor, Position)).exists()
    assert not may(actor, "see", Position)
    assert not may(actor, "burn", Unit)
    assert fields(actor, Position) == {}
    assert not Unit.objects.filter(scope(SYSTEM, Unit)).exists()


def test_a_declaration_with_an_unknown_permission_is_refused():
    with pytest.raises(ValueError, match="see_everything"):
        permissions.declare(Thing(name="x", unit_path="unit__path", verbs={"see": "see_everything"}))


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        ("13812341234", "phone", "138****1234"),
        ("6222021302012345678", "account", "6222****5678"),
        ("王秀兰", "name", "王****"),
        ("123", "phone", "1****"),
        ("", "phone", ""),
        (None, "phone", None),
        ("anything", "unknown", "****"),
    ],
)
def test_masks(value, kind, shown):
    assert mask(value, kind) == shown


@given(st.text(min_size=1), st.sampled_from(["phone", "account", "id_card", "name", "address", "licence", "none"]))
def test_a_mask_never_shows_the_whole(value, kind):
    assert mask(value, kind) != value


def test_a_row_is_masked_and_a_masked_column_is_not_searchable(units):
    rights = {"path": "read", "name": "masked", "code": "hidden"}
    row = {"path": "0001.", "name": "13812341234", "code": "c", "unheard": 1}
    assert masked_row(row, rights, "people.unit") == {"path": "0001.", "name": "138****1234"}
    assert searchable(rights, row) == ["path"]
