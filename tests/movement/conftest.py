"""The demo company and small diagrams, as the engine's own tests have them."""

from tests.engine.conftest import _fresh_caches, company, deploy

__all__ = ["_fresh_caches", "company", "deploy"]
