"""What an interview may be and what may follow what: its whole life on one screen (E1)."""

from django.db import models


class InterviewState(models.TextChoices):
    """Where an interview is in its life."""

    SCHEDULING = "scheduling", "Scheduling"
    SCHEDULED = "scheduled", "Scheduled"
    IN_PROGRESS = "in_progress", "In progress"
    COMPLETED = "completed", "Completed"
    RESULTS_POSTED = "results_posted", "Results posted"
    ENDED_EARLY = "ended_early", "Ended early"
    NO_SHOW = "no_show", "No-show"
    CANCELED = "canceled", "Canceled"


S = InterviewState

NEXT: dict[str, set[InterviewState]] = {
    S.SCHEDULING: {S.SCHEDULED, S.CANCELED},
    S.SCHEDULED: {S.SCHEDULED, S.SCHEDULING, S.IN_PROGRESS, S.NO_SHOW, S.CANCELED},
    S.IN_PROGRESS: {S.COMPLETED, S.ENDED_EARLY},
    S.COMPLETED: {S.RESULTS_POSTED},
    S.ENDED_EARLY: {S.RESULTS_POSTED},
    S.NO_SHOW: {S.SCHEDULING},
    S.RESULTS_POSTED: set(),
    S.CANCELED: set(),
}

ACTIVE = (S.SCHEDULING, S.SCHEDULED, S.IN_PROGRESS)  # an invite to the role is refused (D5)
HELD = (S.SCHEDULED, S.IN_PROGRESS)  # holds its interviewer's and candidate's time (E8)


class Standing(models.TextChoices):
    """Where the candidate stands with the client, as its ATS says (G1)."""

    NONE = "", "Not known"
    IN_ASSESSMENT = "in_assessment", "In assessment"
    PHONE_SCREEN = "phone_screen", "Phone screen"
    ONSITE = "onsite", "Onsite interview"
    OFFER = "offer", "Offer"
    HIRED = "hired", "Hired"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"


FINAL = (Standing.HIRED, Standing.REJECTED, Standing.WITHDRAWN)  # no later change moves it (G4)


class EventKind(models.TextChoices):
    """What can happen to a candidacy or its interviews; each leaves one line (E10)."""

    INVITED = "invited", "Invited"
    SCHEDULED = "scheduled", "Scheduled"
    RESCHEDULED = "rescheduled", "Rescheduled"
    SLOT_RELEASED = "slot_released", "Back to scheduling"
    CANCELED = "canceled", "Canceled"
    TIMED_OUT = "timed_out", "Timed out"
    NOT_HELD = "not_held", "Not held"
    CANDIDATE_LATE = "candidate_late", "Candidate late"
    NO_SHOW = "no_show", "No-show"
    REOPENED = "reopened", "Another chance given"
    INTERVIEWER_ABSENT = "interviewer_absent", "Interviewer did not come"
    STARTED = "started", "Started"
    COMPLETED = "completed", "Completed"
    ENDED_EARLY = "ended_early", "Ended early"
    RESULT = "result", "Result ready"
    REDO_OFFERED = "redo_offered", "Redo offered"
    REDO_TAKEN = "redo_taken", "Redo taken"
    REDO_DECLINED = "redo_declined", "Redo declined"
    REDO_REOPENED = "redo_reopened", "Redo offered again"
    WINDOW_EXTENDED = "window_extended", "Window extended"
    INVITE_RESENT = "invite_resent", "Invite sent again"
    RECRUITER_CHANGED = "recruiter_changed", "Recruiter changed"
    FOLLOWER_ADDED = "follower_added", "Follower added"
    FOLLOWER_REMOVED = "follower_removed", "Follower removed"
    STANDING_CHANGED = "standing_changed", "Status changed"
    STANDING_IGNORED = "standing_ignored", "Status change ignored"
    STANDING_REOPENED = "standing_reopened", "Status reopened"
    INVITE_HELD = "invite_held", "Invite held"
    INVITE_REFUSED = "invite_refused", "Invite refused"
    INVITE_CONFIRMED = "invite_confirmed", "Held invite confirmed"
    PROFILE_CHANGED = "profile_changed", "ATS profile changed"
    RESUME_ADDED = "resume_added", "Resume added"
    RESUME_REMOVED = "resume_removed", "Resume removed"
