"""The guided set-up of Ashby in its own menu names; the page in docs repeats it (K3)."""

from integrations.setup.guide import GuideStep, Permission, Proves

PERMISSIONS = (
    Permission("Candidates: Read", "state updating, invite by URL, hiring team, notes"),
    Permission("Candidates: Write", "post updates: notes and assessments"),
    Permission("Jobs: Read", "roles match, recruiters, hiring team, sync of jobs"),
    Permission("Interviews: Read", "invite by webhook, sync of stages"),
    Permission("Organization: Read", "recruiters, hiring team, sync of people"),
    Permission("Hiring Process Metadata: Read", "role field, status field"),
    Permission("Hiring Process Metadata: Write", "role field"),
)
EVENTS = (
    "Candidate Stage Change",
    "Candidate Hire",
    "Application Update",
    "Candidate Delete",
    "Candidate Merge",
    "Job Create",
    "Job Update",
)
GUIDE = (
    GuideStep(
        "credential",
        "Make an API key",
        """
        In Ashby open Admin > Integrations > API Keys and choose New. Name the key, and copy it
        into this step when Ashby shows it: it is shown once.

        Ashby does not say how many calls it takes: Calls in a second says how many we make at most.
        """,
        settings=("api_key", "calls_per_second"),
    ),
    GuideStep(
        "permissions",
        "Allow it what it needs",
        """
        In Ashby open Admin > Integrations > API Keys, choose the key and Configure API Key
        Permissions, and tick each of these. The check makes calls for each; a write of nothing is
        refused, and tells whether writing is allowed.

        Confidential jobs and private fields stay hidden unless you allow them on the same page.
        Ashby does not say that it hides them: their candidates are simply not found.
        """,
        permissions=PERMISSIONS,
    ),
    GuideStep(
        "roles",
        "Add the role field to jobs",
        """
        In Ashby open Admin > Custom Fields > Job and choose New: a field of the type Multiple
        Choice with the title named here. The check fills in its options from your active roles;
        options you add yourself are left alone. Then choose a role under Settings of each job.

        If you only start interviews as assessments, or choose roles for jobs here, clear Role
        field.
        """,
        settings=("role_field",),
    ),
    GuideStep(
        "invites",
        "Say who is invited",
        """
        A candidate who enters the stage named here is invited. In Ashby the stages of a job stand
        in its interview plan, under Admin > Interview Plans. Clear the stage if interviews are
        only started as assessments.

        The roles of a hiring team are named by you in Ashby: say here which of them is the
        recruiter, the coordinator, the hiring manager and the sourcer.
        """,
        settings=("trigger_stage", "recruiter_source", "team_roles", "stages"),
    ),
    GuideStep(
        "updates",
        "Say where updates go",
        """
        Each update is a note on the candidate that names job and role. An interview that was
        started as an assessment also shows its status, result and score there.

        A short status can stand in a field beside it: in Ashby open Admin > Custom Fields and make
        a field for applications, of the type Short Answer, with the title named here. If your
        Ashby has no such fields, leave Status field empty; notes are posted all the same.
        """,
        settings=("status_field", "note_visibility"),
    ),
    GuideStep(
        "note",
        "Write a test note",
        """
        In Ashby open an application of a candidate made for testing and copy the address of the
        page. The check writes one note on that candidate and looks for it again.
        """,
        proves=Proves.NOTE,
        optional=True,
    ),
    GuideStep(
        "webhooks",
        "Create the webhooks",
        """
        Choose a secret of at least 8 characters and save it here. Then in Ashby open Admin >
        Integrations > Webhooks and choose New, once for each event of this list, with the request
        URL below and this secret as Secret Token. Ashby tries each new webhook at once and
        disables it if nobody answers; the first try turns this step green.
        """,
        proves=Proves.WEBHOOK,
        settings=("webhook_secret",),
        shows=("webhook",),
        ticks=EVENTS,
    ),
    GuideStep(
        "assessments",
        "Register as an assessment partner",
        """
        With this, an Ashby user can start the interview as an assessment from a stage of a plan.
        Ashby registers the partner on request: give your contact at Ashby the key, and as base
        URL the part of these addresses before the last slash. The step turns green when somebody
        adds an assessment to a plan, since Ashby then asks for the list.

        Deleting an assessment in Ashby cancels no interview: cancel it here.
        """,
        proves=Proves.QUESTION,
        settings=("partner_auth",),
        shows=("assessment.list", "assessment.start", "assessment.cancel"),
        makes="assessment_key",
        optional=True,
    ),
    GuideStep(
        "test",
        "Test the connection",
        """
        The test tries each capability with everything it needs. When one works, the connection
        begins: roles are pushed, and jobs, people, stages and states are read.
        """,
        proves=Proves.TEST,
    ),
)
