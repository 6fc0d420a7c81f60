"""Profile URLs of ATSs: which connection one belongs to, and the application it names (D7, D8)."""

from urllib.parse import urlsplit, urlunsplit

from django.conf import settings

from candidates.models import Candidacy
from integrations import applications
from integrations.models import Application, Connection
from integrations.vocabulary import Applicant
from portal.models import Group


def connections_for(url: str, groups: list[Group]) -> list[Connection]:
    """The connections of these groups whose vendor's profile URLs look like this one."""
    usable = Connection.objects.filter(group__in=groups, disconnected_at=None, active=True)
    return [
        connection
        for connection in usable.select_related("organization", "group").order_by("pk")
        if connection.connector.application_ids(url)
    ]


def application_of(candidacy: Candidacy) -> Application | None:
    """The application that a candidacy's profile URL names, remembered; nothing is fetched.

    Of several connections to one ATS it is that which knows the application, else the first.
    """
    able = connections_for(candidacy.profile_url, [candidacy.role.group])
    for connection in sorted(able, key=lambda one: not _knows(one, candidacy.profile_url)):
        ids = connection.connector.application_ids(candidacy.profile_url) or {}
        if ids.get("application"):
            return applications.remember(
                connection,
                Applicant(
                    application=ids["application"],
                    candidate=ids.get("candidate", ""),
                    job=ids.get("job", ""),
                ),
            )
    return None


def _knows(connection: Connection, url: str) -> bool:
    ids = connection.connector.application_ids(url) or {}
    known = Application.objects.filter(connection=connection)
    return known.filter(remote_id=ids.get("application", "")).exists()


def page_of(connection: Connection, url: str) -> str:
    """Where a profile URL leads: the vendor's own page, or the sandbox's where that is the ATS."""
    if not url or not connection.connector.application_ids(url):
        return ""
    parts = urlsplit(url)
    if not settings.SANDBOX or not connection.base_url.startswith(settings.SITE_URL):
        return url
    toy = f"{settings.SITE_URL}/sandbox/{connection.vendor}"
    return toy + urlunsplit(("", "", parts.path, parts.query, ""))
