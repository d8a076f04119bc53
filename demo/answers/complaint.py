"""The people of a complaint."""

from __future__ import annotations

from demo.answers import Answer, Data, Sitting
from demo.cases import Plan

STARTER = "call_center_agent"


def _investigate_complaint(s: Sitting) -> Data:
    result = s.says("investigation", "found")
    if s.round > 1 and result == "not_ours":
        result = "found"
    if result == "not_ours":
        return {"investigation": result, "not_ours_reason": "读数与账单一致，疑为表具问题。"}
    return {
        "investigation": result, "finding": "partly", "facts": "九月按估抄计费，十月实抄偏低。",
        "remedy": "按实抄数重算，差额抵下月气费。",
    }  # fmt: skip


def _reassign_complaint(s: Sitting) -> Data:
    return {"complaint_kind": s.says("right_kind", "metering")}


def _answer_complaint(s: Sitting) -> Data:
    return {"answer_text": "经核实九月为估抄，已按实抄数重算，多收部分抵扣下月气费，向您致歉。"}


def _call_back_complainant(s: Sitting) -> Data:
    result = s.says("satisfaction", "satisfied")
    score = {"satisfied": 5, "unsatisfied": 1}.get(result)
    note = {"satisfied": "认可处理。", "unsatisfied": "要求现场验表。", "unreachable": "三日内五次无人接听。"}[result]
    return {"satisfaction": result, "call_back_note": note} | ({"satisfaction_score": score} if score else {})


def _review_again(s: Sitting) -> Data:
    return {"second_finding": "founded", "second_answer": "已安排现场验表，多收的气费三个工作日内退还到账户。"}


ANSWERS: dict[str, Answer] = {
    "investigate_complaint": _investigate_complaint,
    "reassign_complaint": _reassign_complaint,
    "answer_complaint": _answer_complaint,
    "call_back_complainant": _call_back_complainant,
    "review_again": _review_again,
}


def _received(who: str, kind: str, text: str, **more: str) -> Data:
    return {
        "channel": "hotline", "complainant": who, "contact_phone": "13805510001", "complaint_kind": kind,
        "complaint_text": text, **more,
    }  # fmt: skip


CASES = [
    (
        "王建国",
        _received("王建国", "billing", "九月气费比往年多一倍。"),
        Plan("答复后满意办结", "", {"ends": "closed_satisfied"}),
    ),
    (
        "赵敏",
        _received("赵敏", "construction", "开挖后人行道未恢复。", channel="regulator", channel_no="12345-88"),
        Plan("等责任部门调查", "investigate_complaint"),
    ),
    (
        "李秀英",
        _received("李秀英", "service", "上门人员未出示证件。"),
        Plan("不满意，等分公司经理第二轮", "review_again", {"satisfaction": "unsatisfied"}),
    ),
    (
        "张伟",
        _received("张伟", "billing", "表不走字仍收费。"),
        Plan("改派后等回访", "call_back_complainant", {"investigation": "not_ours"}),
    ),
    (
        "周玉兰",
        _received("周玉兰", "billing", "阶梯气价算错了一档。"),
        Plan("责任部门退回，等改派", "reassign_complaint", {"investigation": "not_ours"}),
    ),
    (
        "陈国强",
        _received("陈国强", "safety", "楼下商铺私接燃气。"),
        Plan("已查明，等答复", "answer_complaint"),
    ),
    (
        "刘海燕",
        _received("刘海燕", "supply", "停气两次都没有通知。"),
        Plan("两轮仍不满意办结", "", {"satisfaction": "unsatisfied", "ends": "closed_unsatisfied"}),
    ),
    (
        "孙志明",
        _received("孙志明", "other", "要求赔偿，已向法院起诉。"),
        Plan("涉诉，案卷保全", "investigate_complaint", then="hold"),
    ),
    (
        "吴桂英",
        _received("吴桂英", "service", "预约后无人上门。"),
        Plan("投诉人撤回", "investigate_complaint", then="cancel"),
    ),
]
