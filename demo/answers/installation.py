"""The people of an installation."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from demo.answers import PHOTOGRAPH, Answer, Data, Sitting

STARTER = "customer_service"


def _review_papers(s: Sitting) -> Data:
    if s.says("papers", "complete") == "complete":
        return {"papers_decision": "complete", "review_comment": "资料齐全，原件已核。"}
    missing = ["用气场所平面图", "消防验收意见"]
    return {"papers_decision": "missing", "missing_papers": missing, "review_comment": "请一次补齐。"}


def _receive_missing_papers(s: Sitting) -> Data:
    return {"papers": ["licence", "identity", "premises", "plan", "fire_safety"], "supplement_note": "客户到柜台补交。"}


def _survey_site(s: Sitting) -> Data:
    if s.says("survey", "feasible") == "infeasible":
        return {"feasible": False, "findings": "最近供气干管 3.2 km，中间隔河，无路由。"}
    mains = {"riser": "LG-0231", "pressure": "low", "distance": s.plan.get("distance", 42)}
    return {
        "feasible": True,
        **mains,
        "survey_photos": [PHOTOGRAPH],
        "findings": "气源充足，厨房通风良好，可沿外墙敷设。",
    }


def _conclude_survey(s: Sitting) -> Data:
    if s.says("survey", "feasible") == "infeasible":
        return {"survey_decision": "infeasible", "survey_conclusion": "干管未覆盖，近期无规划，不具备供气条件。"}
    mains = {"riser": "LG-0231", "pressure": "low", "distance": s.plan.get("distance", 42)}
    return {"survey_decision": "feasible", **mains, "survey_conclusion": "两方意见一致，具备供气条件。"}


def _approval(key: str) -> Callable[[Sitting], Data]:
    def decide(s: Sitting) -> Data:
        asked = s.says(key, "approve")
        if isinstance(asked, Mapping):  # a countersign: each party's own answer
            asked = asked.get(s.shown.get("signer_role"), "approve")
        comment = "同意。" if asked == "approve" else "单价与定额不符，请核减。"
        return {"decision": asked, "comment": comment}

    return decide


def _prepare_scheme(s: Sitting) -> Data:
    metres = float(s.plan.get("distance", 42))
    items = [
        {"item": "无缝钢管敷设", "unit": "米", "quantity": metres, "unit_price": 186.5},
        {"item": "调压箱", "unit": "台", "quantity": 1, "unit_price": 8600},
        {"item": "燃气表及安装", "unit": "套", "quantity": 1, "unit_price": s.plan.get("meter_price", 5200)},
        {"item": "可燃气体报警与切断", "unit": "套", "quantity": 2, "unit_price": 1850},
    ]
    scheme = "自立管接出，沿外墙敷设至用气点，设调压箱与表箱各一。"
    return {
        "meter_type": s.shown["meter_type"], "meter_size": s.shown["meter_size"], "scheme": scheme, "line_items": items,
    }  # fmt: skip


def _collect_fee(s: Sitting) -> Data:
    return {
        "paid_amount": s.shown["estimate_total"], "payment_method": "transfer", "paid_on": s.day(),
        "payment_reference": "柜台转账 20261121",
    }  # fmt: skip


def _design_drawings(s: Sitting) -> Data:
    sections = [{"name": f"第 {n} 段", "length": 21} for n in range(1, int(s.plan.get("sections", 2)) + 1)]
    materials = [{"material": "无缝钢管", "specification": "D57×3.5", "unit": "米", "quantity": 42}]
    return {
        "drawing_no": f"RQ-2026-{s.round:02d}", "sections": sections, "design_materials": materials,
        "design_note": "按批注修改。" if s.round > 1 else "首版。",
    }  # fmt: skip


def _review_drawings(s: Sitting) -> Data:
    if s.says("drawings", "pass") == "pass":
        return {"drawing_decision": "pass", "drawing_marks": []}
    return {"drawing_decision": "return", "drawing_marks": [{"sheet": "RQ-01", "comment": "阀门井与电缆沟间距不足。"}]}


def _plan_construction(s: Sitting) -> Data:
    needed = bool(s.plan.get("permits"))
    plan: Data = {
        "crew": "江城燃气工程一队", "start_on": s.day(2), "finish_on": s.day(12), "safety_briefed": True,
        "permits_needed": needed,
    }  # fmt: skip
    return plan | ({"permit_kinds": "临时占道许可"} if needed else {})


def _obtain_permits(s: Sitting) -> Data:
    return {"permit_no": "城东占字〔2026〕0117 号", "permit_until": s.day(60)}


def _build_section(s: Sitting) -> Data:
    materials = [{"material": "无缝钢管", "specification": "D57×3.5", "unit": "米", "quantity": 21}]
    note = "试压 0.4 MPa 稳压 24 h 无降。"
    done = {"section_briefed": True, "progress": 100, "pressure_test": "pass"}
    return {**done, "materials": materials, "section_note": note}


def _sign_contract(s: Sitting) -> Data:
    return {
        "contract_signed_on": s.day(), "contract_until": s.day(3 * 365), "contract_signer": "王建国",
        "bank": "江城市商业银行城东支行", "bank_account_no": "6217000012345678", "agreement_no": "TS-2026-0098",
    }  # fmt: skip


def _issue_meter(s: Sitting) -> Data:
    size = "G2.5" if s.says("meter", "fits") == "wrong" else s.shown["meter_size"]
    return {
        "issued_serial": s.plan.get("serial", "AL20260001"), "issued_type": s.shown["meter_type"], "issued_size": size,
        "issued_maker": "江城仪表", "made_on": s.day(-60), "verified_until": s.day(3 * 365 - 60),
    }  # fmt: skip


def _arrange_acceptance(s: Sitting) -> Data:
    return {"acceptance_on": s.day(1), "acceptance_note": "竣工资料齐全。"}


def _accept_work(s: Sitting) -> Data:
    fails = s.says("fails", 0) if s.shown.get("acceptance_role") == "safety_inspector" else 0
    points = [
        {key: value for key, value in point.items() if value is not None}
        | ({"result": "fail", "note": f"{point['place']}：现场不符，需整改。"} if n < fails else {"result": "pass"})
        for n, point in enumerate(s.shown["points"])
    ]
    return {"points": points, "acceptance_comment": "见逐项结果。"}


def _commission_gas(s: Sitting) -> Data:
    checks = ["leak_test", "alarm", "ventilation", "valve", "purge", "flame"]
    return {
        "checklist_done": checks, "commissioned_on": s.day(), "first_reading": 3.2, "seal_numbers": "A10021、A10022",
        "safety_briefing": True, "signed_by": "王建国",
    }  # fmt: skip


def _check_volume(s: Sitting) -> Data:
    return {"volume_checked": True, "shelf": "A-03-2", "retention_years": 30}


def _call_back(s: Sitting) -> Data:
    return {"reached": True, "satisfaction": 5, "safety_known": True, "call_back_note": "满意。"}


ANSWERS: dict[str, Answer] = {
    "review_papers": _review_papers,
    "receive_missing_papers": _receive_missing_papers,
    "approve_refusal": _approval("refusal"),
    "survey_site": _survey_site,
    "conclude_survey": _conclude_survey,
    "prepare_scheme": _prepare_scheme,
    "approve_by_branch": _approval("scheme"),
    "countersign_scheme": _approval("scheme"),
    "approve_by_company": _approval("company"),
    "collect_fee": _collect_fee,
    "design_drawings": _design_drawings,
    "review_drawings": _review_drawings,
    "plan_construction": _plan_construction,
    "obtain_permits": _obtain_permits,
    "build_section": _build_section,
    "sign_contract": _sign_contract,
    "issue_meter": _issue_meter,
    "arrange_acceptance": _arrange_acceptance,
    "accept_work": _accept_work,
    "commission_gas": _commission_gas,
    "check_volume": _check_volume,
    "call_back": _call_back,
}
