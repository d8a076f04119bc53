"""A company that has nobody yet gets its two administrators by a command, and no third one."""

import io
import re

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from ledger.queries import history_of
from people import rights
from people.actors import actor_named
from people.commands import open_account
from people.models import Unit, User

pytestmark = pytest.mark.django_db


def first(username: str, **options: str) -> str:
    out = io.StringIO()
    call_command("first_administrator", username, "王芳", stdout=out, **options)
    return out.getvalue()


def test_two_administrators_start_an_empty_company_and_give_the_rest():
    assert not Unit.objects.exists()
    with pytest.raises(CommandError, match="--company"):
        first("wang.fang")
    told = first("wang.fang", company="某市燃气有限公司")
    assert "second administrator" in told
    once = re.search(r"once: (\S+)", told)
    assert once
    assert User.objects.get(username="wang.fang").check_password(once.group(1))
    assert "second administrator" not in first("li.na")
    with pytest.raises(CommandError, match="two administrators"):
        first("zhao.min")
    open_account(username="sun.li", full_name="孙丽", unit_code="000", actor=actor_named("wang.fang"))
    change = rights.propose_rights_change(
        kind="give", username="sun.li", role="cashier", unit_code="000", reason="到岗", actor=actor_named("wang.fang")
    )
    rights.decide_rights_change(change_id=change.pk, approve=True, actor=actor_named("li.na"))
    assert "cashier" in actor_named("sun.li").roles


def test_a_name_that_is_taken_or_wrong_is_refused_with_words():
    first("wang.fang", company="某市燃气有限公司")
    with pytest.raises(CommandError, match="already"):
        first("wang.fang")
    with pytest.raises(CommandError, match="small letters"):
        first("Wang Fang")
    assert User.objects.count() == 1
    assert history_of("people_user", User.objects.get().pk)[-1].reason == "first administrators of the company"
