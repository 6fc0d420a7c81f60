"""Resumes: what is taken, who can download it, and that it comes as a file (D2, P54)."""

import uuid
import zipfile
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from candidates import resumes, tasks
from candidates.models import Candidacy, InterviewEvent, InviteAttempt, Resume
from candidates.resume_kinds import LARGEST, OLE, NotAResume, kind_of
from portal.models import Kind, Organization, User
from portal.scope import everywhere
from roles.models import Role
from tests import factories

PDF = b"%PDF-1.7\nAda"
WORD = "WordDocument".encode("utf-16-le")


def zipped(**parts: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def docx(**more: bytes) -> bytes:
    return zipped(**{"[Content_Types].xml": b"<a/>", "word__document.xml": b"<a/>", **more})


GOOD = {
    "cv.pdf": PDF,
    "CV.DOC": OLE + WORD,
    "cv.docx": docx(),
    "cv.odt": zipped(mimetype=b"application/vnd.oasis.opendocument.text"),
    "cv.rtf": b"{\\rtf1 Ada}",
    "cv.txt": "Ada Lovelace\r\nΛondon\n".encode(),
}
HOSTILE = {
    "page.html": b"<script>alert(1)</script>",
    "page.pdf": b"<script>alert(1)</script>",
    "program.pdf": b"MZ\x90\x00",
    "picture.svg": b"<svg onload=alert(1)>",
    "text.txt": b"Ada\x00\x07",
    "another.docx": PDF,
    "macros.docx": docx(**{"word__vbaProject.bin": b""}),
    "sheet.docx": zipped(**{"[Content_Types].xml": b"<a/>", "xl__workbook.xml": b"<a/>"}),
    "bomb.docx": docx(word__media=bytes(51 * 1024 * 1024)),
    "broken.docx": b"PK\x03\x04" + bytes(60),
    "macros.doc": OLE + WORD + "_VBA_PROJECT".encode("utf-16-le"),
    "installer.doc": OLE + b"MSI",
    "large.pdf": PDF + bytes(LARGEST),
}


@pytest.fixture
def role(organization: Organization) -> Role:
    return factories.RoleFactory(group__organization=organization)


@pytest.fixture
def staff(sign_in: Any) -> Client:
    """A recruiter, signed in."""
    return sign_in()


@pytest.fixture
def candidacy(role: Role, staff: Client) -> Candidacy:
    """A candidacy with a resume."""
    invite(staff, role, resume=SimpleUploadedFile("Ada's CV.pdf", PDF))
    with everywhere():
        return Candidacy.objects.get()


def invite(client: Client, role: Role, **fields: Any) -> Any:
    filled = {
        "name": "Ada Lovelace", "email": "ada@example.org", "role": role.pk, "how": "candidate",
        "recruiter": client.user.pk, "key": str(uuid.uuid4()),  # type: ignore[attr-defined]
    }  # fmt: skip
    return client.post(reverse("invite"), {**filled, **fields})


def address(candidacy: Candidacy, name: str = "candidacy_resume") -> str:
    return reverse(name, args=[candidacy.pk])


def kept() -> list[tuple[str, int | None]]:
    with everywhere():
        return list(Resume.objects.order_by("pk").values_list("name", "candidacy"))


def test_p54_six_kinds_are_known_by_their_content() -> None:
    found = {name: kind_of(content, name) for name, content in GOOD.items()}

    assert {name.lower().rpartition(".")[2] for name in found} == {*found.values()}


@pytest.mark.parametrize("name", HOSTILE)
def test_p54_what_is_no_such_document_is_refused(name: str) -> None:
    with pytest.raises(NotAResume, match=r"\.$"):
        kind_of(HOSTILE[name], name)


def test_d2_a_resume_goes_with_the_invite(staff: Client, candidacy: Candidacy) -> None:
    page = staff.get(reverse("candidacy", args=[candidacy.pk])).text

    assert kept() == [("Ada's CV.pdf", candidacy.pk)]
    assert "Ada&#x27;s CV.pdf" in page
    assert "Resume added" in page


def test_p54_it_is_downloaded_under_our_name_and_never_shown(
    staff: Client, candidacy: Candidacy
) -> None:
    answer = staff.get(address(candidacy))

    with everywhere():
        uid = Resume.objects.get().uid
    assert answer.content == PDF
    assert answer["Content-Disposition"] == f'attachment; filename="resume-{uid}.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert set(answer["Content-Security-Policy"].split("; ")) == {"default-src 'none'", "sandbox"}
    assert "no-store" in answer["Cache-Control"]


def test_p54_the_form_says_what_is_wrong_with_a_file(staff: Client, role: Role) -> None:
    page = invite(staff, role, resume=SimpleUploadedFile("cv.pdf", b"MZ\x90\x00"))

    assert "Send the resume as PDF, DOC, DOCX, ODT, RTF or plain text (UTF-8)." in page.text
    assert kept() == []


def test_a_resume_outlives_an_error_and_the_warning(
    staff: Client, role: Role, organization: Organization
) -> None:
    organization.recent_interview_warning = True
    organization.save()
    with everywhere():
        done = factories.InterviewFactory(
            candidacy__role=role, candidacy__candidate__email="ada@example.org",
            state="completed", ended_at=timezone.now(),
        )  # fmt: skip
    wrong = invite(staff, role, phone="1", resume=SimpleUploadedFile("cv.pdf", PDF))
    assert "cv.pdf is kept and goes with the invite." in wrong.text
    draft = wrong.context["form"]["draft"].value()
    invite(staff, role, draft=draft)
    with everywhere():
        waiting = InviteAttempt.objects.get(outcome="L6")

    staff.post(reverse("attempt", args=[waiting.pk]))

    assert kept() == [("cv.pdf", done.candidacy_id)]


def test_p41_nobody_takes_anothers_draft(staff: Client, role: Role, sign_in: Any) -> None:
    page = invite(staff, role, phone="1", resume=SimpleUploadedFile("cv.pdf", PDF))
    draft = page.context["form"]["draft"].value()

    refused = invite(sign_in(), role, draft=draft)

    assert "Choose the file again." in refused.text
    assert kept() == [("cv.pdf", None)]


def test_a_new_one_replaces_the_old_one(staff: Client, candidacy: Candidacy) -> None:
    file = SimpleUploadedFile("new.txt", b"Ada")

    answer = staff.post(address(candidacy, "candidacy_resume_new"), {"resume": file})

    assert answer.url == reverse("candidacy_settings", args=[candidacy.pk])
    assert kept() == [("new.txt", candidacy.pk)]
    missing = staff.post(address(candidacy, "candidacy_resume_new"))
    assert "This field is required." in missing.text


def test_removing_says_what_it_does_and_leaves_a_line(staff: Client, candidacy: Candidacy) -> None:
    page = address(candidacy, "candidacy_resume_remove")
    assert "This cannot be undone." in staff.get(page).text
    assert len(kept()) == 1

    staff.post(page)

    assert kept() == []
    with everywhere():
        assert InterviewEvent.objects.filter(kind="resume_removed").count() == 1
    assert staff.get(address(candidacy)).status_code == 404


def test_who_does_not_reach_the_candidacy_does_not_get_its_resume(
    candidacy: Candidacy, sign_in: Any
) -> None:
    elsewhere = [sign_in(all_groups=False).user, sign_in(Kind.HIRING_MANAGER).user]
    manager = sign_in(Kind.HIRING_MANAGER).user
    candidacy.role.hiring_managers.add(manager)

    assert statuses(None, candidacy) == [302, 302, 302]
    for user in [*elsewhere, factories.InterviewerFactory()]:
        assert statuses(user, candidacy) == [403, 403, 403]
    assert statuses(factories.MembershipFactory().user, candidacy) == [404, 404, 404]
    assert statuses(manager, candidacy) == [200, 403, 403]


def statuses(user: User | None, candidacy: Candidacy) -> list[int]:
    """What somebody is answered who downloads, replaces and removes the resume."""
    client = Client()
    if user:
        client.force_login(user)
    names = ("candidacy_resume_new", "candidacy_resume_remove")
    download = client.get(address(candidacy)).status_code
    return [download, *(client.post(address(candidacy, name)).status_code for name in names)]


def test_a_draft_that_nobody_used_is_gone_after_a_day(staff: Client, role: Role) -> None:
    invite(staff, role, phone="1", resume=SimpleUploadedFile("cv.pdf", PDF))
    tasks.run_clock()
    assert len(kept()) == 1

    with everywhere():
        Resume.objects.update(created_at=timezone.now() - resumes.KEPT - timedelta(minutes=1))
    tasks.run_clock()

    assert kept() == []
