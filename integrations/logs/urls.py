"""Addresses of a connection's logs."""

from django.urls import path

from integrations.views import evidence, log_acts, log_bulk, logs

urlpatterns = [
    path("webhooks/", logs.webhooks, name="log_webhooks"),
    path("webhooks/replay/", log_bulk.replay, name="webhooks_replay"),
    path("webhooks/<int:row>/", logs.webhook, name="log_webhook"),
    path("webhooks/<int:row>/replay/", log_acts.replay, name="webhook_replay"),
    path("webhooks/<int:row>/discard/", log_acts.discard_webhook, name="webhook_discard"),
    path("updates/", logs.updates, name="log_updates"),
    path("updates/retry/", log_bulk.retry, name="updates_retry"),
    path("updates/<int:row>/", logs.update, name="log_update"),
    path("updates/<int:row>/resend/", log_acts.resend, name="log_update_resend"),
    path("updates/<int:row>/discard/", log_acts.discard_update, name="update_discard"),
    path("calls/", logs.calls, name="log_calls"),
    path("calls/<int:row>/", logs.call, name="log_call"),
    path("syncs/", logs.syncs, name="log_syncs"),
    path("syncs/<int:row>/", logs.sync, name="log_sync"),
    path("evidence/", evidence.export, name="evidence"),
]
