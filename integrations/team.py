"""Hiring-team members of a job, and who was chosen there, follow its candidacies (J4, J5)."""

from candidates import candidacies
from candidates.actors import ATS
from integrations import applications, follower_list, recruiters, switches
from integrations.capabilities import Capability
from integrations.models import Application, Connection
from portal.models import User


def attach(connection: Connection, application: Application) -> None:
    """Look the job's hiring team and the chosen followers up, and let those with accounts follow.

    Raises:
        VendorProblem: when the ATS does not tell.
    """
    connector = connection.connector
    if not connector.capabilities[Capability.HIRING_TEAM].offered or application.candidacy is None:
        return
    if not application.job_remote_id:  # tied by a profile URL, which names no job
        read = connector.application(application.remote_id)
        application = applications.remember(connection, read)
    if not application.job_remote_id or application.candidacy is None:
        return
    members = connector.hiring_team(application.job_remote_id, application.remote_id)
    emails = [member.person.email for member in members]
    for user in recruiters.follower_accounts(connection, emails):
        if user.pk != application.candidacy.recruiter_id:
            candidacies.add_follower(application.candidacy, user, ATS, from_ats=True)
    for user in _chosen(connection, application):
        candidacies.add_follower(application.candidacy, user, ATS)


def _chosen(connection: Connection, application: Application) -> list[User]:
    """Who is chosen in the ATS to follow by now: perhaps only after the invite (J5)."""
    if Capability.FOLLOWER_LIST not in switches.in_use(connection):
        return []
    read = connection.connector.application(application.remote_id)
    return follower_list.chosen(connection, read)
