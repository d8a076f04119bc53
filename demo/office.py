"""What happens in the demo company's offices besides its cases: an absence, rights asked for, wrong passwords."""

from __future__ import annotations

import datetime as dt

from demo.client import People, Person, Refused

_CHINA = dt.timezone(dt.timedelta(hours=8))


def office_day(*, site: str, password: str) -> list[str]:
    """What was done, a line each; what is there already is left alone."""
    people = People(site, password)
    return [*_absences(people), *_rights(people), *_wrong_passwords(site)]


def _absences(people: People) -> list[str]:
    """A surveyor on leave with a substitute, and next week's leave of a branch manager for one process."""
    told, today = [], dt.datetime.now(_CHINA).date()
    for absent, substitute, definitions, begins, reason in (
        ("surveyor", "designer", [], 0, "年休假"),
        ("branch_manager", "market_approver", ["installation"], 7, "外出培训"),
    ):
        person = people.named(absent)
        if person.get("/api/substitutes/")["results"]:
            continue
        body = {
            "substitute": substitute, "definitions": definitions, "reason": reason,
            "valid_from": (today + dt.timedelta(days=begins)).isoformat(),
            "valid_until": (today + dt.timedelta(days=begins + 10)).isoformat(),
        }  # fmt: skip
        person.post("/api/substitutes/", body)
        told.append(f"{absent} → {substitute}：{reason}")
    return told


def _rights(people: People) -> list[str]:
    """One change of rights that waits for the second administrator, and one emergency in force."""
    administrator = people.named("administrator")
    if administrator.get("/api/rights-changes/")["results"]:
        return []
    waiting = {
        "kind": "give", "username": "cashier", "role": "finance_officer", "unit": "001",
        "reason": "月末结账，财务缺员。",
    }  # fmt: skip
    administrator.post("/api/rights-changes/", waiting)
    urgent = {
        "kind": "emergency", "username": "dispatcher", "role": "repair_crew", "unit": "001", "minutes": 240,
        "reason": "夜间爆管，抢修队人手不足，先放行后补审。",
    }  # fmt: skip
    asked = people.named("dispatcher").post("/api/rights-changes/", urgent)
    administrator.post(f"/api/rights-changes/{asked['id']}/decide/", {"approve": True, "comment": "属实，事后补审。"})
    return ["岗位变更一件待批", "紧急授权一件"]


def _wrong_passwords(site: str) -> list[str]:
    """Three log-ins that failed: twice a slip of the finger, once a name that nobody has."""
    refused = 0
    for username, password in (("cashier", "demo1"), ("cashier", "Demo"), ("zhangsan", "123456")):
        try:
            Person(site, username, password)
        except Refused:
            refused += 1
    return [f"登录失败 {refused} 次"]
