"""Settlement files of the bank (托收回盘) and collection files to it (托收送盘)."""

from __future__ import annotations

from dataclasses import replace

from exchange.layouts.columns import Column, Layout

_KIND = Column("record", "记录类型", "Record type", width=1, longest=1)
_BANK = Column("bank", "银行代码", "Bank code", width=12, longest=12)
_BATCH = Column("batch_no", "批次号", "Batch number", width=20, longest=20)
_MADE = Column("made_on", "文件日期", "Date of the file", "date", 8)
_COUNT = Column("count", "总笔数", "Count", "number", 8)
_TOTAL = Column("total", "总金额", "Sum", "fen", 16)
_RESULT = Column(
    "result", "扣款结果", "Result", "choice", 2,
    choices=(("00", "成功", "ok"), ("01", "余额不足"), ("02", "账户异常"), ("03", "协议无效"), ("99", "其他原因")),
)  # fmt: skip

SETTLEMENT_FIXED = Layout(
    "settlement_fixed",
    "银行结算文件（定长，GBK）",
    "Settlement file of the bank, fixed width, GBK",
    ("gbk",),
    header=(_KIND, _BANK, _BATCH, _MADE),
    detail=(
        _KIND,
        Column("serial", "银行流水号", "Serial of the bank", width=24, longest=24),
        Column("notice_no", "通知单号", "Notice number", width=32, longest=32),
        Column("payer", "付款人", "Payer", width=60, required=False),
        Column("amount", "金额（分）", "Amount in fen", "fen", 14),
        Column("paid_on", "到账日期", "Paid on", "date", 8),
        _RESULT,
    ),
    trailer=(_KIND, _COUNT, _TOTAL),
    fixed=True,
)


def _separated(column: Column) -> Column:
    if column.kind == "fen":
        return replace(
            column, kind="amount", zh=column.zh.replace("（分）", "（元）"), en=column.en.replace("fen", "yuan")
        )
    return column


def _csv(layout: Layout, key: str, zh: str, en: str) -> Layout:
    """The same records, separated by commas, in UTF-8 and with amounts in yuan."""
    parts = {name: tuple(_separated(c) for c in getattr(layout, name)) for name in ("header", "detail", "trailer")}
    return replace(layout, key=key, zh=zh, en=en, encodings=("utf-8-sig",), fixed=False, **parts)


SETTLEMENT_CSV = _csv(
    SETTLEMENT_FIXED, "settlement_csv", "银行结算文件（CSV，UTF-8）", "Settlement file of the bank, CSV, UTF-8"
)
COLLECTION_FIXED = Layout(
    "collection_fixed",
    "托收送盘文件（定长，GBK）",
    "Collection file to the bank, fixed width, GBK",
    ("gbk",),
    header=(_KIND, _BANK, _BATCH, _MADE),
    detail=(
        _KIND,
        Column("notice_no", "缴费单号", "Charge number", width=32, longest=32),
        Column("agreement_no", "托收协议号", "Agreement number", width=32, required=False),
        Column("account_no", "账号", "Account", width=32),
        Column("payer", "户名", "Account name", width=60, required=False),
        Column("amount", "金额（分）", "Amount in fen", "fen", 14),
        Column("due_on", "缴费期限", "Due on", "date", 8, required=False),
    ),
    trailer=(_KIND, _COUNT, _TOTAL),
    fixed=True,
)
COLLECTION_CSV = _csv(
    COLLECTION_FIXED, "collection_csv", "托收送盘文件（CSV，UTF-8）", "Collection file to the bank, CSV, UTF-8"
)
