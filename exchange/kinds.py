"""What kinds of import there are, and what each must be able to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from exchange import meters, readings, riser_links, settlement, telemetry
from exchange.layouts import METERS, READINGS, RISER_LINKS, SETTLEMENT_CSV, SETTLEMENT_FIXED, TELEMETRY
from exchange.layouts.columns import Layout
from exchange.outcomes import Outcome
from exchange.problems import Problem
from exchange.reading import Line, Parsed
from people.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of import."""

    key: str
    zh: str
    en: str
    permission: str
    layouts: tuple[Layout, ...]
    read: Callable[[bytes], Parsed]
    key_of: Callable[[Line], str]
    """What makes a row the same row in another file."""
    check: Callable[[Sequence[Line], Actor], list[Problem]]
    """What is wrong with rows that could be read, without changing anything."""
    apply: Callable[[Line, Actor], Outcome]
    """Lets a row take effect in the open transaction; raises a refusal that keeps it out."""
    apply_many: Callable[[Sequence[Line], Actor], list[Outcome | Problem]] | None = None
    """The same for many rows with few statements; when one is refused none has taken effect."""
    alone: Callable[[Line], bool] = lambda line: False
    """Whether the row needs a transaction of its own."""

    def named(self, lang: str) -> str:
        """Its name in the reader's language."""
        return self.en if lang.startswith("en") else self.zh


_ALL = (
    Kind(
        key="settlement",
        zh="银行结算文件",
        en="Settlement file of the bank",
        permission="import_settlement",
        layouts=(SETTLEMENT_FIXED, SETTLEMENT_CSV),
        read=settlement.read,
        key_of=settlement.key_of,
        check=settlement.check,
        apply=settlement.apply,
        alone=settlement.is_awaited,
    ),
    Kind(
        key="readings",
        zh="抄表文件",
        en="Readings",
        permission="import_readings",
        layouts=(READINGS,),
        read=readings.read,
        key_of=readings.key_of,
        check=readings.check,
        apply=readings.apply,
        apply_many=readings.apply_many,
    ),
    Kind(
        key="telemetry",
        zh="远传数据文件",
        en="Remote readings and alarms",
        permission="import_readings",
        layouts=(TELEMETRY,),
        read=telemetry.read,
        key_of=telemetry.key_of,
        check=telemetry.check,
        apply=telemetry.apply,
    ),
    Kind(
        key="meters",
        zh="表具出入库交换表",
        en="Meter stock",
        permission="import_meters",
        layouts=(METERS,),
        read=meters.read,
        key_of=meters.key_of,
        check=meters.check,
        apply=meters.apply,
    ),
    Kind(
        key="riser_links",
        zh="立管与表具对应表",
        en="Risers of meters",
        permission="propose_changes",
        layouts=(RISER_LINKS,),
        read=riser_links.read,
        key_of=riser_links.key_of,
        check=riser_links.check,
        apply=riser_links.apply,
        apply_many=riser_links.apply_many,
    ),
)
KINDS: dict[str, Kind] = {kind.key: kind for kind in _ALL}
