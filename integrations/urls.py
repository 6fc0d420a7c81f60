"""Addresses of the integrations package."""

from django.urls import path

from integrations import api, dashboard_views

urlpatterns = [
    path("", dashboard_views.home, name="dashboard"),
    path("ats/<str:token>/<str:endpoint>", api.AtsEndpoint.as_view(), name="ats_endpoint"),
]
