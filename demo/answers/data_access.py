"""Access to records: who decides, who lends. Its cases begin on a record's page, so the workbook has none."""

from __future__ import annotations

from demo.answers import Answer, Data, Sitting

STARTER = "customer_service"


def _decide_access(key: str) -> Answer:
    def decide(s: Sitting) -> Data:
        said = s.says(key, "approve")
        return {"decision": said, "comment": "用途明确，同意。" if said == "approve" else "用途不明，请说明。"}

    return decide


ANSWERS: dict[str, Answer] = {
    "sign_access": _decide_access("access"),
    "approve_second": _decide_access("second"),
    "hand_over_volume": lambda s: {"handover_note": "卷内文件齐全，已交付。"},
    "take_back_volume": lambda s: {"return_note": "清点无误，已上架。"},
}

WITHOUT_A_CASE = {
    "sign_access": "no case yet",
    "approve_second": "no case yet",
    "hand_over_volume": "no case yet",
    "take_back_volume": "no case yet",
}
