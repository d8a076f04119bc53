"""Readings from hand-held readers, as CSV or Excel with headings."""

from exchange.layouts.columns import Column, Layout

READINGS = Layout(
    "readings",
    "抄表文件（CSV 或 Excel）",
    "Readings, CSV or Excel",
    ("utf-8-sig", "gbk"),
    detail=(
        Column("serial", "表号", "Serial number", longest=48),
        Column("maker", "生产厂家", "Maker", required=False, longest=120),
        Column("taken_at", "抄表时间", "Taken at", "moment"),
        Column("mechanical", "机械读数", "Mechanical reading", "number"),
        Column("electronic", "电子读数", "Electronic reading", "number", required=False),
        Column("reader", "抄表员", "Reader", required=False),
    ),
    trailer=(Column("record", "合计", "Total"), Column("count", "行数", "Rows", "number")),
)
