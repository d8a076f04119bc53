"""Why a customer is not opened, closed or handed over."""

from __future__ import annotations

from registers.refusals import RegisterRefusal


class StillHanging(RegisterRefusal):
    """The customer cannot be closed yet: {subject}. Settle or end these first."""

    code = "still_hanging"
    zh = "暂不能销户：{subject}。请先办结上述事项。"


class BalanceIsOpen(RegisterRefusal):
    """The balance is not settled: {subject} is still owed. Have it paid, or agree that the new holder takes it over."""

    code = "balance_is_open"
    zh = "款项尚未结清：仍欠 {subject}。请先缴清，或约定由新户承接。"


class FieldMissing(RegisterRefusal):
    """{subject} is required: fill it in."""

    code = "field_missing"
    zh = "请填写：{subject}。"


class PapersMissing(RegisterRefusal):
    """Papers are required for this: attach at least one (identity, licence, or the agreement of both sides)."""

    code = "papers_missing"
    zh = "此项变更须附证明材料：请至少上传一份（身份或证照、双方协议等）。"


class NotUndone(RegisterRefusal):
    """{subject} is closed: a closing is not undone. Apply for a new customer at the address instead."""

    code = "not_undone"
    zh = "{subject} 已销户，销户不可撤销：请改为新增客户。"


class NothingProposed(RegisterRefusal):
    """Nothing is proposed here: begin on a record's page, on a list, or under “New customer”."""

    code = "nothing_proposed"
    zh = "没有变更内容：请在档案页、清单页或“新增客户”页发起。"
