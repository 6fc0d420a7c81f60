"""Lever's own addresses: the API, OAuth, the pages."""

from django.urls import path

from integrations.sandbox.lever import (
    api,
    consent_pages,
    person_pages,
    posting_pages,
    setup_pages,
)

urlpatterns = [
    path("v1/<path:path>", api.v1),
    path("authorize", consent_pages.page, name="authorize"),
    path("oauth/token", api.token),
    path("settings/key/", setup_pages.new_key, name="new-key"),
    path("settings/revoke/", setup_pages.revoke, name="revoke"),
    path("settings/crowd/", setup_pages.gather, name="gather"),
    path("settings/hooks/<int:pk>/test/", setup_pages.try_hook, name="try-hook"),
    path("settings/deliveries/<int:pk>/rerun/", setup_pages.rerun, name="rerun"),
    path("", posting_pages.index, name="jobs"),
    path("jobs/", posting_pages.add, name="add-job"),
    path("jobs/<int:number>/", posting_pages.page, name="job"),
    path("jobs/<int:number>/candidates/", posting_pages.add_candidate, name="add-candidate"),
    path("stages/", posting_pages.rename_stage, name="rename-stage"),
    path("candidates/<slug:name>", person_pages.by_profile),
    path("people/<int:number>", person_pages.page, name="person"),
    path("people/<int:number>/edit/", person_pages.edit, name="edit-person"),
    path("people/<int:number>/merge/", person_pages.merge, name="merge"),
    path("opportunities/<int:number>/", person_pages.edit_opportunity, name="opportunity"),
]
