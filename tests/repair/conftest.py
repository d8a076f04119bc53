"""The demo company and small diagrams, as in the engine's tests."""

from tests.engine.conftest import _fresh_caches, company, deploy

__all__ = ["_fresh_caches", "company", "deploy"]
