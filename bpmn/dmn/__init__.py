"""DMN 1.1 to 1.5: decision models that are loaded once and explain what they decide."""

from bpmn.dmn.model import Decided, Decision, Decisions, load_decisions

__all__ = ["Decided", "Decision", "Decisions", "load_decisions"]
