"""One believable instance's data, to print every document from."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

TODAY = dt.date(2026, 11, 21)


def context(**changes: Any) -> dict[str, Any]:
    """What a template of installation or rectification sees near the end of a case."""
    who = {"by": "陈志远", "at": TODAY, "all": ["陈志远", "李晓梅"]}
    items = [
        {"item": f"无缝钢管 DN{d} 敷设", "unit": "米", "quantity": Decimal("36.5"), "unit_price": Decimal("128.40")}
        for d in (50, 65, 80)
    ]
    points = [
        {
            "place": "管道",
            "point": f"第 {n} 项",
            "clause": "CJJ 94-2009 4.3",
            "result": "fail" if n == 2 else "pass",
            "note": "支架松动" if n == 2 else None,
        }
        for n in (1, 2, 3)
    ]
    values: dict[str, Any] = {
        "company": "江城市燃气集团有限公司",
        "unit": "城东分公司",
        "handler": "陈志远",
        "today": TODAY,
        "number": "SL-001-2026-00042",
        "kind": "受理回执",
        "business_key": "BZ-001-2026-00042",
        "application_no": "BZ-001-2026-00042",
        "customer_name": "江城市海棠餐饮管理有限公司（中山北路店）",
        "site_address": "江城市城东区中山北路 118 号海棠广场一层 A-103",
        "category": "commercial",
        "contact_name": "王建国",
        "contact_phone": "13805510001",
        "channel": "counter",
        "appliances": [
            {"name": "大锅灶", "rated_flow": Decimal("4.5"), "quantity": 3},
            {"name": "炒菜灶", "rated_flow": Decimal("3.2"), "quantity": 6},
        ],
        "total_flow": Decimal("32.7"),
        "expected_monthly": 5200,
        "wanted_on": dt.date(2027, 1, 10),
        "received_on": TODAY,
        "papers": ["licence", "identity"],
        "limits": {"statutory_days": 5, "fee_lapse": "P30D", "fee_reminder_1": "P7D", "fee_reminder_2": "P14D"},
        "missing_papers": ["用气场所平面图", "消防验收意见"],
        "review_comment": "平面图须加盖公章",
        "reason": "逾期未缴费",
        "fee_notice_no": "JF-001-2026-00007",
        "survey_decision": "feasible",
        "survey_conclusion": "气源充足，路由可行。",
        "refusal_comment": "同意不予受理。",
        "survey_records": [
            {
                "role": "surveyor",
                "feasible": True,
                "riser": "LG-0231",
                "pressure": "low",
                "distance": 42,
                "findings": "通风良好",
            },
            {
                "role": "project_manager",
                "feasible": True,
                "riser": "LG-0231",
                "pressure": "low",
                "distance": 45,
                "findings": "需占道 6 m",
            },
        ],
        "riser": "LG-0231",
        "pressure": "low",
        "distance": 45,
        "meter_type": "罗茨",
        "meter_size": "G40",
        "meter_choice": {"design_flow": Decimal("26.16")},
        "scheme": "自 LG-0231 立管接出，沿外墙敷设至厨房，设罗茨表一只。",
        "line_items": items,
        "estimate_total": Decimal("14059.80"),
        "acceptance_on": TODAY,
        "issued_serial": "LZ2026-008871",
        "issued_type": "罗茨",
        "issued_size": "G40",
        "verified_until": dt.date(2029, 5, 1),
        "acceptance_records": [
            {"role": r, "points": points, "comment": None}
            for r in ("project_manager", "safety_inspector", "metering_officer")
        ],
        "failed_points": [points[1]],
        "checklist_done": ["leak_test", "alarm", "ventilation", "valve", "purge", "flame"],
        "commissioned_on": TODAY,
        "first_reading": Decimal("12"),
        "seal_numbers": "A10021、A10022",
        "safety_briefing": True,
        "signed_by": "王建国",
        "volume_no": "DA-001-2026-00003",
        "customer_no": "KH-001-2026-00003",
        "shelf": "A-03-2",
        "retention_years": 30,
        "documents": [
            SimpleNamespace(number=f"SL-001-2026-{n:05d}", title="受理回执", created_at=TODAY, created_by_name="陈志远")
            for n in range(1, 13)
        ],
        "hazard_no": "YH-001-2026-00009",
        "grade": {"level": "较大", "deadline": "P30D", "basis": "通风或报警不符合要求"},
        "hazard_place": "厨房东墙",
        "hazard_description": "可燃气体报警器未与切断阀联动。",
        "clause": "GB 50028-2006 10.8",
        "notice_no": "ZGT-001-2026-00002",
        "round": 2,
        "done": dict.fromkeys(
            (
                "approve_refusal",
                "survey_site",
                "conclude_survey",
                "prepare_scheme",
                "accept_work",
                "arrange_acceptance",
                "commission_gas",
                "check_volume",
            ),
            who,
        ),
    }
    return values | changes
