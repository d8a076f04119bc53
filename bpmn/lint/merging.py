"""What the rules and the compiler said about the same thing is told once, in the rule's words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bpmn.document import Finding

_RANK = {"error": 0, "warning": 1, "info": 2}
_SAME = {
    "condition-missing": "missing-condition",
    "extension-not-executed": "unknown-extension",
    "empty-condition": "missing-condition",
    "expression-language": "expression-syntax",
    "condition-not-here": "ignored-condition",
    "event-gateway": "event-gateway-needs-two",
    "event-sub-process-start": "bad-event-sub-process",
    "event-sub-process-flow": "forbidden-flow",
    "boundary-incoming": "forbidden-flow",
    "end-outgoing": "forbidden-flow",
    "start-incoming": "forbidden-flow",
    "compensation-flow": "forbidden-flow",
    "sub-process-start": "trigger-in-sub-process",
    "process-missing": "no-process",
    "dangling-flow": "dangling-reference",
    "boundary-host": "dangling-reference",
}
_UNREADABLE = frozenset(("expression-syntax", "expression-language"))
_CURES = {
    "activation-missing": ("Say in activationCondition when it fires.", "请用激活条件说明何时触发。"),
    "ad-hoc-events": ("Remove its start and end events.", "请删除其中的开始和结束事件。"),
    "boundary-interrupts": ("Make it interrupting.", "请改为中断事件。"),
    "boundary-unattached": ("Attach it to an activity.", "请将它附着到活动上。"),
    "attribute-value": ("Choose one of the values.", "请选择其中一个值。"),
    "behavior-event": ("Name the event that the instances throw.", "请指定各实例抛出的事件。"),
    "boundary-without-trigger": ("Choose what it waits for.", "请选择它等待的事件类型。"),
    "called-process-missing": ("Choose the process to call.", "请选择要调用的流程。"),
    "cancel-outside-transaction": ("Put it into a transaction.", "请把它放入事务子流程。"),
    "code-missing": ("Choose the error or escalation.", "请选择错误或升级。"),
    "compensation-handler": ("Associate the activity that undoes the work.", "请关联用于撤销的补偿活动。"),
    "decision-missing": ("Add the .dmn file to the deployment.", "请把 .dmn 文件加入部署。"),
    "event-without-trigger": ("Choose what it waits for.", "请选择它等待的事件类型。"),
    "event-not-allowed-here": ("Use another kind of event.", "请改用其他类型的事件。"),
    "gateway-without-way": ("Draw a flow out of it.", "请为它画出流出。"),
    "link-target": ("Draw exactly one catching link of that name.", "请画且仅画一个同名的链接捕获事件。"),
    "loop-ambiguous": ("Keep one of them.", "请只保留其中一项。"),
    "loop-without-count": ("Give it a collection or a cardinality.", "请设置集合或基数。"),
    "loop-without-end": ("Give it a condition or a maximum.", "请设置循环条件或最大次数。"),
    "mapping-target": ("Name a variable without spaces.", "请使用不含空格的变量名。"),
    "message-missing": ("Choose a message.", "请选择消息。"),
    "not-executable": ("Replace it by an element that the engine runs.", "请改用系统可执行的元素。"),
    "script-language": ("Write the script in FEEL or as a service task.", "请改用 FEEL 编写脚本，或改为服务任务。"),
    "script-missing": ("Write the script in FEEL.", "请用 FEEL 编写脚本。"),
    "signal-missing": ("Choose a signal.", "请选择信号。"),
    "timer-ambiguous": ("Keep one of them.", "请只保留其中一项。"),
    "timer-missing": ("Give it a date, duration or cycle.", "请设置日期、时长或周期。"),
}
_CURE = ("Correct the element in the editor.", "请在建模工具中改正该元素。")


def merged(found: Iterable[Finding], compiled: Iterable[Finding] = ()) -> tuple[Finding, ...]:
    """All findings once each, in file order, with codes in kebab case and a cure."""
    told: dict[tuple[str, str | None, str], Finding] = {}
    for finding in found:
        told.setdefault((finding.code, finding.element_id, finding.message), finding)
    errors = {place for f in told.values() if f.severity == "error" for place in _places(f)}
    raw = [_polished(finding) for finding in compiled]
    errors |= {("missing-condition", f.element_id) for f in (*told.values(), *raw) if f.code in _UNREADABLE}
    for finding in raw:
        if not any(place in errors for place in _places(finding)):
            told.setdefault((finding.code, finding.element_id, finding.message), finding)
    return tuple(sorted(told.values(), key=lambda f: (f.file, f.line or 0, _RANK.get(f.severity, 3))))


def _places(finding: Finding) -> tuple[tuple[str, object], ...]:
    """What a finding is about: its topic at an element and in a line."""
    topic = _SAME.get(finding.code, finding.code)
    by_id = ((topic, finding.element_id),) if finding.element_id else ()
    return (*by_id, (topic, finding.line)) if finding.line else by_id


def _polished(finding: Finding) -> Finding:
    code = finding.code.replace("_", "-")
    mend, mend_zh = (finding.mend, finding.mend_zh) if finding.mend else _CURES.get(code, _CURE)
    return replace(finding, code=code, mend=mend, mend_zh=mend_zh or mend)
