"""The simple part of Python expressions (as SpiffWorkflow's diagrams write them) as FEEL; nothing is ever evaluated."""

from __future__ import annotations

import ast
import re
from decimal import Decimal

from bpmn.dialects.juel import Untranslatable, quoted

_NAME = re.compile(r"[^\W\d]\w*")
_COMPARED: dict[type[ast.cmpop], str] = {
    ast.Eq: "=", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Is: "=", ast.IsNot: "!=",
}  # fmt: skip
_ARITHMETIC: dict[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**",
}  # fmt: skip
_CALLS = {"len": "count", "sum": "sum", "min": "min", "max": "max", "abs": "abs", "str": "string"}
_DURATION_UNITS = {"weeks": 7 * 86400, "days": 86400, "hours": 3600, "minutes": 60, "seconds": 1}
_MAX = 2_000


def python_to_feel(text: str) -> str:
    """The FEEL of a simple Python expression; raises Untranslatable."""
    return _translated(_parsed(text, "eval").body)  # type: ignore[attr-defined]


def python_assignments(text: str) -> list[tuple[str, str]]:
    """(variable, FEEL) of a script that only assigns; raises Untranslatable."""
    found = []
    for statement in _parsed(text, "exec").body:  # type: ignore[attr-defined]
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        if len(targets) != 1 or not isinstance(targets[0], ast.Name):
            raise Untranslatable(ast.unparse(statement)[:60])
        found.append((targets[0].id, _translated(statement.value)))
    return found


def python_duration(text: str) -> str:
    """The ISO 8601 text of a quoted duration or a `timedelta(…)` with plain numbers; raises Untranslatable."""
    node = _parsed(text, "eval").body  # type: ignore[attr-defined]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Call) and ast.unparse(node.func) in ("timedelta", "datetime.timedelta") and not node.args:
        seconds = Decimal(0)
        for keyword in node.keywords:
            value = keyword.value.value if isinstance(keyword.value, ast.Constant) else None
            if keyword.arg not in _DURATION_UNITS or not isinstance(value, int | float):
                raise Untranslatable(text)
            seconds += Decimal(str(value)) * _DURATION_UNITS[keyword.arg]
        return f"PT{seconds.normalize():f}S"
    raise Untranslatable(text)


def _parsed(text: str, mode: str) -> ast.AST:
    if len(text) > _MAX:
        raise Untranslatable("too long")
    try:
        return ast.parse(text.strip(), mode=mode)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as reason:
        raise Untranslatable(text[:60]) from reason


def _translated(node: ast.expr) -> str:
    try:
        return _feel(node)
    except RecursionError as reason:
        raise Untranslatable("nested too deep") from reason


def _feel(node: ast.expr) -> str:
    builder = _BUILDERS.get(type(node))
    if builder is None:
        raise Untranslatable(ast.unparse(node)[:60])
    return str(builder(node))


def _constant(node: ast.Constant) -> str:
    if node.value is None:
        return "null"
    if isinstance(node.value, bool):
        return "true" if node.value else "false"
    if isinstance(node.value, str):
        return quoted(node.value)
    if isinstance(node.value, int | float):
        return str(node.value)
    raise Untranslatable(repr(node.value))


def _logic(node: ast.BoolOp) -> str:
    word = " and " if isinstance(node.op, ast.And) else " or "
    return word.join(f"({_feel(value)})" for value in node.values)


def _unary(node: ast.UnaryOp) -> str:
    if isinstance(node.op, ast.Not):
        return f"not({_feel(node.operand)})"
    if isinstance(node.op, ast.USub):
        return f"-{_feel(node.operand)}"
    raise Untranslatable(ast.unparse(node))


def _arithmetic(node: ast.BinOp) -> str:
    if isinstance(node.op, ast.Mod):
        return f"modulo({_feel(node.left)}, {_feel(node.right)})"
    if type(node.op) not in _ARITHMETIC:
        raise Untranslatable(ast.unparse(node))
    return f"({_feel(node.left)} {_ARITHMETIC[type(node.op)]} {_feel(node.right)})"


def _compared(node: ast.Compare) -> str:
    parts = []
    left = node.left
    for operator, right in zip(node.ops, node.comparators, strict=True):
        if isinstance(operator, ast.In | ast.NotIn):
            inside = f"list contains({_feel(right)}, {_feel(left)})"
            parts.append(f"not({inside})" if isinstance(operator, ast.NotIn) else inside)
        else:
            parts.append(f"{_feel(left)} {_COMPARED[type(operator)]} {_feel(right)}")
        left = right
    return " and ".join(parts)


def _call(node: ast.Call) -> str:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name in _CALLS and len(node.args) == 1 and not node.keywords:
        return f"{_CALLS[name]}({_feel(node.args[0])})"
    method = node.func
    if isinstance(method, ast.Attribute) and method.attr == "get" and len(node.args) == 1:
        return _member(_feel(method.value), node.args[0])
    raise Untranslatable(ast.unparse(node)[:60])


def _member(value: str, key: ast.expr) -> str:
    if isinstance(key, ast.Constant) and isinstance(key.value, str) and _NAME.fullmatch(key.value):
        return f"{value}.{key.value}"
    if isinstance(key, ast.Constant) and isinstance(key.value, int):
        return f"{value}[{key.value + 1 if key.value >= 0 else key.value}]"
    raise Untranslatable(ast.unparse(key)[:60])


def _dictionary(node: ast.Dict) -> str:
    entries = []
    for key, value in zip(node.keys, node.values, strict=True):
        if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
            raise Untranslatable(ast.unparse(node)[:60])
        entries.append(f"{quoted(key.value)}: {_feel(value)}")
    return "{" + ", ".join(entries) + "}"


_BUILDERS = {
    ast.Constant: _constant,
    ast.Name: lambda node: node.id,
    ast.Attribute: lambda node: f"{_feel(node.value)}.{node.attr}",
    ast.Subscript: lambda node: _member(_feel(node.value), node.slice),
    ast.BoolOp: _logic,
    ast.UnaryOp: _unary,
    ast.BinOp: _arithmetic,
    ast.Compare: _compared,
    ast.Call: _call,
    ast.List: lambda node: "[" + ", ".join(_feel(item) for item in node.elts) + "]",
    ast.Dict: _dictionary,
    ast.IfExp: lambda node: f"if {_feel(node.test)} then {_feel(node.body)} else {_feel(node.orelse)}",
}
