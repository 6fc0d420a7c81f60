"""The product's settings without its apps, middleware and pages, for the floor's server."""

from portal.settings import *  # noqa: F403

INSTALLED_APPS: list[str] = []
MIDDLEWARE: list[str] = []
TEMPLATES: list[dict[str, object]] = []
ROOT_URLCONF = "bench.floor"
