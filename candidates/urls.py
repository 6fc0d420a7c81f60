"""Addresses of the candidates package."""

from django.urls import include, path

from candidates.views import (
    attempts,
    bulk,
    candidacy,
    funnel,
    funnel_export,
    interviews,
    invite,
    resume,
    saved_views,
    settings,
)

urlpatterns = [
    path("", include("candidates.booking_urls")),
    path("", include("candidates.interviewer_urls")),
    path("", include("candidates.mail_urls")),
    path("candidates/", funnel.funnel_page, name="funnel"),
    path("candidates/filters/", funnel.filters, name="funnel_filters"),
    path("candidates/export.csv", funnel_export.export, name="funnel_export"),
    path("candidates/views/", saved_views.saved, name="saved_views"),
    path("candidates/views/<int:pk>/delete/", saved_views.delete, name="saved_view_delete"),
    path("candidates/remind/", bulk.remind, name="bulk_remind"),
    path("candidates/cancel/", bulk.cancel, name="bulk_cancel"),
    path("candidates/reassign/", bulk.reassign, name="bulk_reassign"),
    path("candidates/invite/", invite.invite, name="invite"),
    path("candidates/attempts/", attempts.attempt_list, name="attempts"),
    path("candidates/attempts/<int:pk>/", attempts.attempt_page, name="attempt"),
    path("candidates/attempts/<int:pk>/dismiss/", attempts.dismiss, name="attempt_dismiss"),
    path("candidacies/<int:pk>/", candidacy.timeline, name="candidacy"),
    path("candidacies/<int:pk>/interviews/", candidacy.interview_list, name="candidacy_interviews"),
    path("candidacies/<int:pk>/result/", candidacy.result, name="candidacy_result"),
    path(
        "candidacies/<int:pk>/notifications/",
        candidacy.notifications,
        name="candidacy_notifications",
    ),
    path("candidacies/<int:pk>/settings/", settings.settings, name="candidacy_settings"),
    path("candidacies/<int:pk>/recruiter/", settings.recruiter, name="candidacy_recruiter"),
    path("candidacies/<int:pk>/follow/", settings.follow, name="candidacy_follow"),
    path(
        "candidacies/<int:pk>/unfollow/<int:follower>/",
        settings.unfollow,
        name="candidacy_unfollow",
    ),
    path("candidacies/<int:pk>/profile/", settings.profile, name="candidacy_profile"),
    path("candidacies/<int:pk>/resume/", resume.download, name="candidacy_resume"),
    path("candidacies/<int:pk>/resume/new/", resume.replace, name="candidacy_resume_new"),
    path("candidacies/<int:pk>/resume/remove/", resume.remove, name="candidacy_resume_remove"),
    path("candidacies/<int:pk>/reopen/", settings.reopen, name="candidacy_reopen"),
    path(
        "candidacies/interviews/<int:pk>/reschedule/",
        interviews.reschedule,
        name="interview_reschedule",
    ),
    path("candidacies/interviews/<int:pk>/cancel/", interviews.cancel, name="interview_cancel"),
    path("candidacies/interviews/<int:pk>/<slug:act>/", interviews.press, name="interview_press"),
]
