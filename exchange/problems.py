"""What can be wrong with a file or a row, and how to mend it, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from registers.refusals import RegisterRefusal


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong (or strange) in a file; row 0 is the file itself."""

    row: int
    column: str
    code: str
    subject: str = ""
    warning: bool = False
    installation_id: int | None = None


class FileRefused(Exception):
    """The file cannot be read as a whole; nothing of it is imported."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__(", ".join(problem.code for problem in problems))


TEXTS: dict[str, tuple[str, str]] = {
    "empty_file": ("文件为空：请重新导出后上传。", "The file is empty: export it again and upload that."),
    "wrong_encoding": (
        "文件编码不符（应为 {subject}）：请按该编码重新保存或导出。",
        "The encoding is wrong (it should be {subject}): save or export the file in that encoding.",
    ),
    "unknown_layout": (
        "认不出文件格式：请对照接口文档检查首行（{subject}）。",
        "The layout is not known: compare the first line with the interface's documentation ({subject}).",
    ),
    "truncated": (
        "文件不完整，缺少尾记录：请向对方重新索取完整文件。",
        "The file is cut short, its trailer is missing: ask the sender for the whole file.",
    ),
    "wrong_width": (
        "本行长度应为 {subject} 字节：请向对方重新索取文件，不要手工编辑。",
        "The line should have {subject} bytes: ask the sender for the file again, do not edit it by hand.",
    ),
    "wrong_columns": (
        "本行应有 {subject} 列：请检查多余或缺少的分隔符。",
        "The line should have {subject} columns: look for a separator too many or too few.",
    ),
    "missing_column": (
        "缺少列“{subject}”：请补上该列后重传。",
        "The column “{subject}” is missing: add it, upload again.",
    ),
    "wrong_count": (
        "笔数与尾记录不符（{subject}）：请向对方核对并重新索取。",
        "The count is not that of the trailer ({subject}): check with the sender and ask for the file again.",
    ),
    "wrong_total": (
        "合计与尾记录不符（{subject}）：请向对方核对并重新索取。",
        "The sum is not that of the trailer ({subject}): check with the sender and ask for the file again.",
    ),
    "unknown_record": (
        "认不出的记录类型 {subject}：应为 H、D 或 T。",
        "The record type {subject} is not known: it should be H, D or T.",
    ),
    "missing": ("此项必填：请补上。", "This is required: fill it in."),
    "not_an_amount": (
        "“{subject}”不是大于零、最多两位小数的金额。",
        "“{subject}” is not an amount above zero with two decimals at most.",
    ),
    "not_a_number": (
        "“{subject}”不是数字：请填数值，不带单位。",
        "“{subject}” is not a number: enter it without a unit.",
    ),
    "not_a_date": (
        "“{subject}”不是有效日期：请写成 2026-11-22 或 20261122。",
        "“{subject}” is not a date: write it as 2026-11-22 or 20261122.",
    ),
    "not_a_moment": (
        "“{subject}”不是有效时间：请写成 2026-11-22 09:30。",
        "“{subject}” is not a time: write it as 2026-11-22 09:30.",
    ),
    "not_a_choice": ("“{subject}”不在可选值内。", "“{subject}” is not one of the values allowed."),
    "too_long": ("内容过长（最多 {subject} 字）。", "This is too long (at most {subject} characters)."),
    "twice_in_file": (
        "与第 {subject} 行重复：请只保留一行。",
        "The same as row {subject}: keep only one of them.",
    ),
    "key_reused": (
        "{subject} 已经导入过，但内容不同：请核对，更正须走冲销或变更流程。",
        "{subject} was imported before with other content: check it; corrections go through a reversal or a process.",
    ),
    "unknown_notice": (
        "没有通知单或缴费单 {subject}：请核对单号，查明后重新导入本文件。",
        "There is no notice or charge {subject}: check the number; import this file again when it is clear.",
    ),
    "ambiguous_notice": (
        "单号 {subject} 对应多笔应收：请改用缴费单号。",
        "Several charges carry the number {subject}: use the number of one charge.",
    ),
    "charge_canceled": (
        "应收单 {subject} 已作废：请联系付款人退款或改挂其他应收。",
        "The charge {subject} is canceled: refund the payer or name another charge.",
    ),
    "overpaid": (
        "实收超过未缴余额 {subject} 元：已照实登记，请办理退款或转预存。",
        "More than the open balance of {subject} yuan was paid: it is recorded as received; refund it or keep it.",
    ),
    "kept_waiting": (
        "流程 {subject} 暂不能接收，款项消息已保留，流程恢复后送达。",
        "The process {subject} cannot take it now; the payment is kept and delivered when the process goes on.",
    ),
    "collection_failed": (
        "银行未扣款（{subject}）：未登记收款。",
        "The bank did not collect ({subject}): no payment is recorded.",
    ),
    "unknown_meter": (
        "没有在用的表具 {subject}，或不在您的管辖范围：请核对表号。",
        "No meter {subject} is installed, or it is not in your area: check its number.",
    ),
    "ambiguous_meter": (
        "表号 {subject} 有多块在用表具：请填写生产厂家。",
        "Several installed meters have the number {subject}: fill in the maker.",
    ),
    "reading_falls": (
        "读数低于前次 {subject} m³：请现场核实；表具可能故障或已更换。",
        "The reading is below the earlier one of {subject} m³: check on site; the meter may be faulty or replaced.",
    ),
    "implausible": (
        "用气量异常（{subject}）：请核实读数；属实的疑似表具故障。",
        "The consumption is implausible ({subject}): check the reading; if it is right, the meter may be faulty.",
    ),
    "in_the_future": ("时间 {subject} 晚于现在：请更正。", "The time {subject} lies in the future: correct it."),
    "before_installation": (
        "时间早于装表时间 {subject}：请更正。",
        "The time is before the installation at {subject}: correct it.",
    ),
    "unknown_unit": (
        "没有单位 {subject}，或不在您的管辖范围：请核对单位编码。",
        "There is no unit {subject}, or it is not in your area: check its code.",
    ),
    "meter_known": ("表具 {subject} 已在册：不能再次入库。", "The meter {subject} is in the register already."),
    "meter_unknown": ("没有表具 {subject}：无法报废，请核对。", "There is no meter {subject} to scrap: check it."),
    "partly_paid": (
        "只付了一部分，尚欠 {subject} 元：请催缴余额。",
        "Only a part is paid, {subject} yuan are still open: ask for the rest.",
    ),
    "reading_there": (
        "该时间已有读数 {subject} m³：同一时间不能有两次抄表，请核对时间。",
        "A reading of {subject} m³ is recorded at that moment: check the time, a meter is read once at a time.",
    ),
    "above_later": (
        "读数高于之后的读数 {subject} m³：请核对读数与时间。",
        "The reading is above a later one of {subject} m³: check reading and time.",
    ),
    "says_nothing": (
        "本行既无读数也无报警：请补上或删去。",
        "The row has neither reading nor alarm: fill one in or leave the row out.",
    ),
    "unknown_riser": (
        "没有在用立管 {subject}：请核对编号，新立管请先建档。",
        "There is no riser {subject} in use: check its number; a new riser must be registered first.",
    ),
    "already_so": (
        "档案中已是立管 {subject}：无须变更。",
        "The register says riser {subject} already.",
    ),
    "being_changed": (
        "供气点 {subject} 的立管已有未结的变更申请：请待其办结。",
        "A change of the riser of supply point {subject} is being decided: wait for it.",
    ),
    "rights_lost": (
        "确认人已无此类文件的导入权限，导入已中止：请由有权限的人继续。",
        "Whoever confirmed may no longer import such files; the import was stopped: let somebody who may go on.",
    ),
    "verification_expired": (
        "检定有效期 {subject} 已过：入库后须先送检。",
        "The verification ran out on {subject}: the meter must be tested before it is issued.",
    ),
}
_REFUSALS: dict[str, type[RegisterRefusal]] = {kind.code: kind for kind in RegisterRefusal.__subclasses__()}


def text(code: str, subject: str, lang: str) -> str:
    """The sentence of a problem in the reader's language."""
    english = lang.startswith("en")
    if code in TEXTS:
        return TEXTS[code][english].format(subject=subject)
    known = _REFUSALS.get(code)
    sentence = ((known.__doc__ or "") if english else known.zh) if known else "{subject}"
    return sentence.format_map(_Subject(subject=subject))


class _Subject(dict[str, str]):
    """The particulars of a refusal; those that are not kept show as a dash."""

    def __missing__(self, key: str) -> str:
        return "—"
