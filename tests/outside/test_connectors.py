"""Letters, short messages, WeCom and other systems: sent after the commit, once per key, repaired by operators."""

from __future__ import annotations

import pytest
from django.db import connection

from engine import commands, queries
from engine.documents.models import Document
from engine.documents.storage import keep
from engine.testing import person, start
from people.actors import SYSTEM

pytestmark = pytest.mark.django_db


def everything_written() -> str:
    """All that the database keeps of it, as one text."""
    tables = ["job", "trace", "incident", "dispatch", "process_instance", "message", "ledger.event", "notification"]
    found = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t")
            found += [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT snapshot FROM process_instance WHERE snapshot IS NOT NULL")
        return "\n".join([*found, *(bytes(row[0]).decode("latin-1") for row in cursor.fetchall())])


def test_a_letter_leaves_after_the_commit_with_the_templates_subject_and_the_instances_papers(calling, mail):
    text = "主题：{name} 的缴费通知\n\n{name}您好：请缴纳 {fee|money} 元（{business_key}）。\n".encode()
    key = calling("email.send", files={"messages/fee.txt": text}, to="to", template='"fee"', attachments="papers")
    request = start(key, by="cashier", run=False, to="li@example.org", name="李红", fee=1234.5, papers=["N-1"])
    assert mail.letters == []
    kept = keep([b"%PDF-1.7 the paper"])
    Document.objects.create(
        instance_id=request.id, job_id="x", element_id="x", kind="x", number="N-1", title="缴费通知单", size=1,
        sha256=kept.sha256, created_at="2026-01-01T00:00:00Z", created_by="", created_by_name="",
    )  # fmt: skip
    request.run_jobs().expect_waiting_at("look")
    (letter,) = mail.letters
    assert (letter["To"], letter["Subject"]) == ("li@example.org", "李红 的缴费通知")
    body, paper = letter.iter_parts()
    assert body.get_content().strip() == f"李红您好：请缴纳 1,234.50 元（{request.business_key}）。"
    assert paper.get_filename() == "缴费通知单-N-1.pdf"
    assert paper.get_content() == b"%PDF-1.7 the paper"


def test_another_instances_paper_is_not_sent(calling, mail):
    key = calling("email.send", to='"a@example.org"', text='"x"', attachments='["OTHER-1"]', retries="1")
    kept = keep([b"%PDF-1.7 secret"])
    Document.objects.create(
        instance_id=1, job_id="y", element_id="x", kind="x", number="OTHER-1", title="t", size=1,
        sha256=kept.sha256, created_at="2026-01-01T00:00:00Z", created_by="", created_by_name="",
    )  # fmt: skip
    request = start(key, by="cashier")
    assert "OTHER-1" in request.incidents()[0]
    assert mail.letters == []


def test_a_busy_server_gets_the_letter_later_and_those_who_have_it_get_no_second_one(calling, mail):
    key = calling("email.send", to='["a@example.org", "b@example.org"]', subject='"s"', text='"t"')
    mail.unknown.add("b@example.org")
    request = start(key, by="cashier")
    assert [letter["To"] for letter in mail.letters] == ["a@example.org"]
    mail.unknown.clear()
    mail.busy = 1
    request.pass_time(minutes=5).expect_waiting_at("look")
    assert [letter["To"] for letter in mail.letters] == ["a@example.org", "b@example.org"]


def test_a_letter_whose_receipt_was_lost_is_repeated_under_the_same_message_id(calling, mail):
    key = calling("email.send", to='"a@example.org"', subject='"s"', text='"t"')
    mail.hang_up = 1
    start(key, by="cashier").pass_time(minutes=5).expect_waiting_at("look")
    assert len({letter["Message-ID"] for letter in mail.letters}) == 1 < len(mail.letters)


def test_bad_input_is_an_incident_that_names_the_field_and_is_mended_by_a_retry(calling, mail):
    request = start(calling("email.send", to="to", text='"t"', retries="1"), by="cashier", to="nobody")
    (incident,) = queries.incidents(SYSTEM, lang="zh").results
    assert "email.send" in incident["message"]
    assert "/to" in incident["message"]
    assert "映射" in incident["message"]
    commands.retry_incident(
        incident_id=incident["id"], actor=person("administrator"), reason="typo", variables={"to": "li@example.org"}
    )
    request.run_jobs().expect_waiting_at("look")
    assert mail.letters[0]["To"] == "li@example.org"


def test_a_placeholder_without_a_value_is_never_sent_as_a_blank(calling, mail):
    request = start(calling("email.send", to='"a@example.org"', text='"{nobody_set_this}"', retries="1"), by="cashier")
    assert "nobody_set_this" in request.incidents()[0]
    assert mail.letters == []


def test_without_a_server_the_text_waits_in_the_outbox_or_an_operator_is_called(calling, settings):
    settings.MAIL_URL = ""
    key = calling("email.send", to='"a@example.org"', subject='"缴费"', text='"请缴费"', retries="1")
    settings.OUTBOX_KEEPS = True
    start(key, by="cashier").expect_waiting_at("look")
    with connection.cursor() as cursor:
        cursor.execute("SELECT channel, recipient, subject, text, state FROM dispatch ORDER BY begun_at DESC LIMIT 1")
        assert cursor.fetchone() == ("email", "a@example.org", "缴费", "请缴费", "KEPT")
    settings.OUTBOX_KEEPS = False
    assert "MAIL_URL" in start(key, by="cashier").incidents()[0]


def test_a_short_message_is_taken_once_though_the_gateway_failed_twice(calling, gateway):
    key = calling("sms.send", to="phone", text='"您好，{name}"', retries="5")
    gateway.failures += [503, 0]
    request = start(key, by="cashier", phone="13800138000", name="王芳").pass_time(minutes=10)
    request.expect_waiting_at("look")
    assert len(gateway.requests) == 3
    assert list(gateway.messages.values()) == [{"to": "13800138000", "text": "您好，王芳"}]
    assert {r.headers["Idempotency-Key"] for r in gateway.requests} == {*gateway.messages}
    assert {r.headers["Authorization"] for r in gateway.requests} == {"Bearer sms-secret"}


def test_wecom_is_asked_for_a_token_and_told_to_refuse_a_second_copy(calling, gateway):
    start(calling("wecom.send", to='"cashier"', text='"t"'), by="cashier").expect_waiting_at("look")
    (sent,) = gateway.messages.values()
    assert (sent["touser"], sent["agentid"], sent["enable_duplicate_check"]) == ("cashier", 7, 1)
    assert gateway.requests[-1].query == {"access_token": "T0KEN"}


def test_a_secret_goes_along_and_is_written_nowhere(calling, gateway):
    key = calling(
        "http.request", method='"POST"', url="url", secret='"ERP_TOKEN"', body='{a: "{secrets.ERP_TOKEN}"}', retries="2"
    )
    gateway.failures += [500]
    request = start(key, by="cashier", url=f"{gateway.url}/orders").pass_time(minutes=5).expect_waiting_at("look")
    assert [r.headers["Authorization"] for r in gateway.requests] == ["Bearer erp-secret"] * 2
    assert gateway.requests[1].body == {"a": "erp-secret"}
    assert request.variables["response"]["body"]["got"]["Authorization"] == "Bearer ****"
    gateway.failures += [500, 500]
    assert "****" in start(key, by="cashier", url=f"{gateway.url}/orders").pass_time(minutes=5).incidents()[0]
    assert "erp-secret" not in everything_written()
    assert "orders" in everything_written()


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("{gateway}/away", "redirects are not followed"),
        ("{gateway}/huge", "more than"),
        ("{gateway}/missing", "HTTP 404"),
        ("{gateway}/a/../away", "dots"),
        ("https://elsewhere.example/", "not on the list"),
        ("http://user@127.0.0.1/", "without a user"),
        ("file:///etc/passwd", "http(s)"),
        ("http://[::ffff:127.0.0.1]:{port}/", "inside the house"),
        ("http://localhost:{port}/", "inside the house"),
    ],
)
def test_what_may_not_be_called_or_answers_badly_is_an_incident(calling, gateway, settings, url, why):
    port = gateway.url.rpartition(":")[2]
    settings.HTTP_ALLOW += f"; http://localhost:{port}/; http://[::ffff:127.0.0.1]:{port}/"
    key = calling("http.request", url="url", retries="1")
    request = start(key, by="cashier", url=url.format(gateway=gateway.url, port=port))
    assert why in request.incidents()[0]


def test_an_answer_may_be_text_and_a_404_may_be_expected(calling, gateway):
    key = calling("http.request", url="url", statuses="[404]")
    assert start(key, by="cashier", url=f"{gateway.url}/text").variables["response"]["body"] == "今天有气"
    answer = start(key, by="cashier", url=f"{gateway.url}/missing").variables["response"]
    assert (answer["status"], answer["body"]) == (404, {"code": "unknown"})


def test_a_slow_answer_is_cut_off(calling, gateway):
    key = calling("http.request", url="url", seconds="0.3", retries="1")
    assert "in time" in start(key, by="cashier", url=f"{gateway.url}/drip").incidents()[0]


def test_a_secret_is_released_to_its_own_address_only(calling, gateway, settings, monkeypatch):
    monkeypatch.setenv("SECRET_OTHER", "other-secret")
    request = start(calling("http.request", url="url", secret='"OTHER"', retries="1"), by="cashier", url=gateway.url)
    assert "secrets.OTHER" in request.incidents()[0]
    assert gateway.requests == []


def test_notifications_are_stored_with_the_step_once_for_each_person(calling):
    key = calling("notify.users", users='["surveyor"]', group='"收费员"', title='"到账 {fee|money}"', text='"请核对"')
    request = start(key, by="cashier", fee=10)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT u.username, n.title, n.text, n.link, n.read_at FROM notification n JOIN people_user u"
            " ON u.id = n.user_id WHERE n.instance_id = %s ORDER BY 1",
            [request.id],
        )
        told = cursor.fetchall()
    assert {row[0] for row in told} >= {"surveyor", "cashier"}
    assert {row[1:] for row in told} == {("到账 10.00", "请核对", f"/i/{request.id}", None)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(topic, ' ') FROM push_event")
        assert f"user:{person('surveyor').user_id}" in cursor.fetchone()[0].split()


def test_nobody_to_notify_is_an_incident(calling):
    request = start(calling("notify.users", users='"nobody_here"', text='"x"'), by="cashier").pass_time(minutes=5)
    assert "nobody_here" in request.incidents()[0]


def test_a_contact_is_told_by_phone_and_by_letter_whichever_are_known(calling, mail, gateway):
    key = calling("notify.contact", phone="phone", email="email", subject='"已受理"', text='"{name}，已受理"')
    start(key, by="cashier", phone="138 0013-8000", email="wang@example.org", name="王芳").expect_waiting_at("look")
    start(key, by="cashier", phone="0551-65432100", email=None, name="李红").expect_waiting_at("look")
    assert list(gateway.messages.values()) == [{"to": "13800138000", "text": "王芳，已受理"}]
    assert [(letter["To"], letter["Subject"]) for letter in mail.letters] == [("wang@example.org", "已受理")]


def test_the_way_that_is_not_set_up_is_left_out_unless_it_is_the_only_one(calling, gateway, settings):
    settings.MAIL_URL, settings.OUTBOX_KEEPS = "", False
    key = calling("notify.contact", phone="phone", email="email", text='"t"', retries="1")
    start(key, by="cashier", phone="13800138000", email="wang@example.org").expect_waiting_at("look")
    assert len(gateway.messages) == 1
    assert "MAIL_URL" in start(key, by="cashier", phone=None, email="wang@example.org").incidents()[0]
