"""How a finding speaks of an element, in English and Chinese."""

from __future__ import annotations

import re

from bpmn.document import Element, Finding

_ZH = {
    "process": "流程",
    "startEvent": "开始事件",
    "endEvent": "结束事件",
    "intermediateCatchEvent": "中间捕获事件",
    "intermediateThrowEvent": "中间抛出事件",
    "boundaryEvent": "边界事件",
    "task": "任务",
    "userTask": "用户任务",
    "manualTask": "手工任务",
    "serviceTask": "服务任务",
    "scriptTask": "脚本任务",
    "sendTask": "发送任务",
    "receiveTask": "接收任务",
    "businessRuleTask": "业务规则任务",
    "callActivity": "调用活动",
    "subProcess": "子流程",
    "transaction": "事务子流程",
    "adHocSubProcess": "自由子流程",
    "exclusiveGateway": "排他网关",
    "parallelGateway": "并行网关",
    "inclusiveGateway": "包容网关",
    "eventBasedGateway": "事件网关",
    "complexGateway": "复杂网关",
    "sequenceFlow": "顺序流",
    "messageFlow": "消息流",
    "message": "消息",
    "signal": "信号",
    "error": "错误",
    "escalation": "升级",
    "participant": "参与者",
    "lane": "泳道",
    "laneSet": "泳道集",
    "dataObject": "数据对象",
    "dataObjectReference": "数据对象引用",
    "dataStore": "数据存储",
    "dataStoreReference": "数据存储引用",
    "collaboration": "协作",
    "definitions": "文件",
    "association": "关联",
    "textAnnotation": "注释",
    "timerEventDefinition": "定时定义",
    "messageEventDefinition": "消息定义",
    "multiInstanceLoopCharacteristics": "多实例",
    "standardLoopCharacteristics": "循环",
}
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def en(element: Element) -> str:
    """ "user task 'Approve' (approve_scheme)"."""
    return _said(_CAMEL.sub(" ", element.tag).lower() + " ", element, "'{}'")


def zh(element: Element) -> str:
    """“用户任务“审批” (approve_scheme)”。"""
    return _said(_ZH.get(element.tag, element.tag), element, "“{}”")


def _said(kind: str, element: Element, quotes: str) -> str:
    name = " ".join(element.name.split())[:60]
    if element.id and name:
        return f"{kind}{quotes.format(name)} ({element.id[:80]})"
    return f"{kind}{quotes.format(element.id or name)}" if element.id or name else kind.strip()


def found(
    code: str,
    element: Element,
    message: str,
    message_zh: str,
    *,
    mend: str,
    mend_zh: str,
    severity: str = "error",
    element_id: str | None = None,
) -> Finding:
    """A finding at an element; the file's name is filled in by the runner."""
    return Finding(
        code=code,
        severity=severity,
        element_id=element_id or element.id,
        line=element.line or None,
        message=message,
        message_zh=message_zh,
        mend=mend,
        mend_zh=mend_zh,
    )
