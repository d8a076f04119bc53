"""Behavior as an outsider expects it from the standard, driven only through what docs/runtime.md shows."""
