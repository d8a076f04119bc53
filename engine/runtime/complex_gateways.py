"""Complex gateways: a condition on the waiting tokens starts them, the remaining tokens reset them."""

from __future__ import annotations

from typing import Any

from bpmn.program import Node
from engine.runtime.machine import Machine
from engine.runtime.state import Unit


def settle(m: Machine, scope: Unit, node: Node) -> bool:
    """Activate or reset the gateway when it is time; whether it did."""
    return False


Any_ = Any
