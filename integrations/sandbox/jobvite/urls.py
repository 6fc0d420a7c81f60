"""Jobvite's own addresses: the API and the pages."""

from django.urls import path

from integrations.sandbox.jobvite import api, candidate_pages, field_pages, job_pages

urlpatterns = [
    path("api/v2/<path:route>", api.v2),
    path("settings/fields/<int:number>/", field_pages.page, name="field"),
    path("", job_pages.index, name="jobs"),
    path("jobs/", job_pages.add, name="add-job"),
    path("states/", job_pages.rename_state, name="rename-state"),
    path("jobs/<int:number>/", job_pages.page, name="job"),
    path("jobs/<int:number>/fields/", job_pages.fill, name="fill-job"),
    path("jobs/<int:number>/candidates/", job_pages.add_candidate, name="add-candidate"),
    path("candidate", candidate_pages.named, name="named-person"),
    path("people/<int:number>", candidate_pages.page, name="person"),
    path("people/<int:number>/edit/", candidate_pages.edit, name="edit-person"),
    path("people/<int:number>/fields/", candidate_pages.fill, name="fill-person"),
    path("people/<int:number>/remove/", candidate_pages.remove, name="remove-person"),
]
