"""The guided set-up of Lever in its own menu names; the page in docs repeats it (K3)."""

from integrations.setup.guide import GuideStep, Permission, Proves

PERMISSIONS = (
    Permission("opportunities:read", "every capability"),
    Permission("opportunities:write", "post updates: tags"),
    Permission("notes:read", "post updates: look for a note before writing it again"),
    Permission("notes:write", "post updates"),
    Permission("stages:read", "invite by webhook, state updating, sync of stages"),
    Permission("archive_reasons:read", "state updating: hired, rejected or withdrawn"),
    Permission("postings:read", "roles match, hiring team, recruiters, sync of jobs"),
    Permission("tags:read", "roles match"),
    Permission("users:read", "hiring team, recruiters, sync of people"),
)
EVENTS = (
    "Candidate Stage Change",
    "Candidate Archive Status Change",
    "Candidate Hired",
    "Candidate Deleted",
    "Application Created",
)
TOKENS = ("stage_token", "archive_token", "hired_token", "deleted_token", "application_token")
GUIDE = (
    GuideStep(
        "credential",
        "Make a key, or sign in",
        """
        With an API key: in Lever, as a Super Admin, open Settings > Integrations and API > API
        Credentials and choose Generate New Key. Copy the key into this step. Tick access to
        confidential data only if confidential candidates are to be invited: Lever lets you choose
        that when the key is made and never later.

        With an app, if Lever registered one for you: copy its client ID, client secret and
        callback URL into this step. Then open https://auth.lever.co/authorize in your browser,
        with these parameters: response_type=code, prompt=consent, state=liaison, client_id,
        redirect_uri, audience=https://api.lever.co/v1/ and scope, which is offline_access and the
        permissions of the next step, each with :admin behind it. Allow it, and copy the code from
        the address you are sent to into this step; it is good once.

        Lever user ID is the id of the user in whose name notes are written; leave it empty for
        notes without an author.
        """,
        settings=(
            "sign_in",
            "api_key",
            "client_id",
            "client_secret",
            "redirect_url",
            "code",
            "user_id",
            "confidential",
        ),
    ),
    GuideStep(
        "permissions",
        "Switch on its permissions",
        """
        In Lever open Settings > Integrations and API > API Credentials, choose this key, and tick
        the endpoints of each of these. The check makes one call for each; a write of nothing is
        refused, and tells whether writing is allowed.
        """,
        permissions=PERMISSIONS,
    ),
    GuideStep(
        "roles",
        "Tag postings with roles",
        """
        In Lever open a job posting, choose Edit, and under Tags add the words of this step and
        the name of the role, such as “role: Backend Engineer”. Every opportunity of the posting
        has the tag by itself. Lever makes a tag when it is first used, so there is no list to
        fill.

        When a role is renamed here, postings are given the new tag in the name of the Lever user
        of the first step, for which the key needs postings:write too.
        """,
        settings=("role_tag",),
    ),
    GuideStep(
        "invites",
        "Say who is invited",
        """
        A candidate who enters the stage named here is invited. In Lever the stages of all jobs
        stand under Settings > Pipeline.
        """,
        settings=("trigger_stage", "recruiter_source", "stages"),
    ),
    GuideStep(
        "states",
        "Say what an end means",
        """
        An archived candidate counts as hired where the reason is of the kind Hired, and as
        rejected for every other reason but those named here. In Lever the reasons stand under
        Settings > Archive Reasons. Whoever is archived because another opportunity goes on is
        followed to it.
        """,
        settings=("withdrawn_reasons", "moved_reasons"),
    ),
    GuideStep(
        "updates",
        "Say where updates go",
        """
        Each update is a note on the candidate. A tag beside it tells the status, so that Lever's
        lists can be filtered by it; clear Status tag if you want none. Secret notes are seen by
        users with that right alone.
        """,
        settings=("status_tag", "note_visibility"),
    ),
    GuideStep(
        "note",
        "Write a test note",
        """
        In Lever open a candidate made for testing and copy the address of the page. The check
        writes one note on that candidate and looks for it again. Delete it there afterwards.
        """,
        proves=Proves.NOTE,
        optional=True,
    ),
    GuideStep(
        "webhooks",
        "Create the webhooks",
        """
        In Lever, as a Super Admin, open Settings > Integrations and API > Webhooks. Switch each
        event of this list on, add the address below to it, and copy the signature token that
        stands beside the event into this step: every event has its own. Then press the test
        button beside one of them; that try turns this step green.
        """,
        proves=Proves.WEBHOOK,
        settings=(*TOKENS, "webhook_hours"),
        shows=("webhook",),
        ticks=EVENTS,
    ),
    GuideStep(
        "test",
        "Test the connection",
        """
        The test tries each capability with everything it needs. When one works, the connection
        begins: jobs, people, stages and states are read.
        """,
        proves=Proves.TEST,
    ),
)
