"""The guided set-up of Jobvite in its own words; the page in docs repeats it (K3)."""

from integrations.setup.guide import GuideStep, Permission, Proves

GRANTS = (
    Permission("GET Candidate", "every capability that reads applications"),
    Permission("Update Candidate", "post updates"),
    Permission("GET Job", "roles match, hiring team, recruiters, sync of jobs and people"),
    Permission("GET Workflow", "invite by webhook, state updating: which states there are"),
    Permission(
        "GET Custom Field", "roles match, follower list, post updates: are the fields there"
    ),
    Permission("Update Custom Field", "roles match, follower list: push our lists"),
)
GUIDE = (
    GuideStep(
        "credential",
        "Ask for an API key",
        """
        Jobvite gives out API keys on request. Open a ticket with Jobvite support, or write to
        your account manager; name the APIs of the next step and the e-mail of the Jobvite user
        that the calls are booked under. Copy the key and the secret you are given into this step.

        If Jobvite lets calls in from known addresses only, name the address of this server too.
        """,
        settings=("api_key", "api_secret", "auth_mode", "company_id"),
    ),
    GuideStep(
        "grants",
        "Have its APIs granted",
        """
        A key opens only the APIs that Jobvite granted it, and Jobvite answers a missing grant
        exactly like a wrong key. The check makes one call for each, and tells the two apart by
        what else the key opens. Name in your ticket what is not granted yet.

        The three choices below are as most of Jobvite's customers need them. Change them only if
        Jobvite tells you otherwise.
        """,
        permissions=GRANTS,
        settings=("calls_per_second", "first_row", "date_pattern"),
    ),
    GuideStep(
        "fields",
        "Have the custom fields made",
        """
        In the same ticket ask for custom fields, with these codes or others that you type here.
        On the application: a text for the status, which also shows why an invite was refused; a
        long text for the result; a text for its address; if you want one, a text for the time.
        On the requisition or the application: a multiple choice for followers, whose choices are
        filled in from here.

        A code is made from the label: Liaison Status becomes liaison_status. Clear a field
        here and nothing is written to it. Where Jobvite's API does not take lists, choose Pasted:
        the page Mapping > Roles shows what to paste.
        """,
        settings=(
            "status_field", "result_field", "result_url_field", "scheduled_field", "comments",
            "followers_field", "lists",
        ),
    ),
    GuideStep(
        "roles",
        "Add the role field to requisitions",
        """
        Ask for one more custom field, on the requisition: a single choice with the code named
        here. The check fills in its choices from your active roles; choices you add yourself
        are left alone, and so are those that an open requisition has.

        Then choose a role on each requisition.
        """,
        settings=("role_field",),
    ),
    GuideStep(
        "invites",
        "Say who is invited",
        """
        Ask Jobvite support to add a state to the workflows of your requisitions, such as Liaison
        Assessment. A candidate who is moved into the state named here is invited. Final states
        tells which states mean hired, rejected or withdrawn; * stands for any words.
        """,
        settings=(
            "trigger_stage", "recruiter_source", "recruiter_field", "grader_field", "stages",
            "final_states",
        ),
    ),
    GuideStep(
        "note",
        "Write a test note",
        """
        In Jobvite open a candidate made for testing and copy the address of the page. The check
        sets the status field of that application and reads it again. If the address names no
        ids, leave this step out.
        """,
        proves=Proves.NOTE,
        settings=("application_names", "candidate_names"),
        optional=True,
    ),
    GuideStep(
        "webhooks",
        "Have the webhook registered",
        """
        Make a signing key here. Then ask Jobvite support, or your account manager, to send the
        event workflowUpdate to the address below, signed with this key; all states, or at least
        the one that invites and the final ones. If they can send jobUpdate as well, have it go to
        the same address. The first event that comes turns this step green: move a candidate made
        for testing.

        If Jobvite names another header for the signature, type it here.
        """,
        proves=Proves.WEBHOOK,
        settings=("signature_header", "signature_encoding", "signature_required"),
        shows=("webhook",),
        makes="webhook_key",
        ticks=("workflowUpdate", "jobUpdate"),
    ),
    GuideStep(
        "test",
        "Test the connection",
        """
        The test tries each capability with everything it needs. When one works, the connection
        begins: roles and followers are pushed, and jobs, people, states and applications are read.
        """,
        proves=Proves.TEST,
    ),
)  # fmt: skip
