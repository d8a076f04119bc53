"""Everything that is wrong with a deployment's files, at once, each with its place, its reason and its cure."""

from bpmn.lint.deployment import check_deployment, lint
from bpmn.lint.known import NOTHING_KNOWN, Known

__all__ = ["NOTHING_KNOWN", "Known", "check_deployment", "lint"]
