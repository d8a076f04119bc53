"""Every template prints; nothing that a template names is fetched from outside."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from weasyprint.urls import FatalURLFetchingError

from engine.documents.fetching import NarrowFetcher
from engine.documents.filters import capital_money, money, period, zh_date
from engine.documents.rendering import render_pdf
from tests.documents.samples import context
from tests.scenarios.scenario import PROCESSES

TEMPLATES = sorted(path for path in PROCESSES.glob("*/documents/*.html") if path.stem != "customer")


pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext (apt: poppler-utils)")


def _text(pdf: bytes, tmp_path: Path) -> str:
    (tmp_path / "document.pdf").write_bytes(pdf)
    answer = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "document.pdf"), "-"], capture_output=True, check=True
    )
    return answer.stdout.decode().replace(" ", "")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_prints_head_number_name_date_and_page(path, tmp_path):
    pdf = render_pdf(folder=path.parent, template=path.stem, context=context(kind="文书"), link="http://x/i/1")
    text = _text(pdf, tmp_path)
    for part in ("江城市燃气集团有限公司", "SL-001-2026-00042", "陈志远", "2026年11月21日", "第1页"):
        assert part in text, text
    assert "{{" not in text


def test_a_paper_carries_the_size_and_root_of_the_sealed_log(tmp_path):
    folder = PROCESSES / "installation" / "documents"
    root = "ab" * 32
    sealed = context(kind="受理回执", checkpoint={"size": 532, "root": root})
    text = _text(render_pdf(folder=folder, template="receipt", context=sealed, link="http://x/i/1"), tmp_path)
    assert "532" in text
    assert root in text


def test_a_long_table_breaks_over_pages_and_repeats_its_head(tmp_path):
    folder = PROCESSES / "installation" / "documents"
    long = context(kind="预算书", line_items=context()["line_items"] * 20)
    text = _text(render_pdf(folder=folder, template="estimate", context=long, link="http://x/i/1"), tmp_path)
    pages = text.split("\f")
    assert "共3页" in text
    assert all("单价（元）" in page for page in pages[:3])


def test_text_of_customers_is_never_markup(tmp_path):
    folder = PROCESSES / "installation" / "documents"
    evil = context(kind="受理回执", customer_name='<img src="file:///etc/passwd">')
    text = _text(render_pdf(folder=folder, template="receipt", context=evil, link="http://x/i/1"), tmp_path)
    assert "<imgsrc=" in text


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "FILE:///etc/hosts", "http://127.0.0.1/", "https://example.com/x.png", "asset:other.png"],
)
def test_fetches_nothing_from_outside(url):
    with pytest.raises(FatalURLFetchingError):
        NarrowFetcher({"qr.svg": ("image/svg+xml", b"<svg/>")}).fetch(url)


def test_a_template_that_names_a_file_does_not_print(tmp_path):
    (tmp_path / "evil.html").write_text('<html><body><img src="file:///etc/passwd">x</body></html>')
    with pytest.raises(FatalURLFetchingError):
        render_pdf(folder=tmp_path, template="evil", context={}, link="http://x")


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"), ("0.05", "伍分"), ("10.5", "壹拾元伍角整"), ("14059.80", "壹万肆仟零伍拾玖元捌角整"),
        ("100001", "壹拾万零壹元整"), ("1000000.01", "壹佰万元零壹分"), ("205080300", "贰亿零伍佰零捌万零叁佰元整"),
    ],
)  # fmt: skip
def test_money_in_capitals(amount, words):
    assert capital_money(Decimal(amount)) == words


def test_a_moment_is_shown_as_the_day_in_china():
    assert zh_date(dt.datetime(2026, 11, 21, 16, 30, tzinfo=dt.UTC)) == "2026年11月22日"


def test_filters_leave_nothing_as_nothing():
    assert (money(None), zh_date(None), zh_date("soon"), period(None)) == ("", "", "", "")
    assert (money("1234.5"), period("P30D"), period("PT12H"), period("PT15S")) == (
        "1,234.50",
        "30 日",
        "12 小时",
        "PT15S",
    )
