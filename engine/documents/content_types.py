"""Tells what a file is from its first bytes; the name and the browser's word are not believed."""

from __future__ import annotations

ACCEPTED: dict[str, tuple[str, ...]] = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "text/plain": (".txt",),
    "text/csv": (".csv",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "video/mp4": (".mp4",),
    "audio/mpeg": (".mp3",),
}
_OFFICE = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
)


def content_type_of(name: str, head: bytes) -> str | None:
    """The content type if it is an accepted one and agrees with the name's ending, else None."""
    ending = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    found = _by_marks(head) or _office(ending, head) or _text(ending, head)
    return found if found and ending in ACCEPTED[found] else None


def _by_marks(head: bytes) -> str | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return "video/mp4"
    return next((kind for mark, kind in _MARKS if head.startswith(mark)), None)


def _office(ending: str, head: bytes) -> str | None:
    return _OFFICE.get(ending) if head.startswith(b"PK\x03\x04") else None


def _text(ending: str, head: bytes) -> str | None:
    if b"\0" in head or ending not in (".txt", ".csv"):
        return None
    return "text/csv" if ending == ".csv" else "text/plain"
