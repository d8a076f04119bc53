"""How each of the 60 applications shall go: archived, lapsed, refused, or waiting at one of the user tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class SpecialCase:
    """What is out of the ordinary in an application itself."""

    category: str
    flow: float = 0.0
    incomplete: bool = False
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The story, the user task at which it stops ("" goes to its end), and the answers that lead there."""

    story: str
    stop: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    then: str = ""
    """What an administrator does with the instance where it stands: cancel, suspend or hold."""


_BIG = SpecialCase("工业", flow=520.0, remark="三班连续生产，超过各级审批上限")
_MIDDLE = SpecialCase("宾馆", flow=86.0)
_SMALL = SpecialCase("商业", flow=14.5)
_LACKING = SpecialCase("商业", flow=12.0, incomplete=True, remark="平面图、消防意见未交")
_FAR = SpecialCase("工业", flow=90.0, remark="厂区在河北岸，周边无燃气管道")
_COSTLY = {"meter_price": 620000.0}
_LAPSE = {"rehearsal": True}
INCIDENT = "an incident"
"""Where a case stops that shall show one."""
_GARBLED = {
    "name": "payment_received", "key": "fee_notice_no", "variables": {"paid_amount": "叁万元整", "paid_on": None}
}  # fmt: skip

_SPECIAL_NUMBERS: dict[SpecialCase, tuple[int, ...]] = {
    _BIG: (6, 19, 41),
    _MIDDLE: (7, 20, 42, 54),
    _SMALL: (1, 8, 13, 21, 22, 29, 43, 44, 45, 49, 50, 51, 52, 55),
    _LACKING: (2, 3, 14, 15, 23, 24, 57),
    _FAR: (4, 16, 25, 58),
}
SPECIAL: dict[int, SpecialCase] = {number: case for case, numbers in _SPECIAL_NUMBERS.items() for number in numbers}

_WAITING: dict[int, Plan] = {
    10: Plan("等待审核资料", "review_papers"),
    11: Plan("等待审核资料，客户撤回", "review_papers", then="cancel"),
    12: Plan("等待审核资料", "review_papers"),
    14: Plan("缺件，等客户补件", "receive_missing_papers", {"papers": "missing"}),
    15: Plan("缺件，等客户补件", "receive_missing_papers", {"papers": "missing"}),
    16: Plan("不可行，等审批", "approve_refusal", {"survey": "infeasible"}),
    17: Plan("等待联合勘察", "survey_site"),
    18: Plan("等待联合勘察，暂停", "survey_site", then="suspend"),
    26: Plan("等待勘察结论", "conclude_survey"),
    27: Plan("等待编制方案", "prepare_scheme"),
    28: Plan("编制方案已逾期", "prepare_scheme", _LAPSE),
    29: Plan("等待分公司审批", "approve_by_branch"),
    43: Plan("方案被退回一次，再等分公司审批", "approve_by_branch", {"scheme": ["return", "approve"]}),
    20: Plan("等待会签", "countersign_scheme"),
    42: Plan("等待会签", "countersign_scheme"),
    41: Plan("等待公司审批", "approve_by_company", _COSTLY),
    44: Plan("等待缴费", "collect_fee"),
    45: Plan("到账金额无法识别，异常", INCIDENT, {"messages": {"collect_fee": _GARBLED}}),
    30: Plan("等待缴费", "collect_fee"),
    31: Plan("等待施工图设计", "design_drawings", {"pay": "bank"}),
    32: Plan("图纸被退回，等修改", "design_drawings", {"drawings": "return", "stop_round": 2}),
    33: Plan("等待图纸审查", "review_drawings"),
    34: Plan("等待施工准备", "plan_construction"),
    35: Plan("等待占道许可", "obtain_permits", {"permits": True}),
    36: Plan("施工中", "build_section", {"sections": 3}),
    37: Plan("施工中", "build_section", {"sections": 2, "permits": True}),
    38: Plan("等待签合同", "sign_contract"),
    39: Plan("等待领表", "issue_meter"),
    40: Plan("领表不符，重领", "issue_meter", {"meter": "wrong", "stop_round": 2}),
    46: Plan("等待组织验收", "arrange_acceptance"),
    47: Plan("等待联合验收", "accept_work"),
    48: Plan("验收不合格，等送达整改通知", "deliver_notice", {"fails": 1}),
    49: Plan("验收不合格，等整改完成", "report_rectified", {"fails": [2, 0]}),
    50: Plan("整改完成，等复查", "inspect_again", {"fails": [1, 0]}),
    51: Plan("整改后再次验收", "accept_work", {"fails": [1, 0], "stop_round": 2}),
    52: Plan("等待通气", "commission_gas"),
    53: Plan("等待通气", "commission_gas"),
    55: Plan("等待整理案卷", "check_volume"),
    56: Plan("等待回访", "call_back"),
    54: Plan("等待回访", "call_back"),
}
_ENDED: dict[int, Plan] = {
    2: Plan("缺件未补，作废", "", {"papers": "missing", "never": "receive_missing_papers", **_LAPSE}),
    57: Plan("缺件未补，作废", "", {"papers": "missing", "never": "receive_missing_papers", **_LAPSE}),
    9: Plan("未缴费，作废", "", {"never": "collect_fee", **_LAPSE}),
    22: Plan("未缴费，作废", "", {"never": "collect_fee", **_LAPSE}),
    3: Plan("两次缺件，不予受理", "", {"papers": "missing"}),
    23: Plan("两次缺件，不予受理", "", {"papers": "missing", "supplement": "web"}),
    4: Plan("不可行，不予受理", "", {"survey": "infeasible"}),
    25: Plan("不可行，不予受理", "", {"survey": "infeasible"}),
    58: Plan("不可行，复勘后仍不可行", "", {"survey": "infeasible", "refusal": ["return", "approve"]}),
    24: Plan("补件后办结归档", "", {"papers": ["missing", "complete"]}),
    6: Plan("超上限，公司审批，归档", "", {**_COSTLY, "pay": "bank", "sections": 4, "permits": True}),
    7: Plan("会签退回一次，归档", "", {"scheme": [{"chief_engineer": "return"}, "approve"]}),
    19: Plan("公司退回一次，归档", "", {**_COSTLY, "company": ["return", "approve"]}),
    21: Plan("图纸退回一次，归档", "", {"drawings": ["return", "pass"]}),
    13: Plan("两项整改后归档", "", {"fails": [2, 0]}),
}
PLANS: dict[int, Plan] = {
    number: _WAITING.get(number) or _ENDED.get(number) or Plan("办结归档", "", {"pay": "bank"} if number % 2 else {})
    for number in range(1, 61)
}
