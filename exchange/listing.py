"""What people look at: past imports and their problems, suspected faults, collection files; by role and unit."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_date

from exchange.cells import CHINA
from exchange.collecting import refuse_unless_collector
from exchange.covering import covered
from exchange.kinds import KINDS
from exchange.models import Collection, CollectionRow, ImportProblem, ImportRun, Suspicion
from exchange.pages import Condition, Page, Wish, everything, filtered, page
from exchange.refusals import MayNotHandle, NoSuchCollection, NoSuchImport
from exchange.suspicions import PERMISSION
from people.actors import Actor

EXPORTED = 10_000
RUN_SORTS = {"uploaded_at": "uploaded_at", "row_count": "row_count", "total": "total", "failed": "failed", "id": "pk"}
SUSPICION_SORTS = {
    "seen_at": "seen_at",
    "found_at": "found_at",
    "rule": "rule",
    "serial": "installation__meter__serial",
    "id": "pk",
}
COLLECTION_SORTS = {"made_at": "made_at", "total": "total", "row_count": "row_count", "batch_no": "batch_no"}


def runs(actor: Actor, wish: Wish) -> Page:
    """Past imports, the newest first."""
    return page(_runs(actor, wish), wish, sortable=RUN_SORTS, first="-uploaded_at")


def all_runs(actor: Actor, wish: Wish) -> list[ImportRun]:
    """The same as one list, for an export."""
    return everything(_runs(actor, wish), wish, sortable=RUN_SORTS, first="-uploaded_at", most=EXPORTED)


def visible_runs(actor: Actor) -> QuerySet[ImportRun]:
    """What the actor uploaded, what was uploaded where the actor may import such files; auditors see all."""
    rows = ImportRun.objects.defer("content").select_related("unit", "uploaded_by", "confirmed_by")
    if actor.system or actor.may("audit"):
        return rows
    seen = Q(uploaded_by_id=actor.user_id)
    for kind in KINDS.values():
        for path in actor.paths(kind.permission):
            seen |= Q(kind=kind.key, unit__path__startswith=path)
    return rows.filter(seen)


def may_look(actor: Actor) -> bool:
    """Whether imports are this person's business at all."""
    return actor.may("audit") or any(actor.may(kind.permission) for kind in KINDS.values())


def visible_run(run_id: int, actor: Actor) -> ImportRun:
    """The run; raises `NoSuchImport` for whoever may not see it."""
    found = visible_runs(actor).filter(pk=run_id).first()
    if found is None:
        raise NoSuchImport(str(run_id))
    return found


def problems(run: ImportRun, wish: Wish) -> Page:
    """What is wrong with the rows of a run, in their order."""
    return page(_problems(run, wish), wish, sortable={"row": "row"}, first="row")


def all_problems(run: ImportRun, wish: Wish) -> list[ImportProblem]:
    """The same as one list, for an export."""
    return everything(_problems(run, wish), wish, sortable={"row": "row"}, first="row", most=EXPORTED)


def work_list(actor: Actor, wish: Wish) -> Page:
    """Problems of payments over all files: what finance has to clear up, the newest first."""
    return page(_work_list(actor, wish), wish, sortable={"id": "pk"}, first="-id")


def all_work(actor: Actor, wish: Wish) -> list[ImportProblem]:
    """The same as one list, for an export."""
    return everything(_work_list(actor, wish), wish, sortable={"id": "pk"}, first="-id", most=EXPORTED)


def suspicions(actor: Actor, wish: Wish) -> Page:
    """Suspected faults in the actor's area."""
    return page(_suspicions(actor, wish), wish, sortable=SUSPICION_SORTS, first="-seen_at")


def all_suspicions(actor: Actor, wish: Wish) -> list[Suspicion]:
    """The same as one list, for an export."""
    return everything(_suspicions(actor, wish), wish, sortable=SUSPICION_SORTS, first="-seen_at", most=EXPORTED)


def collections(actor: Actor, wish: Wish) -> Page:
    """Collection files, the newest first."""
    return page(_collections(actor, wish), wish, sortable=COLLECTION_SORTS, first="-made_at")


def all_collections(actor: Actor, wish: Wish) -> list[Collection]:
    """The same as one list, for an export."""
    return everything(_collections(actor, wish), wish, sortable=COLLECTION_SORTS, first="-made_at", most=EXPORTED)


def collection_rows(collection_id: int, actor: Actor, wish: Wish) -> Page:
    """What the bank was asked for, and its answers."""
    may_see_collections(actor)
    visible_collection(collection_id, actor)
    rows = CollectionRow.objects.filter(collection_id=collection_id).select_related("charge__customer", "account")
    conditions: dict[str, Condition] = {
        "result": lambda text: Q(waiting=True) if text == "waiting" else Q(result__in=text.split(",")),
        "q": lambda text: Q(charge__number__startswith=text) | Q(charge__customer__name__contains=text),
    }
    return page(filtered(rows, wish, conditions), wish, sortable={"position": "position"}, first="position")


def may_see_collections(actor: Actor) -> None:
    """Raises `MayNotImport` for whoever neither deals with the bank nor audits."""
    if not actor.may("audit"):
        refuse_unless_collector(actor)


def visible_collection(collection_id: int, actor: Actor) -> Collection:
    """The collection file; raises `NoSuchCollection` for one of a unit that is not the actor's."""
    may_see_collections(actor)
    found = _reached(actor).filter(pk=collection_id).first()
    if found is None:
        raise NoSuchCollection(str(collection_id))
    return found


def _reached(actor: Actor) -> QuerySet[Collection]:
    rows = Collection.objects.select_related("made_by")
    return rows if actor.may("audit") else rows.filter(covered("import_settlement", actor, "unit__path"))


def _runs(actor: Actor, wish: Wish) -> QuerySet[ImportRun]:
    conditions: dict[str, Condition] = {
        "kind": lambda text: Q(kind__in=text.split(",")),
        "state": lambda text: Q(state__in=text.split(",")),
        "uploaded_by": lambda text: Q(uploaded_by__username=text),
        "uploaded_at_from": lambda text: Q(uploaded_at__gte=_day(text)),
        "uploaded_at_until": lambda text: Q(uploaded_at__lt=_day(text) + dt.timedelta(days=1)),
        "q": lambda text: Q(file_name__icontains=text) | Q(batch_no__startswith=text) | Q(digest__startswith=text),
    }
    return filtered(visible_runs(actor), wish, conditions)


def _problems(run: ImportRun, wish: Wish) -> QuerySet[ImportProblem]:
    conditions: dict[str, Condition] = {
        "level": lambda text: Q(level=text),
        "code": lambda text: Q(code__in=text.split(",")),
    }
    return filtered(run.problems.select_related("handled_by"), wish, conditions)


def _work_list(actor: Actor, wish: Wish) -> QuerySet[ImportProblem]:
    may_see_collections(actor)
    conditions: dict[str, Condition] = {
        "handled": lambda text: Q(handled_at__isnull=text != "true"),
        "code": lambda text: Q(code__in=text.split(",")),
        "q": lambda text: Q(told__contains=text) | Q(run__batch_no__startswith=text),
    }
    done = Q(run__state__in=[ImportRun.State.DONE, ImportRun.State.STOPPED])
    rows = ImportProblem.objects.filter(done, run__kind="settlement", run__in=visible_runs(actor).values("pk"))
    return filtered(rows.select_related("run", "handled_by"), wish, conditions)


def _suspicions(actor: Actor, wish: Wish) -> QuerySet[Suspicion]:
    seen = Q(pk__in=[])
    if actor.may("audit"):
        seen = Q()
    elif not actor.may(PERMISSION):
        raise MayNotHandle
    for path in actor.paths(PERMISSION):
        seen |= Q(installation__supply_point__site__unit__path__startswith=path)
    conditions: dict[str, Condition] = {
        "rule": lambda text: Q(rule__in=text.split(",")),
        "state": lambda text: Q(state__in=text.split(",")),
        "unit": lambda text: Q(installation__supply_point__site__unit__code__startswith=text),
        "category": lambda text: Q(installation__supply_point__site__customer__category__in=text.split(",")),
        "seen_at_from": lambda text: Q(seen_at__gte=_day(text)),
        "seen_at_until": lambda text: Q(seen_at__lt=_day(text) + dt.timedelta(days=1)),
        "q": _meter_or_customer,
    }
    rows = Suspicion.objects.filter(seen).select_related(
        "installation__meter", "installation__supply_point__site__unit", "installation__supply_point__site__customer",
        "decided_by",
    )  # fmt: skip
    return filtered(rows, wish, conditions)


def _meter_or_customer(text: str) -> Q:
    site = "installation__supply_point__site__"
    return (
        Q(installation__meter__serial__startswith=text)
        | Q(**{f"{site}customer__name__contains": text})
        | Q(**{f"{site}address__contains": text})
    )


def _collections(actor: Actor, wish: Wish) -> QuerySet[Collection]:
    may_see_collections(actor)
    conditions: dict[str, Condition] = {
        "bank": lambda text: Q(bank__contains=text),
        "state": lambda text: Q(state__in=text.split(",")),
        "made_on_from": lambda text: Q(made_on__gte=_day(text)),
        "made_on_until": lambda text: Q(made_on__lte=_day(text)),
        "q": lambda text: Q(batch_no__startswith=text) | Q(bank__contains=text),
    }
    return filtered(_reached(actor), wish, conditions)


def _day(text: str) -> Any:
    day = parse_date(text)
    if day is None:
        raise ValueError(text)
    return dt.datetime.combine(day, dt.time(), CHINA)
