"""What a file is by its content, whatever its name says; what is not a resume is refused (P54)."""

import zipfile
from io import BytesIO

from candidates.models import ResumeKind

LARGEST = 10 * 1024 * 1024
LARGEST_UNPACKED = 50 * 1024 * 1024
MOST_PARTS = 2_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD_STREAM = "WordDocument".encode("utf-16-le")
OLE_MACROS = "_VBA_PROJECT".encode("utf-16-le")
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.text"
TOO_LARGE = "The file is larger than 10 MiB. Send a smaller one."
NOT_ONE = "Send the resume as PDF, DOC, DOCX, ODT, RTF or plain text (UTF-8)."
MISNAMED = "The file's name ends otherwise than its content. Save it again in its own format."
MACROS = "The file holds macros. Save it without them, or as PDF."


class NotAResume(Exception):
    """This file is not taken; the text says why and what to do."""


def kind_of(content: bytes, name: str) -> ResumeKind:
    """What the content is.

    Raises:
        NotAResume: when it is too large, no such document, or says otherwise than its name.
    """
    if len(content) > LARGEST:
        raise NotAResume(TOO_LARGE)
    kind = _sniff(content)
    if kind is None:
        raise NotAResume(NOT_ONE)
    if not name.lower().endswith(f".{kind}"):
        raise NotAResume(MISNAMED)
    return kind


def _sniff(content: bytes) -> ResumeKind | None:
    if content.startswith(b"%PDF-"):
        return ResumeKind.PDF
    if content.startswith(b"{\\rtf"):
        return ResumeKind.RTF
    if content.startswith(OLE):
        return _old_word(content)
    if content.startswith(b"PK\x03\x04"):
        return _zipped(content)
    return ResumeKind.TXT if _is_text(content) else None


def _old_word(content: bytes) -> ResumeKind | None:
    if OLE_MACROS in content:
        raise NotAResume(MACROS)
    return ResumeKind.DOC if WORD_STREAM in content else None


def _zipped(content: bytes) -> ResumeKind | None:
    """By the parts it lists; nothing is unpacked but the one that names the format."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(it.file_size for it in parts) > LARGEST_UNPACKED:
                raise NotAResume(TOO_LARGE)
            names = {part.filename for part in parts}
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise NotAResume(MACROS)
            if {"[Content_Types].xml", "word/document.xml"} <= names:
                return ResumeKind.DOCX
            if "mimetype" in names and _mimetype(archive) == OPEN_DOCUMENT:
                return ResumeKind.ODT
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        return None
    return None


def _mimetype(archive: zipfile.ZipFile) -> bytes:
    with archive.open("mimetype") as part:
        return part.read(100).strip()


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and all(it.isprintable() or it in "\r\n\t\f" for it in text)
