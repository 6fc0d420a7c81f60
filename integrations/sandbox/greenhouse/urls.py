"""Greenhouse's own addresses: the API, the assessment callback, the pages."""

from django.urls import path

from integrations.sandbox.greenhouse import api, candidate_pages, field_pages, job_pages

urlpatterns = [
    path("auth/token", api.token),
    path("v3/<slug:kind>", api.harvest),
    path("v3/<slug:kind>/<int:number>", api.harvest),
    path("integrations/testing_partners/take_home_tests/<int:number>", api.take_home_test),
    path("settings/revoke/", field_pages.revoke, name="revoke"),
    path("settings/fields/<int:number>/", field_pages.switch_field, name="field"),
    path("", job_pages.index, name="jobs"),
    path("jobs/", job_pages.add, name="add-job"),
    path("jobs/<int:number>/", job_pages.page, name="job"),
    path("jobs/<int:number>/candidates/", job_pages.add_candidate, name="add-candidate"),
    path("jobs/<int:number>/stages/", job_pages.rename_stage, name="rename-stage"),
    path("people/<int:number>", candidate_pages.page, name="person"),
    path("people/<int:number>/edit/", candidate_pages.edit, name="edit-person"),
    path("people/<int:number>/remove/", candidate_pages.remove, name="remove-person"),
    path("applications/<int:number>/tests", candidate_pages.tests, name="tests"),
]
