"""The roles app."""

from django.apps import AppConfig


class Roles(AppConfig):
    """What candidates are interviewed for, and the bar they are measured against."""

    name = "roles"
