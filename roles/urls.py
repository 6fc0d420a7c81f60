"""Addresses of the roles package."""

from django.urls import path

from roles import views

urlpatterns = [
    path("", views.role_list, name="roles"),
    path("new/", views.new, name="role_new"),
    path("<int:pk>/", views.overview, name="role"),
    path("<int:pk>/settings/", views.settings, name="role_settings"),
    path("<int:pk>/changes/", views.change_log, name="role_changes"),
    path("<int:pk>/archive/", views.archive, name="role_archive"),
    path("<int:pk>/unarchive/", views.unarchive, name="role_unarchive"),
]
