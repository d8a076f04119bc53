"""Why the registers say no; the docstring is the message in English, `zh` the one in Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django.db import DatabaseError, transaction


class RegisterRefusal(Exception):
    """The register does not allow this."""

    code: ClassVar[str] = "register_refused"
    zh: ClassVar[str] = "档案不允许此操作。"

    def __init__(self, subject: str = "", **extra: Any) -> None:
        self.subject = subject
        self.extra = extra
        super().__init__(self.message("en"))

    def message(self, lang: str = "zh") -> str:
        """The sentence in the reader's language."""
        sentence = (self.__doc__ or "") if lang.startswith("en") else self.zh
        return sentence.format(subject=self.subject, **self.extra)


class NotInAProcess(RegisterRefusal):
    """A register is written only inside a process instance: start the process that does this."""

    code = "not_in_a_process"
    zh = "档案只能在流程实例中写入，请发起相应流程。"


class NoSuchRecord(RegisterRefusal):
    """There is no such record: {subject}."""

    code = "not_found"
    zh = "没有这条档案记录：{subject}。"


class MeterNotAvailable(RegisterRefusal):
    """The meter {subject} is {state}: choose one that is in stock or issued."""

    code = "meter_not_available"
    zh = "表具 {subject} 当前为“{state}”，请选择在库或已领出的表具。"


class MeterNotVerified(RegisterRefusal):
    """The verification of the meter {subject} has run out or is missing ({until}): send it to test first."""

    code = "meter_not_verified"
    zh = "表具 {subject} 的检定已过期或缺失（有效期：{until}），请先送检。"


class MeterElsewhere(RegisterRefusal):
    """The meter or the supply point {subject} is taken at that time: remove the other installation first."""

    code = "meter_elsewhere"
    zh = "表具或供气点 {subject} 在该时间已有装表记录，请先办理拆表。"


class ReadingFalls(RegisterRefusal):
    """The reading is out of line with the ones before or after it: {subject}."""

    code = "reading_falls"
    zh = "读数与前后读数不符，请核对：{subject}。"


class AlreadyTaken(RegisterRefusal):
    """This is entered already: {subject}."""

    code = "already_taken"
    zh = "该记录已存在：{subject}。"


class GovernedField(RegisterRefusal):
    """{subject} changes only by an approved change request: propose the change."""

    code = "governed_field"
    zh = "{subject} 属于受控字段，只能经批准的资料变更流程修改；请提交变更申请。"


class OnlyOwnName(RegisterRefusal):
    """A change is proposed and approved in one's own name only."""

    code = "forbidden"
    zh = "资料变更只能以本人名义提出和审批。"


class AlreadyDecided(RegisterRefusal):
    """The change request is decided already: {subject}."""

    code = "not_open"
    zh = "该变更申请已办结：{subject}。"


class AskerNeverApproves(RegisterRefusal):
    """Whoever asks for a change never approves it, nor does a substitute of that person."""

    code = "separation_of_duties"
    zh = "申请人及其代办人不得审批自己的变更申请。"


class NotYetEffective(RegisterRefusal):
    """The change takes effect later: {subject}."""

    code = "not_yet_effective"
    zh = "该变更尚未到生效日期：{subject}。"


class NotEnoughApprovals(RegisterRefusal):
    """Not enough people have approved {subject}."""

    code = "not_enough_approvals"
    zh = "字段 {subject} 的审批人数不足。"


class AlreadyRemoved(RegisterRefusal):
    """The meter of the installation {subject} was removed before: open the supply point's record again."""

    code = "already_removed"
    zh = "装表记录 {subject} 的表具已拆除，请重新打开供气点档案核对。"


class NotASwap(RegisterRefusal):
    """No meter was taken off where the installation {subject} began: there is nothing to put back."""

    code = "not_a_swap"
    zh = "装表记录 {subject} 之前没有拆下的表具，无法冲销换表。"


class AlreadyTested(RegisterRefusal):
    """The test of the meter {subject} has its result: send it to another test."""

    code = "already_tested"
    zh = "表具 {subject} 的检定已有结果，如需更正请重新送检。"


class NotAPositiveAmount(RegisterRefusal):
    """The amount {subject} is not positive: what the company owes is posted as a credit."""

    code = "not_a_positive_amount"
    zh = "金额 {subject} 必须大于零；应退客户的款项请按退补贷记。"


class ChargeIsSettled(RegisterRefusal):
    """The charge {subject} is canceled or (partly) paid: post a credit instead of reversing it."""

    code = "charge_is_settled"
    zh = "应收单 {subject} 已作废或已有收款，不能冲销；请改为退补贷记。"


class PostedForGood(RegisterRefusal):
    """What is posted is never rewritten: reverse it by a new entry. {subject}"""

    code = "posted_for_good"
    zh = "已记账的内容不能改写，请用冲销更正。{subject}"


class CaseIsClosed(RegisterRefusal):
    """The theft case {subject} is closed: open a new one."""

    code = "case_is_closed"
    zh = "违章案件 {subject} 已结案，如有新情况请另行立案。"


class VolumeIsLent(RegisterRefusal):
    """The volume {subject} is out with {borrower} until {due_on}: ask there or wait."""

    code = "volume_is_lent"
    zh = "档案 {subject} 已由 {borrower} 借出，应于 {due_on} 归还；请联系借阅人或等候归还。"


class VolumeIsHere(RegisterRefusal):
    """The volume {subject} is not on loan."""

    code = "volume_is_here"
    zh = "档案 {subject} 未借出，无需归还。"


class AlreadyClosed(RegisterRefusal):
    """{subject} is ended or closed already."""

    code = "already_closed"
    zh = "{subject} 已终止或已关闭。"


class StillInUse(RegisterRefusal):
    """This is closed, or cannot be closed while a meter hangs there: {subject}."""

    code = "still_in_use"
    zh = "该处已停用，或仍有在用表具而不能停用：{subject}。"


class CannotFilter(RegisterRefusal):
    """The list cannot be filtered or sorted so: {subject}. Use the columns and values that the list offers."""

    code = "cannot_filter"
    zh = "该列表不能按此条件筛选或排序：{subject}。请使用列表提供的列和取值。"


class UnreadableCursor(RegisterRefusal):
    """This address of a further page cannot be read: open the list from its first page."""

    code = "invalid"
    zh = "无法识别翻页地址，请从列表第一页重新打开。"
    field = "/cursor"


class OutOfOrder(RegisterRefusal):
    """The values contradict each other (the rule {subject}): check dates, amounts and states."""

    code = "contradictory_values"
    zh = "填写的内容相互矛盾（规则 {subject}），请核对日期、金额和状态。"


class AccessOnlyInItsInstance(RegisterRefusal):
    """Access is given, changed and ended only inside its own approved process instance."""

    code = "access_only_in_its_instance"
    zh = "查阅授权只能在其审批流程实例内产生和收回，内容不得改写。"


class AccessTooLong(RegisterRefusal):
    """Access is given from today on and for 92 days at most: choose an earlier last day."""

    code = "access_too_long"
    zh = "查阅期限须从今日起且不超过 92 天，请改选有效期。"


class NoAuthority(RegisterRefusal):
    """You may not decide on {subject}: no role of yours at the record's unit has that authority."""

    code = "no_authority"
    zh = "您无权审批 {subject}：您在该档案所属单位没有相应的审批权限。"


class NothingChanges(RegisterRefusal):
    """Every value is as it is already: change at least one field."""

    code = "nothing_changes"
    zh = "所填内容与现有资料一致，请至少修改一个字段。"


class UnfitValue(RegisterRefusal):
    """The register cannot hold this value. {subject}"""

    code = "unfit_value"
    zh = "所填的值不符合要求。{subject}"


_BY_STATE: dict[str, type[RegisterRefusal]] = {
    "RG001": ReadingFalls,
    "RG002": ReadingFalls,
    "RG010": GovernedField,
    "RG011": OnlyOwnName,
    "RG012": GovernedField,
    "RG013": AlreadyDecided,
    "RG014": AskerNeverApproves,
    "RG015": NotYetEffective,
    "RG016": NotEnoughApprovals,
    "RG017": PostedForGood,
    "RG018": StillInUse,
    "RG020": NoAuthority,
    "RG021": AccessOnlyInItsInstance,
    "RG022": AccessTooLong,
    "23P01": MeterElsewhere,
    "23505": AlreadyTaken,
    "23514": OutOfOrder,
}
_BY_CONSTRAINT: dict[str, type[RegisterRefusal]] = {
    "registers_contract_one_in_force": AlreadyTaken,
    "registers_account_one_at_a_time": AlreadyTaken,
    "registers_tariff_one_price": AlreadyTaken,
}


@contextmanager
def told_by_the_database(subject: str = "") -> Iterator[None]:
    """Turns a refusal of the database into one of these, at a savepoint, so that the transaction can go on."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as problem:
        cause = problem.__cause__
        diagnosis = getattr(cause, "diag", None)
        constraint = str(getattr(diagnosis, "constraint_name", None) or "")
        refusal = _BY_CONSTRAINT.get(constraint) or _BY_STATE.get(str(getattr(cause, "pgcode", "")))
        if refusal is None:
            raise
        if refusal is OutOfOrder:
            raise refusal(constraint) from problem
        told = getattr(diagnosis, "column_name", None)
        raise refusal(told or subject or str(getattr(diagnosis, "message_primary", ""))) from problem
