"""Hiring-team members of a job who have accounts follow its candidacies (J4)."""

from candidates import candidacies
from candidates.actors import ATS
from integrations import applications, recruiters
from integrations.models import Application, Connection
from integrations.vocabulary import Capability


def attach(connection: Connection, application: Application) -> None:
    """Look the job's hiring team up, and let those with accounts follow.

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
