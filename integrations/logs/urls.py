"""Addresses of a connection's logs."""

from django.urls import path

from integrations.views import evidence, log_acts, log_bulk, logs
from integrations.views.logs import CALLS, SYNCS, UPDATES, WEBHOOKS

urlpatterns = [
    path("webhooks/", logs.rows, {"log": WEBHOOKS}, name="log_webhooks"),
    path("webhooks/replay/", log_bulk.bulk_page, {"log": WEBHOOKS}, name="webhooks_replay"),
    path("webhooks/<int:row>/", logs.row, {"log": WEBHOOKS}, name="log_webhook"),
    path("webhooks/<int:row>/replay/", log_acts.replay, name="webhook_replay"),
    path("webhooks/<int:row>/discard/", log_acts.discard_webhook, name="webhook_discard"),
    path("updates/", logs.rows, {"log": UPDATES}, name="log_updates"),
    path("updates/retry/", log_bulk.bulk_page, {"log": UPDATES}, name="updates_retry"),
    path("updates/<int:row>/", logs.row, {"log": UPDATES}, name="log_update"),
    path("updates/<int:row>/resend/", log_acts.resend, name="log_update_resend"),
    path("updates/<int:row>/discard/", log_acts.discard_update, name="update_discard"),
    path("calls/", logs.rows, {"log": CALLS}, name="log_calls"),
    path("calls/<int:row>/", logs.row, {"log": CALLS}, name="log_call"),
    path("syncs/", logs.rows, {"log": SYNCS}, name="log_syncs"),
    path("syncs/<int:row>/", logs.row, {"log": SYNCS}, name="log_sync"),
    path("evidence/", evidence.export, name="evidence"),
]
