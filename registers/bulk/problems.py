"""What can be wrong with a row of a bulk change, and how to mend it, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from registers.refusals import RegisterRefusal


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing wrong; row 0 is the file itself, row 1 its headings."""

    row: int
    column: str
    code: str
    value: str = ""
    hint: str = ""

    def message(self, lang: str) -> str:
        """What is wrong and how to mend it."""
        return TEXTS[self.code][lang.startswith("en")].format(value=self.value, hint=self.hint)


class SheetRefused(RegisterRefusal):
    """The file cannot be taken: {subject}"""

    code = "sheet_refused"
    zh = "文件不能导入：{subject}"

    def __init__(self, problem: RowProblem) -> None:
        self.problem = problem
        super().__init__(problem.message("en"))

    def message(self, lang: str = "zh") -> str:
        sentence = (self.__doc__ or "") if lang.startswith("en") else self.zh
        problem = getattr(self, "problem", None)
        return sentence.format(subject=problem.message(lang) if problem else self.subject)


class SheetHasProblems(RegisterRefusal):
    """{subject} places in the rows are wrong: run the check, mend them in the file, and upload it again."""

    code = "sheet_has_problems"
    zh = "表格中还有 {subject} 处问题：请先检查，在文件中改正后重新上传。"


TEXTS: dict[str, tuple[str, str]] = {
    "unreadable": (
        "不是可读的 Excel（.xlsx）文件：请用下载的模板填写后另存为 .xlsx。",
        "This is no Excel file (.xlsx) that can be read: fill in the template and save it as .xlsx.",
    ),
    "empty": ("没有数据行：请从第 2 行起填写。", "There is no row of data: fill in from row 2 on."),
    "too_many": (
        "最多 {hint} 行：请拆成几个文件分别提交。",
        "At most {hint} rows: split it into several files.",
    ),
    "no_key": (
        "缺少“{hint}”列：请使用下载的模板，不要删除首列。",
        "The column “{hint}” is missing: use the template and keep its first column.",
    ),
    "no_column": (
        "没有可变更的列：请至少保留一列（{hint}）。",
        "There is no column to change: keep at least one of {hint}.",
    ),
    "unknown_heading": (
        "不认识列名“{value}”：请改为模板中的列名，或删除该列（可用：{hint}）。",
        "The heading “{value}” is not known: use one of the template or remove the column (known: {hint}).",
    ),
    "heading_twice": ("列“{value}”出现两次：请只保留一列。", "The column “{value}” stands there twice: keep one."),
    "key_missing": ("没有填写“{hint}”：请补上，或删除本行。", "“{hint}” is empty: fill it in or delete the row."),
    "unknown_record": (
        "没有“{value}”，或不在您的管辖范围：请核对编号。",
        "There is no “{value}”, or it is not in your units: check the number.",
    ),
    "ambiguous_key": (
        "“{value}”对应多条记录：请填写“记录号”列。",
        "“{value}” names several records: fill in the column “Record no.”.",
    ),
    "twice_in_file": (
        "与第 {value} 行是同一条记录：请合并为一行。",
        "The same record as in row {value}: make them one.",
    ),
    "not_a_number": ("“{value}”不是数字：请只填数值，不带单位。", "“{value}” is not a number: no unit, digits only."),
    "not_a_date": ("“{value}”不是日期：请写成 2026-11-22。", "“{value}” is not a date: write it as 2026-11-22."),
    "not_a_moment": (
        "“{value}”不是时间：请写成 2026-11-22 09:30。",
        "“{value}” is not a time: write it as 2026-11-22 09:30.",
    ),
    "not_a_choice": ("“{value}”不在可选值内：请填 {hint} 之一。", "“{value}” is not allowed: use one of {hint}."),
    "not_a_yes_or_no": ("“{value}”应为 是 或 否。", "“{value}” should be yes or no."),
    "digits_lost": (
        "“{value}”是数值格式，长号码的末位已丢失：请把该列设为文本格式后重新填写。",
        "“{value}” is kept as a number and has lost its last digits: format the column as text, fill it in again.",
    ),
    "never_empty": (
        "此项不能清空：请填写新值，或留空表示不变。",
        "This cannot be emptied: leave the cell blank to keep it.",
    ),
    "unfit": ("“{value}”不符合要求：{hint}", "“{value}” does not fit: {hint}"),
    "taken": ("“{value}”已被其他记录使用：请核对。", "“{value}” belongs to another record already: check it."),
    "pending": (
        "该字段另有未决申请（{hint}），先生效的一份会使另一份退回。",
        "Another open proposal names this field ({hint}); the one applied first sends the other back.",
    ),
}


def shown(value: Any) -> str:
    """A cell's content in a message; long ones are cut."""
    return str(value)[:40]
