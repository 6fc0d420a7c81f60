"""The resumes that came with invites."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from candidates.models.candidacies import Candidacy
from portal.scope import ClientRow


class ResumeKind(models.TextChoices):
    """What a resume may be; the value ends its file's name."""

    PDF = "pdf", "PDF"
    DOC = "doc", "Word 97"
    DOCX = "docx", "Word"
    ODT = "odt", "OpenDocument"
    RTF = "rtf", "Rich text"
    TXT = "txt", "Text"


class Resume(ClientRow):
    """A file that says what a candidate did; a draft until its invite went through (D2)."""

    candidacy = models.OneToOneField(
        Candidacy, null=True, on_delete=models.CASCADE, related_name="resume"
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True)  # what we call it, whoever named it
    name = models.CharField(max_length=200)  # as it was sent; for people to read only
    kind = models.CharField(max_length=4, choices=ResumeKind.choices)
    content = models.BinaryField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(
                fields=["created_at"], name="resume_drafts", condition=models.Q(candidacy=None)
            ),
        ]

    def __str__(self) -> str:
        return self.name
