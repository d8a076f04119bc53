"""Adding a signer, beforehand: who signs already, who may be added, what would open."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from engine import access, clock, signers, steps
from engine.access import Row
from engine.commands import signing
from engine.queries.names import group, person, role_name
from engine.queries.user_tasks import outcome_label, visible_task
from engine.runtime.protocol import AddInstance
from engine.steps import Act
from people.actors import Actor


def signers_for(user_task_id: int | str, actor: Actor, *, lang: str = "zh") -> dict[str, Any]:
    """The signers of the open task's round and whom one may add; raises what stands in the way."""
    task = visible_task(user_task_id, actor)
    found = signers.asked_group(task, actor)
    with transaction.atomic():
        instance = steps.lock_instance(instance_id=task["root_id"], act=Act(actor, "add_signer", clock.now()))
        known = signing.signers_of(task, instance, found)
    taken = {key for row in known for key in access.groups_of(row)} if found.kind == "role" else set()
    return {
        "kind": found.kind,
        "in_turn": found.in_turn,
        "signers": [_signer(row, lang) for row in known],
        "choices": _choices(task, found, lang, taken, {row["assignee"] or row["completed_by"] for row in known}),
    }


def signer_preview(
    user_task_id: int | str, actor: Actor, *, role: str = "", username: str = "", lang: str = "zh"
) -> dict[str, Any]:
    """What adding this signer would open; raises as adding itself would. Nothing is changed."""
    seen = visible_task(user_task_id, actor)
    with transaction.atomic():
        act = Act(actor, "add_signer", clock.now(), seen["element_id"], seen["id"])
        instance = steps.lock_instance(instance_id=seen["root_id"], act=act)
        steps.refuse_unless_active(instance)
        task = visible_task(user_task_id, actor)
        found = signers.asked_group(task, actor)
        found, known = signing.with_expected(task, instance, found), signing.signers_of(task, instance, found)
        asked = signing.named(username)
        item = signing.chosen(task, found, known, role=role, person=asked)
        merged = steps.advance(instance=instance, command=AddInstance(task["work_id"], item), act=act)
    opened = merged.opened_of("user_task")
    return {
        "signers": len(known) + 1,
        "in_turn": found.in_turn,
        "opened": [
            {
                "name": str(work.details.get("name") or work.element_id),
                "candidate_groups": [group(str(key), lang) for key in work.details.get("candidate_groups") or ()],
                "assignee": person(asked.username, asked.full_name) if asked else None,
                "due_at": access.moment(work.details.get("due_at")),
            }
            for work in opened
        ],
    }


def _signer(row: Row, lang: str) -> dict[str, Any]:
    return {
        "user_task_id": str(row["id"]),
        "candidate_groups": [group(key, lang) for key in access.groups_of(row)],
        "person": person(row["completed_by"] or row["assignee"], row["completed_by_name"] or row["assignee_name"]),
        "state": row["state"],
        "outcome": outcome_label(row, lang) or None,
    }


def _choices(task: Row, found: signers.Group, lang: str, taken: set[str], busy: set[str]) -> list[dict[str, Any]]:
    """Roles with those of its holders who do not sign yet; for a loop over people, everybody by role."""
    held = signing.holders_at(task["unit_path"])
    if found.kind == "same":
        own = access.groups_of(task)
        held = {key: held[key] for key in own if key in held}
    return sorted(
        (
            {
                "role": key,
                "name": role_name(key, lang),
                "signs_already": key in taken,
                "people": [{"username": name, "full_name": full} for name, full in people if name not in busy],
            }
            for key, people in held.items()
        ),
        key=lambda one: str(one["name"]),
    )
