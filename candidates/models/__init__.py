"""What candidates keep, a module for each subject."""

from candidates.models.attempts import InviteAttempt, Outcome, Source
from candidates.models.candidacies import Candidacy, Candidate, Follower, LastName
from candidates.models.events import ActorKind, InterviewEvent
from candidates.models.hours import Availability, TimeOff
from candidates.models.interviews import Interview
from candidates.models.notifications import Hat, MailChoice, Notification
from candidates.models.resumes import Resume, ResumeKind
from candidates.models.saved_views import SavedView
from candidates.models.write_ups import Recommendation, WriteUp

__all__ = [
    "ActorKind",
    "Availability",
    "Candidacy",
    "Candidate",
    "Follower",
    "Hat",
    "Interview",
    "InterviewEvent",
    "InviteAttempt",
    "LastName",
    "MailChoice",
    "Notification",
    "Outcome",
    "Recommendation",
    "Resume",
    "ResumeKind",
    "SavedView",
    "Source",
    "TimeOff",
    "WriteUp",
]
