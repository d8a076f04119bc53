"""The layouts of the files, as tables: what stands where, and of what kind it is."""

from exchange.layouts.columns import Column, Layout
from exchange.layouts.meters import METERS
from exchange.layouts.readings import READINGS
from exchange.layouts.settlement import COLLECTION_CSV, COLLECTION_FIXED, SETTLEMENT_CSV, SETTLEMENT_FIXED

__all__ = [
    "COLLECTION_CSV",
    "COLLECTION_FIXED",
    "METERS",
    "READINGS",
    "SETTLEMENT_CSV",
    "SETTLEMENT_FIXED",
    "Column",
    "Layout",
]
