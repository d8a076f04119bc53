"""Meter stock from the exchange table of the finance system (用友), as CSV or Excel with headings."""

from exchange.layouts.columns import Column, Layout

METERS = Layout(
    "meters",
    "表具出入库交换表（CSV 或 Excel）",
    "Meter stock of the finance system, CSV or Excel",
    ("utf-8-sig", "gbk"),
    detail=(
        Column("document_no", "单据号", "Document number"),
        Column("movement", "单据类型", "Movement", "choice", choices=(("receive", "入库"), ("scrap", "报废"))),
        Column("serial", "表号", "Serial number", longest=48),
        Column("maker", "生产厂家", "Maker", longest=120),
        Column(
            "type", "表型", "Type", "choice", required=False,
            choices=(("diaphragm", "皮膜表"), ("rotary", "罗茨表"), ("turbine", "涡轮表"), ("ultrasonic", "超声波表")),
        ),
        Column("g_size", "规格", "Size", required=False, longest=8),
        Column("rated_flow", "额定流量", "Rated flow", "number", required=False),
        Column("unit", "单位编码", "Unit code", required=False, longest=32),
        Column("made_on", "生产日期", "Made on", "date", required=False),
        Column("verified_on", "检定日期", "Verified on", "date", required=False),
        Column("verified_until", "检定有效期", "Verified until", "date", required=False),
        Column("reading", "初始读数", "First reading", "number", required=False),
    ),
    trailer=(Column("record", "合计", "Total"), Column("count", "行数", "Rows", "number")),
)  # fmt: skip
