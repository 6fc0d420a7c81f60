"""The resume of a candidacy: download it, replace it, remove it (D2, P54)."""

from csp.constants import NONE
from csp.decorators import csp
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates import resumes
from candidates.actors import person
from candidates.entrance import candidacy_or_404, posted, staff_page
from candidates.forms import Confirm
from candidates.models import Candidacy, Resume, ResumeKind
from candidates.resume_forms import NewResume
from candidates.views.settings import settings_page
from portal.viewers import ViewerRequest

OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {
    ResumeKind.PDF: "application/pdf",
    ResumeKind.DOC: "application/msword",
    ResumeKind.DOCX: OFFICE,
    ResumeKind.ODT: "application/vnd.oasis.opendocument.text",
    ResumeKind.RTF: "application/rtf",
    ResumeKind.TXT: "text/plain; charset=utf-8",
}


@csp({"default-src": [NONE], "sandbox": []})
@require_safe
@cache_control(private=True, no_store=True)
@staff_page
def download(request: ViewerRequest, pk: int) -> HttpResponse:
    """The file, to be saved: a browser neither shows it nor guesses what it is."""
    resume = _resume(candidacy_or_404(request, pk))
    return HttpResponse(
        bytes(resume.content),
        content_type=TYPES[ResumeKind(resume.kind)],
        headers={
            "Content-Disposition": f'attachment; filename="resume-{resume.uid}.{resume.kind}"'
        },
    )


@require_POST
@staff_page
def replace(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take a new file instead of the one there was."""
    candidacy = candidacy_or_404(request, pk, to_act=True)
    form = NewResume(request.POST, request.FILES)
    if not form.is_valid():
        return settings_page(request, candidacy, resume_form=form)
    user = request.viewer.user
    draft = resumes.keep(form.cleaned_data["resume"], candidacy.organization, user)
    resumes.attach(candidacy, draft, person(user))
    messages.success(request, "The resume is saved.")
    return redirect("candidacy_settings", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def remove(request: ViewerRequest, pk: int) -> HttpResponse:
    """Say what removing does, and do it when pressed."""
    candidacy = candidacy_or_404(request, pk, to_act=True)
    resume = _resume(candidacy)
    form = Confirm(posted(request))
    if form.is_valid():
        resumes.remove(candidacy, person(request.viewer.user))
        messages.success(request, "The resume is removed.")
        return redirect("candidacy_settings", pk=pk)
    facts = {"candidacy": candidacy, "resume": resume, "form": form}
    return render(request, "candidates/resume_remove.html", facts)


def _resume(candidacy: Candidacy) -> Resume:
    resume = resumes.of(candidacy)
    if resume is None:
        raise Http404
    return resume
