"""What somebody holds, as rows: written by an approved change of rights and by the system, by nobody else."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from people.models import Position, Session, Unit, User, today


def put_position(
    *, username: str, role: str, unit: Unit, valid_from: dt.date | None, valid_until: dt.date | None
) -> Position:
    """The position, from today on unless told; the one that begins the same day when there is one."""
    user = User.objects.select_for_update().get(username=username)
    position, _ = Position.objects.get_or_create(
        user=user, role_id=role, unit=unit, valid_from=valid_from or today(), defaults={"valid_until": valid_until}
    )
    return position


def stop_position(position_id: int) -> Position | None:
    """The position with yesterday as its last day; None when it had only begun today and is removed."""
    position = Position.objects.select_for_update(of=("self",)).get(pk=position_id)
    yesterday = today() - dt.timedelta(days=1)
    if position.valid_from > yesterday:
        position.delete()
        return None
    position.valid_until = yesterday
    position.save(update_fields=["valid_until"])
    return position


def switch_account(*, username: str, active: bool) -> User:
    """The user who may log in from now on, or holds nothing and is logged out everywhere."""
    user = User.objects.select_for_update().get(username=username)
    user.is_active = active
    if active:
        user.last_seen_at = timezone.now()
    else:
        Session.objects.filter(user=user).delete()
    user.save(update_fields=["is_active", "last_seen_at"])
    return user
