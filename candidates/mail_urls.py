"""Addresses for choosing one's mails: on the settings page, or by the link of a mail."""

from django.urls import path

from candidates.views import mail_choices, optional_mails

urlpatterns = [
    path("settings/notifications/", mail_choices.choices, name="mail_choices"),
    path("settings/notifications/stop/<str:token>/", mail_choices.stop, name="mail_stop"),
    path("mails/<str:token>/", optional_mails.choose, name="candidate_mails"),
]
