"""Says in the reader's language what is wrong with a field and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from forms.formats import NAMES

_TYPES: dict[str, tuple[str, str]] = {
    "string": ("文字", "text"),
    "number": ("数字", "a number"),
    "integer": ("整数", "a whole number"),
    "boolean": ("是或否", "yes or no"),
    "array": ("列表", "a list"),
    "object": ("一组字段", "a group of fields"),
    "null": ("空", "empty"),
}
_PLAIN: dict[str, tuple[str, str]] = {
    "required": ("请填写“{title}”。", "Fill in “{title}”."),
    "minLength": ("“{title}”至少需要 {value} 个字，请补充。", "“{title}” needs at least {value} characters."),
    "maxLength": ("“{title}”最多 {value} 个字，请缩短。", "“{title}” takes at most {value} characters; shorten it."),
    "minimum": ("“{title}”不能小于 {value}。", "“{title}” must be {value} or more."),
    "maximum": ("“{title}”不能大于 {value}。", "“{title}” must be {value} or less."),
    "exclusiveMinimum": ("“{title}”必须大于 {value}。", "“{title}” must be more than {value}."),
    "exclusiveMaximum": ("“{title}”必须小于 {value}。", "“{title}” must be less than {value}."),
    "multipleOf": ("“{title}”必须是 {value} 的整数倍。", "“{title}” must be a multiple of {value}."),
    "minItems": ("“{title}”至少需要 {value} 项，请添加。", "“{title}” needs at least {value} items; add some."),
    "maxItems": ("“{title}”最多 {value} 项，请删减。", "“{title}” takes at most {value} items; remove some."),
    "uniqueItems": ("“{title}”中有重复的项，请删除重复项。", "“{title}” lists something twice; remove the repetition."),
    "pattern": ("“{title}”的格式不对，请按提示填写。", "“{title}” is not in the right format; see its hint."),
    "const": ("“{title}”必须是 {value}。", "“{title}” must be {value}."),
    "additionalProperties": ("“{title}”含有表单没有的字段，请删除。", "“{title}” has an unknown field; remove it."),
    "not_before": ("“{title}”不能早于“{value}”。", "“{title}” must not be before “{value}”."),
    "not_after": ("“{title}”不能晚于“{value}”。", "“{title}” must not be after “{value}”."),
    "not_before_today": ("“{title}”不能早于今天。", "“{title}” must not be in the past."),
    "not_after_today": ("“{title}”不能晚于今天。", "“{title}” must not be in the future."),
    "read_only": ("“{title}”在此任务中只能查看，请恢复原值。", "“{title}” may only be read here; restore its value."),
    "unknown_field": ("表单没有“{title}”这个字段，请删除。", "The form has no field “{title}”; remove it."),
    "outcome": ("请选择一个处理结果：{value}。", "Choose one of the outcomes: {value}."),
    "not_an_object": ("提交的内容应为“字段：值”的对象。", "What is sent must be an object of fields and values."),
}  # fmt: skip
_OTHER = ("“{title}”的值不符合要求，请检查。", "“{title}” does not meet the form's rules; check it.")


def say(keyword: str, *, title: str, value: object = None, lang: str = "zh") -> str:
    """The sentence for one broken rule."""
    maker = _MAKERS.get(keyword)
    if maker is not None:
        return maker(title, value, _is_english(lang))
    return _PLAIN.get(keyword, _OTHER)[_is_english(lang)].format(title=title, value=_number(value))


def _is_english(lang: str) -> bool:
    return lang.startswith("en")


def _number(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _type(title: str, value: object, english: bool) -> str:
    kinds = value if isinstance(value, list) else [value]
    named = [_TYPES.get(str(kind), (str(kind), str(kind)))[english] for kind in kinds if kind != "null"]
    if english:
        return f"“{title}” must be {' or '.join(named)}."
    return f"“{title}”应为{'或'.join(named)}。"


def _format(title: str, value: object, english: bool) -> str:
    name = NAMES.get(str(value), (str(value), str(value)))[english]
    return f"“{title}” must be {name}." if english else f"“{title}”应为{name}。"


def _choice(title: str, value: object, english: bool) -> str:
    options = value if isinstance(value, list) else [value]
    shown = [str(option) for option in options[:12]]
    listed = (", " if english else "、").join(shown) + (" …" if len(options) > len(shown) else "")
    return f"“{title}” must be one of: {listed}." if english else f"“{title}”只能是：{listed}。"


_MAKERS: dict[str, Callable[[str, object, bool], str]] = {"type": _type, "format": _format, "enum": _choice}


def choices(schema: Mapping[str, Any], lang: str) -> list[str]:
    """The names of a field's options in the language, or their values."""
    names = schema.get("enumNames")
    if _is_english(lang):
        names = schema.get("x-en", {}).get("enumNames", names)
    return [str(name) for name in (names or schema.get("enum") or [])]
