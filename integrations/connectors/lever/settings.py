"""What a connection to Lever is asked for; what its documents leave open is a setting."""

from integrations.setup.setting import Setting, stage_meanings

SETTINGS = (
    Setting("sign_in", "Signs in", preset="with_a_key", choices=("with_a_key", "with_an_app")),
    Setting("api_key", "API key", secret=True),
    Setting("client_id", "OAuth client ID"),
    Setting("client_secret", "OAuth client secret", secret=True),
    Setting("redirect_url", "OAuth callback URL"),
    Setting(
        "code",
        "OAuth code",
        secret=True,
        help="Good once: with it we fetch the first token, and keep the sign-in from then on.",
    ),
    Setting(
        "user_id",
        "Lever user ID",
        help="Notes are written in this user's name; empty: without an author.",
    ),
    Setting(
        "confidential",
        "Confidential postings and candidates",
        preset="left_out",
        choices=("left_out", "included"),
    ),
    Setting(
        "stage_token",
        "Signature token: Candidate Stage Change",
        secret=True,
        overlaps=True,
    ),
    Setting(
        "archive_token",
        "Signature token: Candidate Archive Status Change",
        secret=True,
        overlaps=True,
    ),
    Setting("hired_token", "Signature token: Candidate Hired", secret=True, overlaps=True),
    Setting("deleted_token", "Signature token: Candidate Deleted", secret=True, overlaps=True),
    Setting(
        "application_token", "Signature token: Application Created", secret=True, overlaps=True
    ),
    Setting(
        "webhook_hours",
        "Webhooks are taken for (hours)",
        preset="72",
        choices=("24", "72", "336"),
        help="Older ones are refused. Lever does not tell how long it tries again; 336 hours let "
        "all be sent again by Rerun.",
    ),
    Setting(
        "trigger_stage",
        "Stage that invites",
        preset="Technical interview",
        help="A candidate who enters a stage of this name is invited.",
    ),
    Setting(
        "role_tag",
        "Role tags begin with",
        preset="role:",
        help="Lever tells capital letters from small ones here.",
    ),
    Setting(
        "status_tag",
        "Status tag",
        preset="Interview:",
        help="A tag that begins so tells the status, such as “Interview: Scheduled”; empty: none.",
    ),
    Setting(
        "recruiter_source",
        "Recruiter is taken from",
        preset="job",
        choices=("job", "candidate"),
        help="The owner of the job posting, or of the candidate.",
    ),
    Setting(
        "note_visibility",
        "Notes are seen by",
        preset="everyone",
        choices=("everyone", "secret"),
    ),
    Setting(
        "withdrawn_reasons",
        "Archive reasons: the candidate withdrew",
        preset="Withdrew",
        help="Names of reasons, separated by commas.",
    ),
    Setting(
        "moved_reasons",
        "Archive reasons: moved to another opportunity",
        help="Names of reasons, separated by commas: such an archive is no end.",
    ),
    stage_meanings(),
)
