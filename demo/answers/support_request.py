"""The people of a support request."""

from __future__ import annotations

from demo.answers import Answer, Data, Sitting
from demo.cases import Plan

STARTER = "account_manager"


def _answer_request(s: Sitting) -> Data:
    if s.says("reply", "answer") == "forward" and s.round == 1:
        return {"reply": "forward", "forward_to": "design", "forward_reason": "图纸在设计室，未归档。"}
    return {"reply": "answer", "answer_text": "竣工图已扫描，见附件目录 2019-117。"}


def _check_answer(s: Sitting) -> Data:
    verdict = s.says("verdict", "accept") if s.round == 1 else "accept"
    if verdict == "send_back":
        return {"verdict": verdict, "verdict_note": "缺立管系统图。", "new_limit": "PT4H"}
    return {"verdict": verdict, "support_score": 5}


ANSWERS: dict[str, Answer] = {"answer_request": _answer_request, "check_answer": _check_answer}


def _asked(subject: str, text: str, *, to: str, limit: str = "P1D") -> Data:
    return {
        "subject": subject, "asking_department": "market", "asked_department": to, "time_limit": limit,
        "request_text": text,
    }  # fmt: skip


CASES = [
    (
        "调取竣工图",
        _asked("调取竣工图", "客户扩容，需要 2019 年竣工图。", to="archive"),
        Plan("转交后答复办结", "", {"reply": "forward", "ends": "accepted"}),
    ),
    (
        "核对欠费",
        _asked("核对欠费", "请核对江城纺织截至上月的欠费。", to="finance", limit="P3D"),
        Plan("等财务部答复", "answer_request"),
    ),
    (
        "合同条款审核",
        _asked("合同条款审核", "补充协议第 4 条是否可行。", to="legal", limit="PT4H"),
        Plan("退回后再等法务部答复", "answer_request", {"verdict": "send_back", "stop_round": 2}),
    ),
    (
        "现场勘测支援",
        _asked("现场勘测支援", "请派人核对立管位置。", to="engineering", limit="PT2H"),
        Plan("等提出人验收", "check_answer"),
    ),
    (
        "报表口径说明",
        _asked("报表口径说明", "请说明供销差率的统计口径。", to="finance", limit="P5D"),
        Plan("暂停办理", "answer_request", then="suspend"),
    ),
]
