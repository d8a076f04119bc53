"""What can go wrong in an expression, told in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class FeelSyntax(Exception):
    """An expression that cannot be read; `position` counts characters from 0."""

    code = "feel_syntax"

    def __init__(self, position: int, message: str, message_zh: str) -> None:
        self.position = position
        self.message = message
        self.message_zh = message_zh
        super().__init__(f"{message} (at {position})")


class FeelBudget(Exception):
    """An evaluation that was stopped because it took more steps, depth or memory than allowed."""

    code = "feel_budget"

    def __init__(self, message: str, message_zh: str) -> None:
        self.message = message
        self.message_zh = message_zh
        super().__init__(message)


class Null(Exception):
    """Raised inside a built-in function whose answer is null; becomes a Problem at the call."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why some part of an expression became null; `position` counts characters from 0."""

    code: str
    position: int
    message: str
    message_zh: str
    element_id: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The value of an expression and everything that became null on the way."""

    value: Any
    problems: tuple[Problem, ...]


REASONS: Mapping[str, tuple[str, str]] = {
    "unknown_variable": ('There is no variable "{name}".', "没有名为“{name}”的变量。"),
    "unknown_function": ('There is no function "{name}".', "没有名为“{name}”的函数。"),
    "unknown_entry": ('The context has no entry "{name}".', "上下文中没有“{name}”这一项。"),
    "no_property": ('{type} has no property "{name}".', "{type}没有“{name}”属性。"),
    "not_a_function": ("{type} cannot be called.", "{type}不能被调用。"),
    "operand_types": ('"{op}" does not work on {left} and {right}.', "“{op}”不能用于{left}和{right}。"),
    "operand_type": ('"{op}" does not work on {type}.', "“{op}”不能用于{type}。"),
    "division_by_zero": ("Division by zero.", "除数为零。"),
    "out_of_range": ("The result is out of range.", "结果超出允许范围。"),
    "not_comparable": ("{left} and {right} cannot be compared.", "{left}和{right}不能比较。"),
    "not_boolean": ("A condition must be true or false, not {type}.", "条件必须为真或假，不能是{type}。"),
    "arguments": ("{name}() does not take these arguments.", "函数{name}()不接受这些参数。"),
    "argument": ("{name}(): {what} is not valid.", "函数{name}()的参数{what}无效。"),
    "invalid_text": ('"{text}" is not a valid {type}.', "“{text}”不是有效的{type}。"),
    "not_iterable": ("Iteration needs a list or range, not {type}.", "迭代需要列表或范围，不能是{type}。"),
    "bad_range": ("The ends of a range do not fit together.", "范围的两端不匹配。"),
    "bad_regex": ('"{text}" is not a valid pattern.', "“{text}”不是有效的正则表达式。"),
    "index": ("There is no item {index} in a list of {count}.", "共{count}项的列表中没有第{index}项。"),
    "conformance": ("{value} is not a {type}.", "{value}不是{type}。"),
    "bad_key": ("The context entry key is not valid.", "上下文的键无效。"),
    "assert_failed": ("An asserted value does not hold: {why}", "断言不成立：{why}"),
    "external": ("External functions are not allowed.", "不允许外部函数。"),
    "unsupported_value": ("A value of type {type} has no meaning here.", "类型为{type}的值在此无意义。"),
    "null_value": ("{name} is null.", "{name}为空。"),
    "no_rule": (
        "More than one rule matched ({rows}); the hit policy allows one.",
        "多条规则命中（{rows}），命中策略只允许一条。",
    ),
    "any_differs": ("Rules {rows} matched with different outputs.", "规则{rows}命中但输出不同。"),
    "not_allowed": ("{value} is not among the allowed values of {name}.", "{value}不在“{name}”的允许值之内。"),
    "no_match": ("No rule of {name} matched.", "“{name}”没有规则命中。"),
    "no_date": (
        "The table {name} has effective dates; tell for which date.",
        "决策表“{name}”带有生效日期，需指定日期。",
    ),
    "decision_missing": ('There is no decision "{name}".', "没有名为“{name}”的决策。"),
    "input_type": ('The input "{name}" is not a {type}: {value}.', "输入“{name}”不是{type}：{value}。"),
}


IN_CHINESE = {
    "null": "空值",
    "boolean": "布尔值",
    "number": "数字",
    "string": "字符串",
    "date": "日期",
    "time": "时间",
    "date and time": "日期时间",
    "days and time duration": "天时间隔",
    "years and months duration": "年月间隔",
    "duration": "时间间隔",
    "list": "列表",
    "context": "上下文",
    "range": "范围",
    "function": "函数",
    "type": "类型",
    "expression": "表达式",
    "time zone": "时区",
    "date, time or duration": "日期、时间或时间间隔",
    "the tests": "这些条件",
    "position": "位置",
    "separator": "分隔符",
    "date and time without a zone": "没有时区的日期时间",
    "time without a zone": "没有时区的时间",
}
"""What the facts of a problem are called in Chinese: kinds of values, mostly."""


def problem(code: str, position: int, facts: Mapping[str, object], element_id: str | None = None) -> Problem:
    """The Problem of a code with its facts filled in."""
    english, chinese = REASONS[code]
    told_zh = {key: IN_CHINESE.get(value, value) if type(value) is str else value for key, value in facts.items()}
    return Problem(code, position, english.format_map(facts), chinese.format_map(told_zh), element_id)
