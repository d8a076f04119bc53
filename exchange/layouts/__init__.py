"""The layouts of the files, as tables: what stands where, and of what kind it is."""

from exchange.layouts.columns import Column, Layout
from exchange.layouts.meters import METERS
from exchange.layouts.readings import READINGS
from exchange.layouts.riser_links import RISER_LINKS
from exchange.layouts.settlement import COLLECTION_CSV, COLLECTION_FIXED, SETTLEMENT_CSV, SETTLEMENT_FIXED
from exchange.layouts.telemetry import ALARMS, TELEMETRY

__all__ = [
    "ALARMS",
    "COLLECTION_CSV",
    "COLLECTION_FIXED",
    "METERS",
    "READINGS",
    "RISER_LINKS",
    "SETTLEMENT_CSV",
    "SETTLEMENT_FIXED",
    "TELEMETRY",
    "Column",
    "Layout",
]
