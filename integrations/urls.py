"""Addresses of the integrations package."""

from django.urls import include, path

from integrations import api, dashboard_views
from integrations.views import candidacy_ats, integration, invite_from_url, keys, mapping, setup

organization = [
    path("", integration.integration, name="integration"),
    path("new/", setup.choose, name="connection_choose"),
    path("new/<slug:vendor>/", setup.new, name="connection_new"),
    path("<int:pk>/", integration.connection, name="connection"),
    path("<int:pk>/sync/", integration.sync_now, name="connection_sync"),
    path("<int:pk>/test/", integration.test, name="connection_test"),
    path("<int:pk>/pause/", integration.pause, name="connection_pause"),
    path("<int:pk>/resume/", integration.resume, name="connection_resume"),
    path("<int:pk>/key/", keys.replace_key, name="connection_key"),
    path("<int:pk>/delete-key/", keys.delete_key, name="connection_delete_key"),
    path("<int:pk>/jobs/", mapping.jobs, name="connection_jobs"),
    path("<int:pk>/stages/", mapping.stages, name="connection_stages"),
    path("<int:pk>/", include("integrations.log_urls")),
]

urlpatterns = [
    path("", dashboard_views.home, name="dashboard"),
    path("ats/<str:token>/<str:endpoint>", api.AtsEndpoint.as_view(), name="ats_endpoint"),
    path("organizations/<slug:slug>/integration/", include(organization)),
    path("candidates/invite/from-url/", invite_from_url.invite_from_url, name="invite_from_url"),
    path("candidacies/<int:pk>/ats/", candidacy_ats.candidacy_ats, name="candidacy_ats"),
    path("candidacies/<int:pk>/ats/tell/", candidacy_ats.post_so_far, name="ats_post_so_far"),
    path(
        "candidacies/<int:pk>/ats/<int:update>/resend/", candidacy_ats.resend, name="update_resend"
    ),
]
