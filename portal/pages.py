"""Addresses of the portal's own pages."""

from django.urls import include, path

from portal import appearance
from portal.views import api_keys, groups, invitations, organizations, outbox, people, settings
from portal.views.help import help_page

organization = [
    path("", organizations.overview, name="organization"),
    path("settings/", organizations.settings, name="organization_settings"),
    path("groups/", groups.group_list, name="organization_groups"),
    path("groups/new/", groups.new, name="group_new"),
    path("groups/<int:pk>/", groups.rename, name="group_rename"),
    path("api-keys/", api_keys.key_list, name="organization_api_keys"),
    path("api-keys/new/", api_keys.new, name="api_key_new"),
    path("api-keys/<int:pk>/revoke/", api_keys.revoke, name="api_key_revoke"),
    path("people/", people.people_list, name="organization_people"),
    path("people/invite/", people.invite, name="member_invite"),
    path("people/<int:pk>/", people.member, name="member"),
    path("people/<int:pk>/archive/", people.archive, name="member_archive"),
    path("people/<int:pk>/unarchive/", people.unarchive, name="member_unarchive"),
    path("people/<int:pk>/invitation/", people.invite_again, name="member_invite_again"),
]

urlpatterns = [
    path("theme/", appearance.theme, name="theme"),
    path("help/", help_page, name="help"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("organizations/", organizations.organization_list, name="organizations"),
    path("organizations/switch/", organizations.switch, name="switch_organization"),
    path("organizations/<slug:slug>/", include(organization)),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<int:pk>/", outbox.mail, name="outbox_mail"),
    path("outbox/<int:pk>/mail/", outbox.mail_page, name="outbox_mail_page"),
    path("settings/", settings.profile, name="settings"),
    path("settings/messaging/", settings.messaging, name="settings_messaging"),
]
