"""Rectification in the database: whose hazard it is, the restoration's own clock, the papers."""

from __future__ import annotations

from typing import Any

import pytest

from engine.documents.queries import documents_of
from engine.refusals import EngineRefusal
from engine.testing import Request, start
from registers.models import Hazard
from registers.refusals import RegisterRefusal
from tests.scenarios.for_real import go_on, through
from tests.scenarios.supplied import supplied

pytestmark = pytest.mark.django_db
LEAK = {
    "customer_name": "海棠餐饮", "site_address": "中山北路 118 号", "hazard_kind": "leak", "hazard_place": "后厨",
    "hazard_description": "灶前软管漏气。",
}  # fmt: skip


def _found(**changes: Any) -> Request:
    return start("rectification", by="safety_inspector", **(LEAK | changes))


def test_a_hazard_stands_with_the_customer_and_the_site_of_its_meter(company):
    known = supplied("RF-0001")
    request = _found(meter_serial="RF-0001")
    hazard = Hazard.objects.get(number=request.variables["hazard_no"])
    assert (hazard.customer_id, hazard.site_id) == (known.customer.pk, known.point.site_id)
    assert request.variables["supply_point_id"] == known.point.pk
    assert request.variables["contact_phone"] == "13805510001"


def test_a_serial_number_that_hangs_nowhere_is_refused_and_nothing_begins(company):
    before = Hazard.objects.count()
    with pytest.raises((RegisterRefusal, EngineRefusal)) as refused:
        _found(meter_serial="RF-NONE")
    assert "RF-NONE" in str(refused.value)
    assert Hazard.objects.count() == before


def test_refused_entry_twice_prints_both_notices_and_the_report(company):
    request = _found(hazard_kind="ventilation")
    through(request, "deliver_notice", "report_rectified")
    go_on(request, "inspect_again", {"inspection": "no_entry"})
    go_on(request, "inspect_again", {"inspection": "no_entry"})
    go_on(request, "suspend_for_refusal")
    through(request, "inspect_again", "restore_gas")
    request.expect_ended("rectified")
    printed = [one["kind"] for one in documents_of(request.id)]
    assert printed == ["隐患整改通知书", "入户检查通知书", "入户检查通知书", "停气上报单"]
