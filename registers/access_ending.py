"""Ends a grant of access before its last day: by its holder, whoever approved it, or who answers for the holder."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ledger.context import audited
from people.actors import Actor
from registers.access_refusals import AccessNotInForce, VolumeIsReturned
from registers.models import AccessGrant
from registers.refusals import NoSuchRecord, told_by_the_database

ANSWERING = ("data_steward", "branch_manager")
"""The roles that answer for what the people of their unit were given to see."""
_GRANTED = AccessGrant.State.GRANTED


def endable(actor: Actor) -> QuerySet[AccessGrant]:
    """The grants in force that this person may end, their own among them."""
    return _answered_for(actor).filter(state=_GRANTED)


def end_access(*, grant_id: int, reason: str, actor: Actor) -> AccessGrant:
    """The grant, ended at once; raises for strangers, for what is not in force, and for a volume on loan."""
    grant = AccessGrant.objects.select_for_update(of=("self",)).filter(pk=grant_id).first()
    if grant is None or not _answered_for(actor).filter(pk=grant_id).exists():
        raise NoSuchRecord(f"access {grant_id}")
    if grant.state != _GRANTED:
        raise AccessNotInForce(grant.get_state_display())
    if grant.kind == AccessGrant.Kind.BORROW:
        raise VolumeIsReturned
    with audited(actor=actor, instance_id=grant.instance, reason=reason), told_by_the_database(str(grant_id)):
        grant.state = AccessGrant.State.ENDED
        grant.save(update_fields=["state"])
    grant.refresh_from_db()
    return grant


def _answered_for(actor: Actor) -> QuerySet[AccessGrant]:
    if actor.user_id is None:
        return AccessGrant.objects.none()
    mine = Q(user_id=actor.user_id)
    for role, path in actor.grants:
        if role in ANSWERING:
            mine |= Q(user__unit__path__startswith=path)
    approved = AccessGrant.objects.filter(approvals__approver_id=actor.user_id, approvals__approved=True)
    mine |= Q(pk__in=approved.values("pk"))
    return AccessGrant.objects.filter(mine)
