"""Whole processes played through HTTP by many people at once: `python -m tests.load --help`."""
