"""What a BPMN or DMN file says: reading, lint, compiling to a Program, FEEL, DMN."""

from bpmn.compiling import compile_program
from bpmn.document import Finding, Refused
from bpmn.program import Program

__all__ = ["Finding", "Program", "Refused", "compile_program"]
