"""FEEL 1.5: expressions that are compiled once and evaluated against a mapping."""

from bpmn.feel.analysis import Analysis, analyze
from bpmn.feel.expressions import Expression, UnaryTest, compile_expression, compile_unary_tests
from bpmn.feel.problems import FeelBudget, FeelSyntax, Outcome, Problem
from bpmn.feel.templates import Template, compile_template
from bpmn.feel.temporal import DaysDuration, FarDate, FarDateTime, MonthsDuration
from bpmn.feel.values import Function, Range

__all__ = [
    "Analysis",
    "DaysDuration",
    "Expression",
    "FarDate",
    "FarDateTime",
    "FeelBudget",
    "FeelSyntax",
    "Function",
    "MonthsDuration",
    "Outcome",
    "Problem",
    "Range",
    "Template",
    "UnaryTest",
    "analyze",
    "compile_expression",
    "compile_template",
    "compile_unary_tests",
]
