"""Fills what every installation has from the start: the roles and the working calendars."""

from __future__ import annotations

from ledger.context import audited
from people.actors import SYSTEM
from people.models import CalendarDay, Role, WorkingCalendar
from people.published_calendars import published


def fill_roles() -> None:
    """Makes the role rows agree with `people.roles`; roles that are gone stay as rows."""
    from people.roles import ROLES

    with audited(actor=SYSTEM, reason="Roles of this release"):
        Role.objects.bulk_create(
            [Role(key=role.key, name_zh=role.name_zh, name_en=role.name_en) for role in ROLES.values()],
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["name_zh", "name_en"],
        )


def fill_calendars() -> None:
    """Adds the published calendar and its days; a day that somebody has corrected is kept."""
    source = published()
    with audited(actor=SYSTEM, reason="Published holidays of this release"):
        calendar, _ = WorkingCalendar.objects.get_or_create(
            name="",
            defaults={"title": source.title, "hours": source.hours, "source": source.citation},
        )
        CalendarDay.objects.bulk_create(
            [
                CalendarDay(calendar=calendar, day=day.day, is_working=day.is_working, name=day.name)
                for day in source.days
            ],
            ignore_conflicts=True,
        )
