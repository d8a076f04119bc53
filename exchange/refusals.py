"""Why a file is not taken at all; the docstring is the message in English, `zh` the one in Chinese."""

from registers.refusals import RegisterRefusal


class MayNotImport(RegisterRefusal):
    """You may not import files of this kind: ask your administrator for the role."""

    code = "forbidden"
    zh = "您无权导入此类文件，请向管理员申请相应角色。"


class NoSuchImport(RegisterRefusal):
    """There is no import {subject}."""

    code = "not_found"
    zh = "没有导入批次 {subject}。"


class FileTooLarge(RegisterRefusal):
    """The file is larger than {subject} MB: split it."""

    code = "too_large"
    zh = "文件超过 {subject} MB，请拆分后上传。"


class NotImportable(RegisterRefusal):
    """The file cannot be imported now ({subject}): mend it and upload it again."""

    code = "not_open"
    zh = "该文件当前为“{subject}”，不能导入；请更正后重新上传。"


class MayNotHandle(RegisterRefusal):
    """You may not work on suspected faults: ask your administrator for the role of a metering officer."""

    code = "forbidden"
    zh = "您无权处理疑似故障，请向管理员申请计量管理员角色。"


class NoSuchSuspicion(RegisterRefusal):
    """There is no suspected fault {subject}, or it is not in your area."""

    code = "not_found"
    zh = "没有疑点 {subject}，或不在您的管辖范围。"


class ReasonNeeded(RegisterRefusal):
    """Say why: the note is kept with what you do."""

    code = "unfit_value"
    zh = "请填写原因，将随本次操作留存。"


class NoSuchCollection(RegisterRefusal):
    """There is no collection file {subject}."""

    code = "not_found"
    zh = "没有托收批次 {subject}。"


class NothingToCollect(RegisterRefusal):
    """There is nothing to collect at {subject} in that period: choose another bank or period."""

    code = "nothing_to_collect"
    zh = "{subject} 在该期间没有可托收的应收费用，请另选银行或期间。"


class BatchNumberTaken(RegisterRefusal):
    """The batch number {subject} is taken: choose another one."""

    code = "conflict"
    zh = "批次号 {subject} 已被使用，请另填。"


class NotCancelable(RegisterRefusal):
    """The bank has answered the file {subject} already: it cannot be canceled."""

    code = "not_open"
    zh = "批次 {subject} 已回盘，不能作废。"


class KnownElsewhere(RegisterRefusal):
    """The file {subject} was uploaded by another unit already: ask there, or for your own part of it."""

    code = "conflict"
    zh = "文件 {subject} 已由其他单位上传：请向该单位核实，或索取本单位的部分。"


class NoRowsToMend(RegisterRefusal):
    """The file {subject} is refused as a whole: mend the file itself and upload it again."""

    code = "not_open"
    zh = "文件 {subject} 整体有误，没有可单独更正的行：请更正原文件后重新上传。"


class TooManyTries(RegisterRefusal):
    """Too many tries within an hour: wait, or call the hotline."""

    code = "throttled"
    zh = "一小时内尝试次数过多，请稍后再试或拨打客服热线。"


class NoSuchNotice(RegisterRefusal):
    """No notice fits this number and these last four digits of the phone: check both, they stand on the notice."""

    code = "not_found"
    zh = "单号与手机号后四位不符：请核对整改通知书上的编号和登记的手机号。"


class NotNow(RegisterRefusal):
    """The report cannot be taken now: it is being inspected or was closed already. Call the hotline if in doubt."""

    code = "not_open"
    zh = "该隐患当前不在待整改阶段（可能正在复查或已销号），如有疑问请拨打客服热线。"
