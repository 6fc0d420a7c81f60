"""What a Jobvite connection can be told: most of it, as its API is published to customers."""

from integrations.connectors.jobvite import final_states
from integrations.connectors.jobvite.sync import PATTERNS
from integrations.setup.setting import Setting, stage_meanings

SETTINGS = (
    Setting("api_key", "API key", secret=True, required=True),
    Setting("api_secret", "API secret", secret=True, required=True),
    Setting(
        "auth_mode",
        "The key is shown",
        preset="headers",
        choices=("headers", "signature"),
        help="Signature: each call is signed with the secret, which is not sent.",
    ),
    Setting("company_id", "Company ID", help="If Jobvite names one; else leave it empty."),
    Setting(
        "webhook_key",
        "Signing key",
        secret=True,
        generated=True,
        overlaps=True,
        help="Ours: Jobvite signs every event with it.",
    ),
    Setting("signature_header", "Signature header", preset="X-Jobvite-Event-Signature"),
    Setting(
        "signature_encoding",
        "Signatures are written as",
        preset="either",
        choices=("either", "base64", "hex"),
    ),
    Setting(
        "signature_required",
        "Webhooks are signed",
        preset="yes",
        choices=("yes", "no"),
        help="No: every event is read again in Jobvite before it counts.",
    ),
    Setting(
        "trigger_stage",
        "State that invites",
        preset="Liaison Assessment",
        help="A candidate who is moved into a state of this name is invited.",
    ),
    Setting("role_field", "Role field", preset="liaison_role", help="Its code on requisitions."),
    Setting(
        "status_field",
        "Status field",
        preset="liaison_status",
        help="The code of the application's field; empty: none.",
    ),
    Setting("result_field", "Result field", preset="liaison_result", help="Empty: none."),
    Setting(
        "result_url_field", "Result address field", preset="liaison_result_url", help="Empty: none."
    ),
    Setting("scheduled_field", "Time field", help="When the interview is, in UTC; empty: none."),
    Setting(
        "comments",
        "Updates are comments too",
        preset="off",
        choices=("off", "on"),
        help="How comments are written is not published: try it with a test note.",
    ),
    Setting(
        "followers_field",
        "Followers field",
        preset="liaison_followers",
        help="Its code on requisitions or applications.",
    ),
    Setting(
        "lists",
        "Lists in custom fields are kept",
        preset="pushed",
        choices=("pushed", "pasted"),
        help="Pasted: somebody pastes our roles and people into the fields.",
    ),
    Setting(
        "recruiter_source",
        "Recruiter is taken from",
        preset="job",
        choices=("job", "candidate", "grader"),
    ),
    Setting(
        "recruiter_field",
        "Recruiter field",
        preset="recruiter",
        help="The code of the application's field with the e-mail, for the source candidate.",
    ),
    Setting(
        "grader_field",
        "Grader field",
        preset="grader",
        help="The code of the application's field with the e-mail, for the source grader.",
    ),
    stage_meanings("What states mean", stage="State"),
    Setting(
        "final_states",
        "Final states",
        preset=final_states.PRESET,
        help="State name=hired, rejected or withdrawn, separated by commas; * is any words.",
        words=("hired", "rejected", "withdrawn"),
    ),
    Setting(
        "application_names",
        "Application in addresses",
        preset="applicationId, appId, aid",
        help="What addresses of candidates' pages call the application's id.",
    ),
    Setting("candidate_names", "Candidate in addresses", preset="candidateId, cid"),
    Setting("first_row", "Lists begin at", preset="1", choices=("1", "0")),
    Setting("date_pattern", "Dates are asked for as", preset="yyyy-MM-dd", choices=tuple(PATTERNS)),
    Setting(
        "calls_per_second",
        "Calls in a second",
        preset="2",
        help="At most; Jobvite tells no limit of its own.",
    ),
)
