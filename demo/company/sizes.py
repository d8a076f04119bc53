"""How big a generated company is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Size:
    """What is generated, over all branches."""

    books: int
    residents: int
    businesses: int
    """Industrial and commercial customers."""
    meters: int
    """Installed now or once, or in stock."""
    staff: int
    months: int
    """Monthly readings and bills of each business."""
    readings: int
    """Readings of each resident."""


SIZES: Mapping[str, Size] = MappingProxyType(
    {
        "tiny": Size(books=4, residents=200, businesses=12, meters=240, staff=40, months=3, readings=1),
        "small": Size(books=32, residents=10_000, businesses=200, meters=11_500, staff=120, months=12, readings=1),
        "medium": Size(
            books=130, residents=130_000, businesses=2_000, meters=150_000, staff=300, months=12, readings=1
        ),
        "full": Size(
            books=130, residents=1_300_000, businesses=6_000, meters=1_500_000, staff=600, months=24, readings=2
        ),
    }
)
