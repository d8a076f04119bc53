"""Which riser each installed meter hangs on, from the geographic information system, as CSV or Excel."""

from exchange.layouts.columns import Column, Layout

RISER_LINKS = Layout(
    "riser_links",
    "立管与表具对应表（CSV 或 Excel）",
    "Risers of meters, CSV or Excel",
    ("utf-8-sig", "gbk"),
    detail=(
        Column("serial", "表号", "Serial number", longest=48),
        Column("maker", "生产厂家", "Maker", required=False, longest=120),
        Column("riser", "立管编号", "Riser", longest=64),
    ),
    trailer=(Column("record", "合计", "Total"), Column("count", "行数", "Rows", "number")),
)
