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
    "23P01": MeterElsewhere,
    "23505": AlreadyTaken,
}


@contextmanager
def told_by_the_database(subject: str = "") -> Iterator[None]:
    """Turns a refusal of the database into one of these, at a savepoint, so that the transaction can go on."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as problem:
        cause = problem.__cause__
        refusal = _BY_STATE.get(str(getattr(cause, "pgcode", "")))
        if refusal is None:
            raise
        told = getattr(getattr(cause, "diag", None), "column_name", None)
        primary = getattr(getattr(cause, "diag", None), "message_primary", "")
        raise refusal(told or subject or primary) from problem
