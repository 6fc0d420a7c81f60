"""Fault runs: events come in while processes are killed, the database crashes, the ATS fails."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
