"""Addresses of the integrations package."""

from django.urls import URLPattern, URLResolver, include, path

from integrations import api
from integrations.views import (
    ats_request,
    candidacy_ats,
    dashboard,
    dry_run,
    integration,
    invite_from_url,
    issues,
    keys,
    setup,
    setup_steps,
    status,
    trace,
)

organization: list[URLPattern | URLResolver] = [
    path("", integration.integration, name="integration"),
    path("status.json", status.status, name="integration_status"),
    path("new/", setup.choose, name="connection_choose"),
    path("new/<slug:vendor>/", setup.new, name="connection_new"),
    path("request/", ats_request.request_ats, name="ats_request"),
    path("request/sent/", ats_request.requested, name="ats_requested"),
    path("<int:pk>/", integration.connection, name="connection"),
    path("<int:pk>/sync/", integration.sync_now, name="connection_sync"),
    path("<int:pk>/test/", integration.test, name="connection_test"),
    path("<int:pk>/pause/", integration.pause, name="connection_pause"),
    path("<int:pk>/resume/", integration.resume, name="connection_resume"),
    path("<int:pk>/switch/", integration.switch, name="connection_switch"),
    path("<int:pk>/setup/", setup_steps.overview, name="connection_setup"),
    path("<int:pk>/setup/<slug:step>/", setup_steps.step, name="connection_step"),
    path("<int:pk>/setup/<slug:step>/leave-out/", setup_steps.leave_out, name="step_leave_out"),
    path("<int:pk>/setup/<slug:step>/new-key/", setup_steps.make_key, name="step_key"),
    path("<int:pk>/key/", keys.replace_key, name="connection_key"),
    path("<int:pk>/delete-key/", keys.delete_key, name="connection_delete_key"),
    path("<int:pk>/issues/", issues.issues, name="connection_issues"),
    path("<int:pk>/issues/<int:row>/snooze/", issues.snooze, name="issue_snooze"),
    path("<int:pk>/issues/<int:row>/wake-up/", issues.wake_up, name="issue_wake_up"),
    path("<int:pk>/maintenance/", issues.maintenance, name="connection_maintenance"),
    path("trace/", trace.organization_trace, name="trace"),
    path("<int:pk>/trace/", trace.connection_trace, name="connection_trace"),
    path("<int:pk>/dry-run/", dry_run.dry_run, name="connection_dry_run"),
    path("<int:pk>/", include("integrations.mapping.urls")),
    path("<int:pk>/", include("integrations.logs.urls")),
]

urlpatterns = [
    path("", dashboard.home, name="dashboard"),
    path("ats/<str:token>/<str:endpoint>", api.AtsEndpoint.as_view(), name="ats_endpoint"),
    path("organizations/<slug:slug>/integration/", include(organization)),
    path("candidates/invite/from-url/", invite_from_url.invite_from_url, name="invite_from_url"),
    path("candidacies/<int:pk>/ats/", candidacy_ats.candidacy_ats, name="candidacy_ats"),
    path("candidacies/<int:pk>/ats/tell/", candidacy_ats.post_so_far, name="ats_post_so_far"),
    path(
        "candidacies/<int:pk>/ats/<int:update>/resend/", candidacy_ats.resend, name="update_resend"
    ),
]
