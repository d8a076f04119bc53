"""Turns a template and data into a PDF on the company's letterhead."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import segno
from django.template import Context, Engine

from engine.documents.fetching import NarrowFetcher

_CHINA = ZoneInfo("Asia/Shanghai")
LETTERHEAD = Path(__file__).parent / "letterhead"


def render_pdf(*, folder: Path, template: str, context: Mapping[str, Any], link: str) -> bytes:
    """The PDF of `<folder>/<template>.html`; `link` becomes the QR code that leads to the instance."""
    return print_page(render_page(folder=folder, template=template, context=context), link=link)


def render_page(*, folder: Path, template: str, context: Mapping[str, Any]) -> str:
    """The page of `<folder>/<template>.html`, not yet printed."""
    return str(_engine(str(folder)).get_template(f"{template}.html").render(Context(dict(context))))


def print_page(page: str, *, link: str) -> bytes:
    """The PDF of a page; `link` becomes the QR code that leads to the instance."""
    from weasyprint import HTML  # loads Pango; only those who print pay for it

    fetcher = NarrowFetcher({"qr.svg": ("image/svg+xml", qr_code(link))})
    return bytes(HTML(string=page, base_url="asset:", url_fetcher=fetcher, media_type="print").write_pdf() or b"")


def qr_code(text: str) -> bytes:
    """A QR code as SVG."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", scale=4, border=2, svgns=True)
    return out.getvalue()


@lru_cache(maxsize=32)
def _engine(folder: str) -> Engine:
    """Templates see the values they are given: no settings, no debug, no libraries but the documents' own filters."""
    return Engine(
        dirs=[folder, str(LETTERHEAD)],
        libraries={"print": "engine.documents.filters"},
        builtins=["engine.documents.filters"],
        autoescape=True,
        string_if_invalid="",
    )


def as_date(value: object) -> dt.date | None:
    """The date in a value that is a date, a moment (the day in China) or ISO text; else None."""
    if isinstance(value, dt.datetime):
        return (value.astimezone(_CHINA) if value.tzinfo else value).date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value[:10])
        except ValueError:
            return None
    return None
