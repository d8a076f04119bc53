"""The engine's tests' own surroundings."""

from tests.engine.conftest import _fresh_caches
from tests.engine.test_races import committed

__all__ = ["_fresh_caches", "committed"]
