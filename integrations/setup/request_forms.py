"""The form that asks for an ATS, and what may be attached to it."""

import json
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import get_valid_filename

from integrations.setup.ats_requests import Document
from portal.forms import KnownFields, Lines, WebAddress

LARGEST = 10 * 1024 * 1024  # bytes
PDF, ZIP = b"%PDF-", b"PK\x03\x04"
TEXTS = {
    ".html": "text/html", ".htm": "text/html",
    ".yaml": "application/yaml", ".yml": "application/yaml",
}  # fmt: skip
ENDINGS = ".pdf,.html,.htm,.yaml,.yml,.json,.zip"
WRONG_TYPE = "Attach a PDF, HTML, YAML, JSON or zip file."


class AtsRequestForm(KnownFields, forms.Form):
    """Which ATS somebody wishes for."""

    ats = forms.CharField(label="Name of the ATS", max_length=120)
    website = WebAddress(label="Its web address")
    needs = Lines(
        label="What you need from it", max_length=4000, widget=forms.Textarea,
        help_text="Which of your steps happen there, and what should arrive here and there.",
    )  # fmt: skip
    document = forms.FileField(
        label="Description of its API", required=False, max_length=200,
        help_text="PDF, HTML, YAML, JSON or zip, 10 MB at most. It goes to support by mail.",
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
    )  # fmt: skip

    def clean_document(self) -> Document | None:
        """The file as it is to be mailed, if its content is what its name says."""
        upload: UploadedFile[bytes] | None = self.cleaned_data["document"]
        if upload is None:
            return None
        if (upload.size or 0) > LARGEST:
            raise forms.ValidationError("The file is larger than 10 MB. Attach a smaller one.")
        name, content = PurePath(upload.name or ""), upload.read()
        media_type = _media_type(name.suffix.lower(), content)
        stem = get_valid_filename(name.stem or "document")[:80]
        return Document(f"{stem}{name.suffix.lower()}", content, media_type)

    def wish(self) -> dict[str, Any]:
        """What the filled-in form says."""
        return {name: self.cleaned_data[name] for name in ("ats", "website", "needs", "document")}


def _media_type(ending: str, content: bytes) -> str:
    """The type of a file whose content fits its ending. Raises ValidationError."""
    if ending == ".pdf" and content.startswith(PDF):
        return "application/pdf"
    if ending == ".zip" and content.startswith(ZIP):
        return "application/zip"
    if ending == ".json" and _is_json(content):
        return "application/json"
    if ending in TEXTS and _is_text(content):
        return TEXTS[ending]
    raise forms.ValidationError(WRONG_TYPE)


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode()
    except UnicodeDecodeError:
        return False


def _is_json(content: bytes) -> bool:
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return False
    return True
