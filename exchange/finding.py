"""Looks for suspected faults: meters that stand still, drop or miss what was contracted, and verifications due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from engine.jobs.chores import chore, queue_chore
from engine.push import push
from exchange.models import Suspicion
from exchange.refusals import MayNotHandle
from exchange.suspicion_rules import Limits, limits_of
from exchange.suspicions import PERMISSION, Sign, note
from ledger.context import audited
from ledger.recording import record
from people.actors import SYSTEM, Actor
from people.models import Unit, today

CHORE = "exchange.find_suspicions"
RANGE = 20_000
"""Installations looked at in one statement."""
Rule = Suspicion.Rule

_SHOWN = """
SELECT i.id, l.taken_at, l.mechanical, e.taken_at, e.mechanical, i.installed_at, i.reading_in
  FROM registers_meterinstallation i
  JOIN registers_supplypoint p ON p.id = i.supply_point_id JOIN registers_site s ON s.id = p.site_id
  JOIN people_unit u ON u.id = s.unit_id
  JOIN LATERAL (SELECT taken_at, mechanical FROM registers_reading r WHERE r.installation_id = i.id
                 ORDER BY taken_at DESC LIMIT 1) l ON true
  JOIN LATERAL (SELECT taken_at, mechanical FROM registers_reading r WHERE r.installation_id = i.id
                  AND r.taken_at <= l.taken_at - make_interval(days => %(days)s)
                 ORDER BY taken_at DESC LIMIT 1) e ON true
 WHERE i.removed_at IS NULL AND i.id BETWEEN %(first)s AND %(last)s AND u.path LIKE %(path)s"""
_PREDICTED = """
SELECT i.id, l.taken_at, l.mechanical, e.taken_at, e.mechanical, c.monthly_volume, c.number
  FROM registers_meterinstallation i
  JOIN registers_supplypoint p ON p.id = i.supply_point_id JOIN registers_site s ON s.id = p.site_id
  JOIN people_unit u ON u.id = s.unit_id
  JOIN registers_contract c ON c.supply_point_id = p.id AND c.state = 'IN_FORCE' AND c.monthly_volume > 0
   AND (c.valid_until IS NULL OR c.valid_until >= current_date)
  JOIN LATERAL (SELECT taken_at, mechanical FROM registers_reading r WHERE r.installation_id = i.id
                 ORDER BY taken_at DESC LIMIT 1) l ON true
  JOIN LATERAL (SELECT taken_at, mechanical FROM registers_reading r WHERE r.installation_id = i.id
                  AND r.taken_at <= l.taken_at - make_interval(days => %(days)s)
                 ORDER BY taken_at DESC LIMIT 1) e ON true
 WHERE i.removed_at IS NULL AND i.id BETWEEN %(first)s AND %(last)s AND u.path LIKE %(path)s"""
_DUE = """
SELECT * FROM (
  SELECT i.id, m.rated_flow,
         least(m.verified_until, (m.verified_on + make_interval(years => %(years)s))::date) AS due_on
    FROM registers_meterinstallation i JOIN registers_meter m ON m.id = i.meter_id
    JOIN registers_supplypoint p ON p.id = i.supply_point_id JOIN registers_site s ON s.id = p.site_id
    JOIN registers_customer c ON c.id = s.customer_id JOIN people_unit u ON u.id = s.unit_id
   WHERE i.removed_at IS NULL AND i.id BETWEEN %(first)s AND %(last)s AND u.path LIKE %(path)s
     AND c.category <> 'residential' AND m.rated_flow >= %(limit)s) found
 WHERE due_on <= %(until)s"""


@dataclass(frozen=True, slots=True)
class Used:
    """How much was used between two moments."""

    begin: dt.datetime
    end: dt.datetime
    volume: Decimal

    @property
    def days(self) -> Decimal:
        """How long that was."""
        return Decimal((self.end - self.begin).total_seconds()) / 86400

    @property
    def daily(self) -> Decimal:
        """m³ a day; 0 for no time at all."""
        return self.volume / self.days if self.days > 0 else Decimal(0)


def order_search(*, unit_id: int, actor: Actor) -> None:
    """A worker looks through the unit's installed meters; whoever may import readings there may ask for it."""
    unit = Unit.objects.get(pk=unit_id)
    if not actor.may_at(PERMISSION, unit.path):
        raise MayNotHandle
    with audited(actor=actor, reason="suspected faults"):
        record(kind="admin", action="suspicions_sought", table="people_unit", record=unit.pk)
        queue_chore(name=CHORE, target=unit.pk)


@chore(CHORE)
def _search(unit_id: int) -> bool:
    find(unit=Unit.objects.get(pk=unit_id))
    return False


def find(*, unit: Unit) -> int:
    """How many new suspicions the readings and the calendar of a unit gave; each range in a transaction of its own."""
    new = 0
    for first in range(0, _last() + 1, RANGE):
        asked = {"first": first, "last": first + RANGE - 1, "path": f"{unit.path}%"}
        with transaction.atomic(), audited(actor=SYSTEM, reason="suspected faults"):
            new += note([*_still_or_low(asked), *_below_contract(asked), *_due(asked)])
    with transaction.atomic():
        push(["suspicions"])
    return new


def _last() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM registers_meterinstallation")
        return int(cursor.fetchone()[0])


def _rows(sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _still_or_low(asked: dict[str, Any]) -> Iterator[Sign]:
    stopped, drop = limits_of(Rule.STOPPED, today()), limits_of(Rule.DROP, today())
    for rule, limits in ((Rule.STOPPED, stopped), (Rule.DROP, drop)):
        for place, at, shown, early_at, early, began, first in _rows(_SHOWN, asked | {"days": limits.days}):
            before, lately = Used(began, early_at, early - first), Used(early_at, at, shown - early)
            if judge(rule, before, lately, limits):
                yield Sign(
                    place, rule, f"近 {lately.days:.0f} 日 {lately.daily:.2f}，此前 {before.daily:.2f} m³/日", at
                )


def judge(rule: str, before: Used, lately: Used, limits: Limits) -> bool:
    """Whether consumption since is none at all (stopped), or some but below the limit's share of before (drop)."""
    if before.days <= 0 or before.daily < limits.least:
        return False
    if rule == Rule.STOPPED:
        return lately.volume == 0
    return 0 < lately.daily < limits.limit * before.daily


def _below_contract(asked: dict[str, Any]) -> Iterator[Sign]:
    limits = limits_of(Rule.PREDICTED, today())
    for place, at, shown, early_at, early, monthly, number in _rows(_PREDICTED, asked | {"days": limits.days}):
        used, expected = Used(early_at, at, shown - early), monthly / 30
        if expected >= limits.least and used.daily < limits.limit * expected:
            text = f"{number}: {used.daily:.2f} < {expected:.2f} m³/d"
            yield Sign(place, Rule.PREDICTED, text, at)


def _due(asked: dict[str, Any]) -> Iterator[Sign]:
    limits = limits_of(Rule.DUE, today())
    until = today() + dt.timedelta(days=limits.days)
    rows = _rows(_DUE, asked | {"years": limits.years, "limit": limits.limit, "until": until})
    for place, flow, due_on in rows:
        moment = dt.datetime.combine(due_on, dt.time(), dt.timezone(dt.timedelta(hours=8)))
        yield Sign(place, Rule.DUE, f"{flow.normalize():f} m³/h · {due_on}", moment)
