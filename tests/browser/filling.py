"""Fills a form of the product the way a person does: by the titles that stand beside its fields."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

Schema = Mapping[str, Any]
LOCKED = ("read", "masked", "hidden")


def fill(page: Page, form: Schema, answers: Mapping[str, Any]) -> None:
    """Types, picks and uploads the answers; fields that this person may not change are left alone."""
    rights, ui = form.get("rights") or {}, form["ui_schema"]
    schema = form["schema"]
    for name, field in [*schema["properties"].items(), *_conditional(schema)]:
        answered = name in answers and name != form.get("outcome_field") and rights.get(name) not in LOCKED
        if answered:
            _fill_field(page, field, ui.get(name, {}), answers[name])


def _conditional(schema: Schema) -> list[tuple[str, Schema]]:
    """The fields that stand there only when others are answered so; they come after those."""
    return [
        (name, field)
        for rule in schema.get("allOf") or ()
        for name, field in (rule.get("then") or {}).get("properties", {}).items()
        if "type" in field and name not in schema["properties"]
    ]


def outcome_label(form: Schema, answers: Mapping[str, Any]) -> str:
    """The text of the button that ends the task this way."""
    chosen = answers.get(form.get("outcome_field") or "")
    labels = [str(one["label"]) for one in form.get("outcomes") or [] if one["value"] == chosen]
    return labels[0] if labels else str(form["submit_label"])


def _fill_field(page: Page, field: Schema, ui: Schema, value: Any) -> None:
    kind = field["type"]
    if kind == "array":
        _fill_list(page, field, ui, value)
    elif kind == "boolean" or "oneOf" in field:
        _choose(page, field, ui, value)
    else:
        write(box(page, field), field, value)


def box(scope: Page | Locator, field: Schema) -> Locator:
    """Where one types a value of this kind."""
    if "oneOf" in field:
        return scope.get_by_role("combobox", name=field["title"], exact=True)
    role = "spinbutton" if field["type"] in ("number", "integer") else "textbox"
    return scope.get_by_role(role, name=field["title"], exact=True)


def write(control: Locator, field: Schema, value: Any) -> None:
    """Types one value; a date is confirmed with Enter, as its picker wants it."""
    date = str(field.get("format", "")).startswith("date")
    control.fill(str(value).replace("T", " ")[:16] if date else str(value))
    if date:
        control.press("Enter")


def _choose(page: Page, field: Schema, ui: Schema, value: Any) -> None:
    title = field["title"]
    if ui.get("ui:widget") == "radio":
        label = _label(field, value, page)
        page.get_by_role("radiogroup", name=title).get_by_role("radio", name=label, exact=True).check()
    elif field["type"] == "boolean":
        page.get_by_role("checkbox", name=title).set_checked(bool(value))
    else:
        choose(page, box(page, field), _label(field, value, page))


def choose(page: Page, control: Locator, label: str) -> None:
    """Picks one option of a drop-down list."""
    control.click()
    page.get_by_title(label, exact=True).locator("visible=true").last.click()


def _label(field: Schema, value: Any, page: Page) -> str:
    if field["type"] == "boolean":
        chinese = page.evaluate("document.documentElement.lang").startswith("zh")
        return {True: "是" if chinese else "Yes", False: "否" if chinese else "No"}[value]
    return next(str(option["title"]) for option in field["oneOf"] if option["const"] == value)


def _fill_list(page: Page, field: Schema, ui: Schema, values: list[Any]) -> None:
    title, items = field["title"], field["items"]
    if items.get("format") == "attachment":
        chooser = page.get_by_label(title).and_(page.locator("input[type=file]"))
        chooser.set_input_files([Path(str(value)) for value in values])
        for value in values:
            page.get_by_role("link", name=Path(str(value)).name).wait_for()
    elif items["type"] == "object":
        _fill_entries(page, page.get_by_role("group", name=title, exact=True), field, ui, values)
    else:
        group = page.get_by_role("group", name=title, exact=True)
        for option in items["oneOf"]:
            group.get_by_role("checkbox", name=option["title"], exact=True).set_checked(option["const"] in values)


def _fill_entries(page: Page, group: Locator, field: Schema, ui: Schema, rows: list[Schema]) -> None:
    items, hints = field["items"]["properties"], ui.get("items", {})
    first = next(iter(items.values()))
    while box(group, first).count() < len(rows):
        group.get_by_role("button", name=field["title"]).click()
    for name, part in items.items():
        if hints.get(name, {}).get("ui:widget") == "hidden":
            continue
        for number, row in enumerate(rows):
            if name in row:
                _fill_part(page, group, part, hints.get(name, {}), number, row[name])


def _fill_part(page: Page, group: Locator, part: Schema, hint: Schema, number: int, value: Any) -> None:
    if hint.get("ui:widget") == "radio":
        radios = group.get_by_role("radiogroup", name=part["title"], exact=True).nth(number)
        radios.get_by_role("radio", name=_label(part, value, page), exact=True).check()
    elif "oneOf" in part:
        choose(page, box(group, part).nth(number), _label(part, value, page))
    else:
        write(box(group, part).nth(number), part, value)
