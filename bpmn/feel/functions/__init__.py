"""The functions that FEEL has built in."""

from bpmn.feel.functions import contexts, conversion, dates, lists, numeric, ranges, strings
from bpmn.feel.functions.camunda import CAMUNDA
from bpmn.feel.functions.signature import BUILTINS

__all__ = ["BUILTINS", "CAMUNDA", "contexts", "conversion", "dates", "lists", "numeric", "ranges", "strings"]
