"""Suspected faults of installed meters: noted once, started as meter replacements or dismissed, never twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from engine.commands import start_process_instance
from engine.refusals import EngineRefusal
from exchange.models import Suspicion
from exchange.refusals import MayNotHandle, NoSuchSuspicion, ReasonNeeded
from exchange.suspicion_rules import limits_of
from ledger.context import audited
from ledger.recording import record
from people.actors import Actor
from people.models import today
from registers.models import MeterInstallation
from registers.refusals import RegisterRefusal

PERMISSION = "import_readings"
DEFINITION = "meter_replacement"
State = Suspicion.State
_SOURCES = {Suspicion.Rule.DUE: "verification"}
_NOTE = """INSERT INTO exchange_suspicion
 (installation_id, rule, reason, figures, seen_at, found_at, state, instance, note)
 SELECT x.i, x.rule, x.reason, x.figures, x.seen, %(now)s, 'OPEN', '', ''
   FROM unnest(%(places)s::bigint[], %(rules)s::text[], %(reasons)s::text[], %(figures)s::text[],
               %(seen)s::timestamptz[]) x(i, rule, reason, figures, seen)
  WHERE NOT EXISTS (SELECT 1 FROM exchange_suspicion s WHERE s.installation_id = x.i AND s.rule = x.rule
                     AND s.state <> 'OPEN' AND greatest(s.seen_at, s.decided_at) >= x.seen)
    AND NOT EXISTS (SELECT 1 FROM exchange_suspicion s JOIN process_instance p ON p.id = s.instance::bigint
                     WHERE s.installation_id = x.i AND s.state = 'STARTED' AND p.state IN ('ACTIVE', 'SUSPENDED'))
 ON CONFLICT (installation_id, rule) WHERE state = 'OPEN'
 DO UPDATE SET figures = excluded.figures, seen_at = excluded.seen_at
 WHERE exchange_suspicion.seen_at < excluded.seen_at
 RETURNING xmax = 0"""
_RUNNING = """SELECT id, business_key FROM process_instance
 WHERE definition_key = 'meter_replacement' AND state IN ('ACTIVE', 'SUSPENDED')
   AND (title = %s OR id::text = ANY (%s)) LIMIT 1"""


@dataclass(frozen=True, slots=True)
class Sign:
    """What points at a fault: of which installation, by which rule, with which figures, seen when."""

    installation_id: int
    rule: str
    figures: str
    seen_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one suspicion: started, or why not."""

    suspicion_id: int
    state: str
    instance_id: str = ""
    business_key: str = ""
    code: str = ""
    zh: str = ""
    en: str = ""


def note(signs: Sequence[Sign]) -> int:
    """How many new suspicions there are; what is known, decided since or being replaced is not noted again."""
    unique = {(sign.installation_id, sign.rule): sign for sign in sorted(signs, key=lambda sign: sign.seen_at)}
    if not unique:
        return 0
    rows = list(unique.values())
    reasons = {rule: limits_of(rule, today()).reason for rule in {sign.rule for sign in rows}}
    with connection.cursor() as cursor:
        cursor.execute(
            _NOTE,
            {
                "now": timezone.now(),
                "places": [sign.installation_id for sign in rows],
                "rules": [sign.rule for sign in rows],
                "reasons": [reasons[sign.rule] for sign in rows],
                "figures": [sign.figures[:300] for sign in rows],
                "seen": [sign.seen_at for sign in rows],
            },
        )
        return sum(new for (new,) in cursor.fetchall())


def start_replacements(*, ids: Sequence[int], actor: Actor, reason: str = "") -> list[Result]:
    """A meter replacement for each open suspicion, each in a transaction of its own; `reason` is a reason code."""
    if not actor.may(PERMISSION):
        raise MayNotHandle
    return [_start(pk, actor, reason) for pk in dict.fromkeys(ids)]


def dismiss(*, ids: Sequence[int], actor: Actor, note: str) -> int:
    """How many open suspicions are dismissed as no fault; they come back only with a newer sign."""
    if not note.strip():
        raise ReasonNeeded
    with audited(actor=actor, reason=note):
        rows = [_locked(pk, actor) for pk in sorted(set(ids))]
        rows = [row for row in rows if row.state == State.OPEN]
        for row in rows:
            row.state, row.note, row.decided_at, row.decided_by_id = (
                State.DISMISSED, note.strip()[:300], timezone.now(), actor.user_id,
            )  # fmt: skip
            row.save()
            record(kind="admin", action="suspicion_dismissed", table="exchange_suspicion", record=row.pk,
                   body={"rule": row.rule, "figures": row.figures})  # fmt: skip
    return len(rows)


def _start(pk: int, actor: Actor, reason: str) -> Result:
    try:
        with transaction.atomic(), audited(actor=actor, reason="suspected fault"):
            row = _locked(pk, actor)
            if row.state != State.OPEN:
                return _already(row.pk, row.instance)
            running = _running(row)
            if running:
                return running
            return _begun(row, actor, reason)
    except (EngineRefusal, RegisterRefusal) as refusal:
        return Result(pk, "refused", code=refusal.code, zh=refusal.message("zh"), en=refusal.message("en"))


def _begun(row: Suspicion, actor: Actor, reason: str) -> Result:
    meter = row.installation.meter
    started = start_process_instance(
        definition=DEFINITION,
        variables={
            "meter_serial": meter.serial,
            "source": _SOURCES.get(Suspicion.Rule(row.rule), "analysis"),
            "reason": reason or row.reason,
            "suspicion": f"{row.get_rule_display()}：{row.figures}",
        },
        actor=actor,
        unit_id=row.installation.supply_point.site.unit_id if _covers(row, actor) else None,
    )
    others = Suspicion.objects.filter(installation_id=row.installation_id, state=State.OPEN)
    others.update(state=State.STARTED, instance=str(started.id), decided_at=timezone.now(), decided_by_id=actor.user_id)
    record(kind="admin", action="suspicion_started", table="exchange_suspicion", record=row.pk,
           body={"rule": row.rule, "figures": row.figures, "instance": started.id})  # fmt: skip
    return Result(row.pk, "started", str(started.id), started.business_key)


def _covers(row: Suspicion, actor: Actor) -> bool:
    return actor.may_at(PERMISSION, row.installation.supply_point.site.unit.path)


def _running(row: Suspicion) -> Result | None:
    """The replacement of this meter that is open already, whoever raised it."""
    mine = [i for i in Suspicion.objects.filter(installation_id=row.installation_id).values_list("instance", flat=True)]
    with connection.cursor() as cursor:
        cursor.execute(_RUNNING, [f"表 {row.installation.meter.serial}", [i for i in mine if i]])
        found = cursor.fetchone()
    return _already(row.pk, str(found[0]), found[1]) if found else None


def _already(pk: int, instance: str, business_key: str = "") -> Result:
    said = f" {business_key}" if business_key else ""
    return Result(
        pk, "refused", instance, business_key, "already_handled",
        f"该疑点已处理或该表已有未结的换表流程{said}。", f"It is handled already, or a replacement{said} is open.",
    )  # fmt: skip


def _locked(pk: int, actor: Actor) -> Suspicion:
    """The suspicion and its installation's row locked, so that two people do not start two replacements."""
    row = Suspicion.objects.filter(pk=pk).first()
    if row is None:
        raise NoSuchSuspicion(str(pk))
    place = MeterInstallation.objects.select_for_update(of=("self",)).select_related(
        "meter", "supply_point__site__unit"
    ).get(pk=row.installation_id)  # fmt: skip
    if not actor.may_at(PERMISSION, place.supply_point.site.unit.path):
        raise NoSuchSuspicion(str(pk))
    row = Suspicion.objects.select_for_update(of=("self",)).get(pk=pk)
    row.installation = place
    return row
