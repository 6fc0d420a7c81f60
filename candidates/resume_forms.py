"""The field for a resume, and the form that changes the one of a candidacy (D2, P54)."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from candidates.models import ResumeKind
from candidates.resume_kinds import LARGEST, TOO_LARGE, NotAResume, kind_of
from portal.forms import KnownFields

ACCEPTED = ",".join(f".{kind}" for kind in ResumeKind)


class ResumeField(forms.FileField):
    """A file that is what its name says, small enough, and a document."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=200,
            widget=forms.FileInput(attrs={"accept": ACCEPTED}),
            help_text="PDF, DOC, DOCX, ODT, RTF or TXT, at most 10 MiB. "
            "People who work on this candidate can download it.",
            error_messages={
                "empty": "The file is empty. Choose another one.",
                "max_length": "The file's name is too long. Give it a shorter one.",
            },
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> "UploadedFile[bytes] | None":
        file: UploadedFile[bytes] | None = super().clean(data, initial)
        if not file:
            return None
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(TOO_LARGE)
        try:
            kind_of(file.read(), file.name or "")
        except NotAResume as problem:
            raise forms.ValidationError(str(problem)) from problem
        file.seek(0)
        return file


class NewResume(KnownFields, forms.Form):
    """Another resume for a candidacy."""

    resume = ResumeField(label="Resume", required=True)
