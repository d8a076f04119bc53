"""The engine's tests' own surroundings."""

from tests.engine.conftest import _fresh_caches, company, deploy
from tests.engine.test_races import committed

__all__ = ["_fresh_caches", "committed", "company", "deploy"]
