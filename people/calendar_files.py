"""A year of a working calendar from a CSV or Excel file: every row checked first, then taken as a whole."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass, field
from zipfile import BadZipFile

from ledger.context import audited
from ledger.recording import record
from people.actors import Actor
from people.calendars import forget_calendars
from people.models import CalendarDay, WorkingCalendar
from people.refusals import NotAllowed, NotWhole

LARGEST = 1_000_000
OFF, WORKING = ("off", "holiday", "休", "休息", "放假"), ("working", "work", "班", "上班", "补班")
HEADS = ({"day", "date", "日期"}, {"kind", "type", "类型"}, {"name", "名称", "节日"})


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a row, in both languages."""

    row: int
    column: str
    zh: str
    en: str


@dataclass
class Read:
    """The days of a file and its problems."""

    days: dict[dt.date, tuple[bool, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def year(self) -> int | None:
        """The year of the first day."""
        return min(self.days).year if self.days else None


@dataclass(frozen=True, slots=True)
class Imported:
    """What the file changes, or would change."""

    year: int | None
    added: int
    changed: int
    removed: int
    problems: list[Problem]


def read_days(content: bytes) -> Read:
    """The rows of a file with the columns day, kind (off or working) and name; a first row of titles is passed over."""
    found = Read()
    if len(content) > LARGEST:
        found.problems.append(Problem(0, "", "文件超过 1 MB。", "The file is larger than 1 MB."))
        return found
    rows = _excel(content) if content[:2] == b"PK" else _text(content)
    if rows is None:
        found.problems.append(Problem(0, "", "无法读取：请使用 CSV（UTF-8）或 xlsx。", "Use CSV in UTF-8 or xlsx."))
        return found
    for number, cells in enumerate(rows, start=1):
        if any(cells) and not (number == 1 and cells[0].strip().lower() in HEADS[0]):
            _row(found, number, [*cells, "", "", ""])
    if not found.days and not found.problems:
        found.problems.append(Problem(0, "", "文件中没有任何日期。", "There is no day in the file."))
    return found


def import_calendar(*, name: str, content: bytes, dry_run: bool, actor: Actor, source: str = "") -> Imported:
    """What the file makes of its year; with problems, or as a dry run, nothing is written."""
    if not (actor.system or any(path.count(".") == 1 for path in actor.paths("administer"))):
        raise NotAllowed("administer")
    calendar = WorkingCalendar.objects.filter(name=name).first()
    if calendar is None:
        raise NotWhole("calendar")
    read = read_days(content)
    kept = (
        CalendarDay.objects.filter(calendar=calendar, day__year=read.year) if read.year else CalendarDay.objects.none()
    )
    before = {day.day: (day.is_working, day.name) for day in kept}
    result = Imported(
        year=read.year,
        added=len(read.days.keys() - before.keys()),
        changed=sum(before[day] != value for day, value in read.days.items() if day in before),
        removed=len(before.keys() - read.days.keys()),
        problems=read.problems,
    )
    if not dry_run and not read.problems:
        with audited(actor=actor, reason=source or f"calendar of {read.year}"):
            kept.exclude(day__in=read.days).delete()
            for day, (is_working, title) in sorted(read.days.items()):
                CalendarDay.objects.update_or_create(
                    calendar=calendar, day=day, defaults={"is_working": is_working, "name": title}
                )
            if source:
                calendar.source = f"{calendar.source}\n{read.year}: {source}".strip()
                calendar.save(update_fields=["source"])
            body = {"year": read.year, "added": result.added, "changed": result.changed, "removed": result.removed}
            table = "people_workingcalendar"
            record(kind="admin", action="calendar_imported", body=body, table=table, record=calendar.pk)
        forget_calendars()
    return result


def _row(found: Read, number: int, cells: list[str]) -> None:
    day, kind, name = (cell.strip() for cell in cells[:3])
    try:
        date = dt.date.fromisoformat(day.replace("/", "-"))
    except ValueError:
        text = f"日期“{day[:20]}”无法识别，请写成 2027-01-01。"
        found.problems.append(Problem(number, "day", text, f"“{day[:20]}” is no date; write 2027-01-01."))
        return
    if kind.lower() not in OFF + WORKING:
        text = f"类型“{kind[:20]}”应为 休 或 班。"
        found.problems.append(Problem(number, "kind", text, f"“{kind[:20]}” must be off or working."))
    elif not name:
        found.problems.append(Problem(number, "name", "缺少名称。", "The name is missing."))
    elif date in found.days:
        found.problems.append(Problem(number, "day", f"日期 {date} 重复。", f"{date} stands here twice."))
    elif found.year is not None and date.year != found.year:
        text = f"{date} 不属于 {found.year} 年：每个文件只导入一年。"
        found.problems.append(Problem(number, "day", text, f"{date} is not in {found.year}: one file, one year."))
    else:
        found.days[date] = (kind.lower() in WORKING, name[:64])


def _text(content: bytes) -> list[list[str]] | None:
    try:
        return [row for row in csv.reader(io.StringIO(content.decode("utf-8-sig")))]
    except (UnicodeDecodeError, csv.Error):
        return None


def _excel(content: bytes) -> list[list[str]] | None:
    from openpyxl import load_workbook  # a large package: only those who read a book pay for it

    try:
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
    except (BadZipFile, KeyError, ValueError, OSError, IndexError):
        return None
    return [[_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)]


def _cell(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)
