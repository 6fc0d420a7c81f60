"""What a connection to Ashby asks for."""

from integrations.setup.setting import Setting, stage_meanings
from integrations.vocabulary import TeamRole

SETTINGS = (
    Setting("api_key", "API key", secret=True, required=True),
    Setting(
        "calls_per_second",
        "Calls in a second",
        preset="15",
        help="At most; Ashby tells no limit of its own.",
    ),
    Setting(
        "webhook_secret",
        "Webhook secret",
        secret=True,
        shortest=8,
        overlaps=True,
        help="The Secret Token of every webhook in Ashby.",
    ),
    Setting(
        "assessment_key",
        "Assessment partner key",
        secret=True,
        generated=True,
        overlaps=True,
        help="Ours: Ashby sends it with every assessment call.",
    ),
    Setting(
        "partner_auth",
        "Assessment calls show the key as",
        preset="any",
        choices=("any", "basic", "bearer", "x-api-key"),
        help="Any: whichever of the three Ashby uses for you.",
    ),
    Setting(
        "trigger_stage",
        "Stage that invites",
        preset="Technical interview",
        help="A candidate who enters a stage of this title is invited; empty: nobody by stage.",
    ),
    Setting(
        "role_field",
        "Role field",
        preset="Liaison role",
        help="The title of the job custom field that names our role; empty: none.",
    ),
    Setting(
        "recruiter_source",
        "Recruiter is taken from",
        preset="job",
        choices=("job", "candidate", "coordinator"),
        help="The job's recruiter, or the application's recruiter or coordinator.",
    ),
    Setting(
        "team_roles",
        "Roles of the hiring team",
        preset="Recruiter=recruiter, Hiring Manager=hiring_manager, Coordinator=coordinator, "
        "Recruiting Coordinator=coordinator, Sourcer=sourcer",
        help="Title in Ashby=recruiter, coordinator, hiring_manager or sourcer, by commas.",
        words=tuple(TeamRole),
    ),
    Setting(
        "status_field",
        "Status field",
        help="The title of the application custom field for the status; empty: none.",
    ),
    Setting(
        "note_visibility",
        "Notes are seen by",
        preset="public",
        choices=("public", "private"),
        help="Private: only by those who may see private notes in Ashby.",
    ),
    stage_meanings(),
)
