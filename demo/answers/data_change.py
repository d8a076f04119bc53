"""Change of register data: who decides, who verifies. Its cases begin on a record's page, so the workbook has none."""

from __future__ import annotations

from collections.abc import Mapping

from demo.answers import Answer, Data, Sitting

STARTER = "customer_service"


def _verify_on_site(s: Sitting) -> Data:
    return {"site_result": s.says("site", "agrees"), "site_note": "现场与申请资料一致，已拍照。"}


def _decide_change(key: str) -> Answer:
    def decide(s: Sitting) -> Data:
        asked = s.says(key, "approve")
        if isinstance(asked, Mapping):  # each party's own answer
            asked = asked.get(s.shown.get("signer_role"), "approve")
        return {"decision": asked, "comment": "资料与原件一致。" if asked == "approve" else "证明材料不清晰，请补充。"}

    return decide


def _amend_proposal(s: Sitting) -> Data:
    return {"amendment": s.says("amendment", "again"), "amendment_note": "已与客户核对。"}


def _verify_change(s: Sitting) -> Data:
    return {"verification": s.says("verification", "right"), "verification_note": "档案、账单抬头已一致。"}


ANSWERS: dict[str, Answer] = {
    "verify_on_site": _verify_on_site,
    "sign_change": _decide_change("sign"),
    "approve_by_manager": _decide_change("manager"),
    "amend_proposal": _amend_proposal,
    "verify_change": _verify_change,
}

WITHOUT_A_CASE = {
    "verify_on_site": "no case yet",
    "sign_change": "no case yet",
    "approve_by_manager": "no case yet",
    "verify_change": "no case yet",
    "amend_proposal": "no case yet",
}
