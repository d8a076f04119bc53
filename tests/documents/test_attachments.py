"""Uploaded files: their digest, what is refused, to whom they belong and who may read them."""

from __future__ import annotations

import hashlib

import pytest

from engine.documents.commands import save_attachment
from engine.documents.models import Attachment
from engine.documents.queries import attachment, attachment_content, attachments_of
from engine.documents.refusals import FileEmpty, FileTooLarge, FileTypeRefused
from engine.documents.storage import path_of
from engine.refusals import NotFound
from engine.testing import person, start
from tests.scenarios.jobs import DINER

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + b"scan of a licence " * 500


def _saved(name: str = "营业执照.pdf", content: bytes = PDF, by: str = "customer_service") -> dict:
    return save_attachment(name=name, content=[content[:100], content[100:]], actor=person(by), purpose="资料")


def test_keeps_the_bytes_under_their_digest(company):
    saved = _saved()
    assert saved["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert saved["size"] == len(PDF)
    with attachment_content(saved["id"], person("customer_service")).open() as file:
        assert file.read() == PDF


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.png", PDF),  # the ending says one thing, the bytes another
        ("run.exe", b"MZ\x90\x00"),
        ("page.html", b"<script>alert(1)</script>"),
        ("notes.txt", b"binary\0inside"),
        ("no-ending", PDF),
    ],
)
def test_refuses_what_it_does_not_know(company, name, content):
    with pytest.raises(FileTypeRefused):
        _saved(name, content)
    assert not path_of(hashlib.sha256(content).hexdigest()).exists()
    assert not Attachment.objects.filter(name=name).exists()


def test_refuses_an_empty_and_a_large_file(company, settings, media_root):
    settings.ATTACHMENT_MAX_BYTES = 2000
    with pytest.raises(FileTooLarge):
        _saved()
    with pytest.raises(FileEmpty):
        _saved("empty.txt", b"")
    assert [path for path in media_root.rglob("*") if path.is_file() and path.stat().st_size] == []


def test_the_name_carries_no_path(company):
    assert _saved("..\\..\\etc/passwd.pdf")["name"] == "passwd.pdf"


def test_a_free_attachment_is_its_uploaders_alone(company):
    saved = _saved()
    with pytest.raises(NotFound):
        attachment(saved["id"], person("surveyor"))


def test_a_completed_form_ties_it_to_the_instance_and_its_readers(company):
    saved = _saved()
    request = start("installation", by="customer_service", paper_scans=[saved["id"]], **DINER)
    assert [a["id"] for a in attachments_of(request.id)] == [saved["id"]]
    assert attachment(saved["id"], person("surveyor"))["name"] == "营业执照.pdf"
    with pytest.raises(NotFound):
        attachment(saved["id"], person("surveyor_2"))  # another branch


def test_nobody_ties_somebody_elses_file(company):
    saved = _saved(by="surveyor")
    request = start("installation", by="customer_service", paper_scans=[saved["id"]], **DINER)
    assert attachments_of(request.id) == []
