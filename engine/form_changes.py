"""What a migration does to the forms of the user tasks that are open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bpmn.program import Constant
from engine.programs import Deployed
from engine.runtime.migrating import Obstacle
from engine.runtime.protocol import Opened
from forms import Form


@dataclass(frozen=True)
class FormChange:
    """The form of an open task in the new version: fields that come and go, those newly required and no longer so.

    `dropped` are removed fields that had to be filled in: what people entered there nobody will be shown any more.
    """

    element_id: str
    form_id: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    required: tuple[str, ...]
    dropped: tuple[str, ...] = ()
    eased: tuple[str, ...] = ()

    def text(self, lang: str) -> str:
        """One sentence for people."""
        words = (
            (
                "form {0} at {1}",
                "new fields",
                "gone",
                "now required",
                "gone, though it was required",
                "no longer required",
            )
            if lang == "en"
            else ("{1} 的表单 {0} 有变化", "新增", "删除", "改为必填", "删除了原必填项", "不再必填")
        )
        parts = [words[0].format(self.form_id, self.element_id)]
        plain = tuple(name for name in self.removed if name not in self.dropped)
        pairs = zip(words[1:], (self.added, plain, self.required, self.dropped, self.eased), strict=True)
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
        elif (
            change := _compared(node.id, work.element_id, form_id, str(work.details.get("form_id") or ""), old, new)
        ) is not None:
            changes[node.id] = change
    return tuple(changes.values()), tuple(missing)


def _form_of(source: object, work: Opened) -> str:
    return str((source.value if isinstance(source, Constant) else work.details.get("form_id")) or "")


def _compared(
    element_id: str, old_element: str, form_id: str, old_id: str, old: Deployed, new: Deployed
) -> FormChange | None:
    before, after = old.form(old_id) if old_id else None, new.form(form_id)
    assert after is not None
    if before is not None and (before.schema, before.tasks, before.ui) == (after.schema, after.tasks, after.ui):
        return None
    had, has = set(before.fields) if before else set(), set(after.fields)
    was, now = _required(before, old_element), _required(after, element_id)
    parts = (has - had, had - has, now - was, was - has, (was & has) - now)
    return FormChange(element_id, form_id, *(tuple(sorted(part)) for part in parts))


def _required(form: Form | None, element_id: str) -> set[str]:
    """What must be filled in at the task: by the schema, or by the task's rights."""
    if form is None:
        return set()
    by_right = {name for name, right in form.rights_at(element_id).items() if right == "required"}
    return by_right | set(form.schema.get("required") or ())
