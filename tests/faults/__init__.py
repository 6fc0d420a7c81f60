"""Fault runs: events come in while processes are killed, the database crashes, the ATSs fail."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
os.environ.setdefault("SANDBOX", "1")
django.setup()
