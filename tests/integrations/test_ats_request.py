"""Asking for an ATS that we have no connector for: it reaches support, and nothing stays here."""

from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from integrations.models import AtsRequest
from portal.mail import send_due
from portal.models import Kind, Organization

PAGE = "/organizations/acme/integration/request/"
WISH = {"ats": "Talentarium", "website": "talentarium.example", "needs": "Invites\nand notes."}
PDF = b"%PDF-1.7 the whole API"


def file(name: str, content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_the_request_reaches_support_with_its_document(
    scoped: Organization, sign_in: Any, settings: Any
) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    assert 'type="url"' not in client.get(PAGE).text  # a browser would want https:// before it

    thanks = client.post(PAGE, {**WISH, "document": file("Their API (v2).pdf")}, follow=True)
    assert bytes(AtsRequest.objects.get().document) == PDF
    send_due()

    assert "Your request is sent" in thanks.text
    [letter] = mail.outbox
    assert letter.to == [settings.SUPPORT_EMAIL]
    assert letter.reply_to == [client.user.email]
    assert "Acme asks for Talentarium" in letter.subject
    assert "https://talentarium.example" in letter.body
    assert [(each[0], each[1]) for each in letter.attachments] == [("Their_API_v2.pdf", PDF)]
    assert AtsRequest.objects.get().document is None


def test_a_request_goes_without_a_document(scoped: Organization, sign_in: Any) -> None:
    sign_in(Kind.ORG_ADMIN).post(PAGE, WISH)
    send_due()

    assert mail.outbox[0].attachments == []


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("api.exe", b"MZ", "Attach a PDF, HTML"),
        ("api.pdf", b"<html>", "Attach a PDF, HTML"),
        ("api.zip", PDF, "Attach a PDF, HTML"),
        ("api.json", b"{", "Attach a PDF, HTML"),
        ("api.yaml", b"\xff\x00", "Attach a PDF, HTML"),
        ("api.pdf", PDF + b"x" * 10 * 1024 * 1024, "larger than 10 MB"),
    ],
)
def test_what_is_no_description_of_an_api_is_refused(
    scoped: Organization, sign_in: Any, name: str, content: bytes, told: str
) -> None:
    page = sign_in(Kind.ORG_ADMIN).post(PAGE, {**WISH, "document": file(name, content)})

    assert told in page.text
    assert not AtsRequest.objects.exists()


def test_a_form_that_is_far_too_long_is_not_read(
    scoped: Organization, sign_in: Any, settings: Any
) -> None:
    settings.UPLOAD_MAX_SIZE = 1000

    page = sign_in(Kind.ORG_ADMIN).post(PAGE, {**WISH, "document": file("a.pdf", PDF * 100)})

    assert page.status_code == 400
    assert not AtsRequest.objects.exists()


def test_five_a_day_are_enough(scoped: Organization, sign_in: Any, settings: Any) -> None:
    client = sign_in(Kind.ORG_ADMIN)
    answers = [client.post(PAGE, WISH) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [200]
    assert settings.SUPPORT_EMAIL in answers[-1].text
    assert AtsRequest.objects.count() == 5


def test_who_runs_no_integration_is_told_who_does(scoped: Organization, sign_in: Any) -> None:
    client = sign_in(Kind.RECRUITER)

    assert client.get(PAGE).status_code == client.get(f"{PAGE}sent/").status_code == 403
