"""Greenhouse's addresses: the API, the assessment callback, the fault switches, the pages."""

from django.urls import path

from integrations.sandbox.greenhouse import (
    api,
    candidate_pages,
    fault_pages,
    job_pages,
    log_pages,
    settings_pages,
)

app_name = "greenhouse"
urlpatterns = [
    path("auth/token", api.token),
    path("v3/<slug:kind>", api.harvest),
    path("v3/<slug:kind>/<int:number>", api.harvest),
    path("integrations/testing_partners/take_home_tests/<int:number>", api.take_home_test),
    path("faults", fault_pages.control, name="control"),
    path("faults/", fault_pages.page, name="faults"),
    path("log.json", log_pages.as_json, name="log-json"),
    path("log/", log_pages.page, name="log"),
    path("settings/", settings_pages.page, name="settings"),
    path("settings/revoke/", settings_pages.revoke, name="revoke"),
    path("settings/hooks/", settings_pages.add_hook, name="add-hook"),
    path("settings/hooks/<int:pk>/", settings_pages.edit_hook, name="hook"),
    path("settings/fields/<int:number>/", settings_pages.switch_field, name="field"),
    path("", job_pages.index, name="jobs"),
    path("jobs/", job_pages.add, name="add-job"),
    path("jobs/<int:number>/", job_pages.page, name="job"),
    path("jobs/<int:number>/candidates/", job_pages.add_candidate, name="add-candidate"),
    path("jobs/<int:number>/stages/", job_pages.rename_stage, name="rename-stage"),
    path("people/<int:number>", candidate_pages.page, name="person"),
    path("people/<int:number>/edit/", candidate_pages.edit, name="edit-person"),
    path("people/<int:number>/remove/", candidate_pages.remove, name="remove-person"),
    path("applications/<int:number>/<slug:verb>/", candidate_pages.act, name="act"),
    path("applications/<int:number>/tests", candidate_pages.tests, name="tests"),
]
