"""Diagrams of other tools: `camunda:`, `flowable:`, `spiffworkflow:` and descriptive models."""

from bpmn.dialects.conversion import Converted, convert, converted_files

__all__ = ["Converted", "convert", "converted_files"]
