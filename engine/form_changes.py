"""What a migration does to the forms of the user tasks that are open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bpmn.program import Constant
from engine.programs import Deployed
from engine.runtime.migrating import Obstacle
from engine.runtime.protocol import Opened


@dataclass(frozen=True)
class FormChange:
    """The form of an open task in the new version: fields that come and go, and those newly required."""

    element_id: str
    form_id: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    required: tuple[str, ...]

    def text(self, lang: str) -> str:
        """One sentence for people."""
        words = ("form {0} at {1}", "new fields", "gone", "now required") if lang == "en" else (
            "{1} 的表单 {0} 有变化", "新增", "删除", "改为必填")  # fmt: skip
        parts = [words[0].format(self.form_id, self.element_id)]
        pairs = zip(words[1:], (self.added, self.removed, self.required), strict=True)
        parts += [f"{word}: {', '.join(names)}" for word, names in pairs if names]
        return ", ".join(parts)


def form_changes(
    open_: Iterable[Opened], old: Deployed, new: Deployed, mapping: Mapping[str, str]
) -> tuple[tuple[FormChange, ...], tuple[Obstacle, ...]]:
    """How the forms of open tasks change, and those forms that the new version lacks."""
    changes: dict[str, FormChange] = {}
    missing: list[Obstacle] = []
    for work in open_:
        node = new.program.node(mapping.get(work.element_id, work.element_id)) if work.kind == "user_task" else None
        form_id = _form_of(node.task.form_id if node is not None else None, work)
        if node is None or not form_id:
            continue
        if new.form(form_id) is None:
            en, zh = f"the form “{form_id}” of “{node.id}” is missing", f"缺少“{node.id}”的表单“{form_id}”"
            missing.append(Obstacle(work.element_id, "blocked", en, zh))
        elif (change := _compared(node.id, form_id, str(work.details.get("form_id") or ""), old, new)) is not None:
            changes[node.id] = change
    return tuple(changes.values()), tuple(missing)


def _form_of(source: object, work: Opened) -> str:
    return str((source.value if isinstance(source, Constant) else work.details.get("form_id")) or "")


def _compared(element_id: str, form_id: str, old_id: str, old: Deployed, new: Deployed) -> FormChange | None:
    before, after = old.form(old_id) if old_id else None, new.form(form_id)
    assert after is not None
    if before is not None and (before.schema, before.tasks, before.ui) == (after.schema, after.tasks, after.ui):
        return None
    had = set(before.fields) if before else set()
    was_required = set(before.schema.get("required") or ()) if before else set()
    now_required = set(after.schema.get("required") or ())
    return FormChange(
        element_id,
        form_id,
        tuple(sorted(set(after.fields) - had)),
        tuple(sorted(had - set(after.fields))),
        tuple(sorted(now_required - was_required)),
    )
