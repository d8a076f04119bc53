"""Remote data with alarms, and risers of meters that become proposals."""

import pytest

from engine.commands import deploy_definition
from exchange.models import ImportRow, Suspicion
from people.actors import SYSTEM
from registers.models import ChangeRequest, Reading, Riser, SupplyPoint
from tests.engine.drawing import Drawing
from tests.exchange.test_readings import at
from tests.exchange.test_settlement import checked, imported, problems
from tests.standins.finance import as_csv

TELEMETRY = ["表号", "生产厂家", "时间", "机械读数", "电子读数", "报警"]
RISERS = ["表号", "生产厂家", "立管编号"]


def test_remote_data_are_readings_and_alarms(file):
    content = as_csv(
        TELEMETRY,
        [
            ["M001", "", at(1), "20", "", ""],
            ["M001", "", at(2), "", "", "反向流"],
            ["M001", "", at(3), "30", "", "拆动"],
            ["M001", "", at(4), "", "", ""],
            ["M001", "", at(5), "", "", "着火"],
            ["M404", "", at(5), "", "", "死表"],
            ["M001", "", at(6), "10", "", "死表"],
        ],
    )
    run = imported(content, kind="telemetry")
    assert problems(run) == [
        (5, "alarm", "says_nothing"),
        (6, "alarm", "not_a_choice"),
        (7, "serial", "unknown_meter"),
        (8, "mechanical", "reading_falls"),
    ]
    assert set(Reading.objects.values_list("source", flat=True)) == {"remote"}
    assert {s.rule for s in Suspicion.objects.all()} == {"alarm_reverse", "alarm_tamper", "reverse"}
    assert imported(content, kind="telemetry").skipped == 3


@pytest.fixture
def risers(file, company):
    deploy_definition(
        files={"process.bpmn": Drawing("data_change").start().user_task("decide").end().xml()}, actor=SYSTEM
    )
    for number in ("LG-17", "LG-18"):
        Riser.objects.create(number=number, address="x", unit=file.unit)
    return file


def test_risers_are_proposed_never_written(risers, people):
    steward = people("data_steward")
    content = as_csv(RISERS, [["M001", "", "LG-18"], ["M404", "", "LG-18"], ["M001", "", "LG-99"]])
    assert problems(checked(content, steward, "riser_links")) == [
        (3, "serial", "unknown_meter"),
        (4, "riser", "unknown_riser"),
    ]
    run = imported(content, steward, "riser_links")
    assert (run.imported, run.failed) == (1, 2)
    assert SupplyPoint.objects.get(pk=risers.point.pk).riser == "LG-17"
    request = ChangeRequest.objects.get()
    assert request.changes["riser"] == {"old": "LG-17", "new": "LG-18"}
    assert ImportRow.objects.get(run=run).outcome == "proposed"
    again = as_csv(RISERS, [["M001", "金卡智能", "LG-18"]])
    assert problems(checked(again, steward, "riser_links")) == [(2, "riser", "being_changed")]
    same = as_csv(RISERS, [["M001", "", "LG-17"]])
    assert problems(checked(same, steward, "riser_links")) == [(2, "riser", "already_so")]
