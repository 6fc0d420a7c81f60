"""The guided set-up of Greenhouse in its own menu names; the page in docs repeats it (K3)."""

from integrations.setup.guide import GuideStep, Permission, Proves

PERMISSIONS = (
    Permission("harvest:applications:list", "post updates, state updating, invite by URL"),
    Permission("harvest:applications:update", "post updates (status field)"),
    Permission("harvest:candidates:list", "invite by URL"),
    Permission("harvest:notes:list", "post updates: look for a note before writing it again"),
    Permission("harvest:notes:create", "post updates"),
    Permission("harvest:custom_fields:list", "roles match, post updates (status field)"),
    Permission("harvest:custom_field_options:list", "roles match"),
    Permission("harvest:custom_field_options:create", "roles match"),
    Permission("harvest:custom_field_options:update", "roles match"),
    Permission("harvest:custom_field_options:destroy", "roles match: retire an archived role"),
    Permission("harvest:jobs:list", "roles match, sync of jobs"),
    Permission("harvest:job_posts:list", "sync of jobs"),
    Permission("harvest:job_post_locations:list", "sync of jobs"),
    Permission("harvest:offices:list", "sync of jobs"),
    Permission("harvest:departments:list", "sync of jobs, rules by department"),
    Permission("harvest:job_owners:list", "hiring team, recruiters, sync of jobs"),
    Permission("harvest:job_hiring_managers:list", "hiring team, sync of jobs"),
    Permission("harvest:users:list", "hiring team, recruiters, sync of people"),
    Permission("harvest:job_interview_stages:list", "invite by webhook, sync of stages"),
    Permission("harvest:rejection_details:list", "state updating: who turned whom down"),
    Permission("harvest:rejection_reasons:list", "state updating: who turned whom down"),
)
EVENTS = (
    "Candidate has changed stage",
    "Candidate has been hired",
    "Candidate has been unhired",
    "Candidate or prospect rejected",
    "Candidate or prospect unrejected",
    "Application deleted",
    "Candidate deleted",
    "Candidate merged",
    "Candidate anonymized",
    "Job created",
    "Job updated",
    "Job deleted",
)
GUIDE = (
    GuideStep(
        "credential",
        "Make a credential",
        """
        In Greenhouse open Configure > Dev Center > API Credential Management and choose Create
        new API credentials, of the type Harvest V3 (OAuth). Copy the client ID and the client
        secret into this step.

        Greenhouse user ID is the number at the end of a user's address under Configure > Users.
        Choose a user with the permission level Site Admin: lists are read with that user's
        rights, and notes carry that user's name.
        """,
        settings=("client_id", "client_secret", "user_id"),
    ),
    GuideStep(
        "permissions",
        "Switch on its permissions",
        """
        In Greenhouse open Configure > Dev Center > API Credential Management, choose Manage
        permissions on this credential, and switch on each of these. The check makes one call for
        each; a write of nothing is refused, and tells whether writing is allowed.
        """,
        permissions=PERMISSIONS,
    ),
    GuideStep(
        "roles",
        "Add the role field to jobs",
        """
        In Greenhouse open Configure > Custom Options > Jobs and choose Add field: type Single
        select, with the internal key named here. The check fills in its options from your active
        roles; options you add yourself are left alone.

        Then choose a role on each job under Job Setup > Job Info.
        """,
        settings=("role_field",),
    ),
    GuideStep(
        "invites",
        "Say who is invited",
        """
        A candidate who enters the stage named here is invited. In Greenhouse the stages of a job
        stand under Job Setup > Interview Plan.
        """,
        settings=("trigger_stage", "recruiter_source", "stages"),
    ),
    GuideStep(
        "updates",
        "Say where updates go",
        """
        Each update is a note on the application. A short status can stand in a field beside it:
        in Greenhouse open Configure > Custom Options > Applications and choose Add field: type
        Short text, with the internal key named here. If your Greenhouse has no application
        fields, clear Status field; notes are posted all the same.
        """,
        settings=("status_field", "note_visibility", "notes_filter"),
    ),
    GuideStep(
        "note",
        "Write a test note",
        """
        In Greenhouse open a candidate made for testing and copy the address of the page. The
        check writes one note on that application and looks for it again. Greenhouse lets nobody
        delete a note.
        """,
        proves=Proves.NOTE,
        optional=True,
    ),
    GuideStep(
        "webhooks",
        "Create the Web Hooks",
        """
        Choose a secret of at least 8 characters and save it here. Then in Greenhouse open
        Configure > Dev Center > Web Hooks > Web Hooks and choose Create new web hook, once for
        each event of this list, with the endpoint URL below and this secret as Secret key.
        Greenhouse tries each new web hook at once; the first try turns this step green.
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
        With this, a Greenhouse user can send the interview as a test from a stage of a job's
        plan. Greenhouse registers the four addresses and the key on request: write to your
        contact at Greenhouse. The step turns green when a user adds our stage to a plan, since
        Greenhouse then asks for the list of tests.
        """,
        proves=Proves.QUESTION,
        shows=("list_tests", "send_test", "test_status", "response_error"),
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
