"""What left the house is listed for the administrators of its unit."""

import dataclasses

from engine.outside.queries import dispatches
from engine.testing import person, start


def test_a_branchs_administrator_sees_what_its_own_cases_sent(calling):
    case = start(calling("sms.send", to='"13812341234"', text='"您好"'), by="cashier")
    whole = person("administrator")
    branches = [
        dataclasses.replace(whole, grants=frozenset({("administrator", path)})) for path in ("0001.0001.", "0001.0002.")
    ]
    seen = [[line["instance"] for line in dispatches(who).results] for who in (whole, *branches)]
    assert seen == [[str(case.id)], [str(case.id)], []]
    assert [line["recipient"] for line in dispatches(branches[0]).results] == ["138****1234"]
