"""What remote terminals (SCADA, RTU) sent, as CSV or Excel with headings: readings, alarms or both."""

from exchange.layouts.columns import Column, Layout

ALARMS = (
    ("alarm_dead", "死表", "dead meter"),
    ("alarm_power", "断电", "power loss"),
    ("alarm_reverse", "反向流", "reverse flow"),
    ("alarm_tamper", "拆动", "tamper"),
)
TELEMETRY = Layout(
    "telemetry",
    "远传数据文件（CSV 或 Excel）",
    "Remote readings and alarms, CSV or Excel",
    ("utf-8-sig", "gbk"),
    detail=(
        Column("serial", "表号", "Serial number", longest=48),
        Column("maker", "生产厂家", "Maker", required=False, longest=120),
        Column("taken_at", "时间", "Time", "moment"),
        Column("mechanical", "机械读数", "Mechanical reading", "number", required=False),
        Column("electronic", "电子读数", "Electronic reading", "number", required=False),
        Column("alarm", "报警", "Alarm", "choice", required=False, choices=ALARMS),
    ),
    trailer=(Column("record", "合计", "Total"), Column("count", "行数", "Rows", "number")),
)
