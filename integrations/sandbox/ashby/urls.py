"""Ashby's own addresses: the pages, the vendor's profile addresses, and last every method."""

from django.urls import path

from integrations.sandbox.ashby import api, pages, person_pages

PROFILE = "candidate-searches/new/right-side/candidates/<uuid:candidate>"

urlpatterns = [
    path("", pages.index, name="jobs"),
    path("settings/expire/", pages.expire, name="expire"),
    path("jobs/<int:number>/", pages.job, name="job"),
    path("jobs/<int:number>/candidates/", pages.add_candidate, name="add-candidate"),
    path("people/<int:number>", person_pages.page, name="person"),
    path("people/<int:number>/edit/", person_pages.edit, name="edit-person"),
    path("people/<int:number>/remove/", person_pages.remove, name="remove-person"),
    path("applications/<int:number>/recruiter", person_pages.assign, name="assign"),
    path("applications/<int:number>/assessments", person_pages.assessments, name="assessments"),
    path(PROFILE, person_pages.profile),
    path(f"{PROFILE}/applications/<uuid:application>/feed", person_pages.profile),
    path("<str:method>", api.call),
]
