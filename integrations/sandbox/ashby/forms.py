"""The forms of the toy Ashby's own pages."""

from django import forms

from integrations.sandbox import cast
from integrations.sandbox.ashby.store import store
from integrations.sandbox.forms import AccountForm
from integrations.sandbox.shown import Choices

NOBODY = [("", "Nobody")]
STATUSES = [(status, status) for status in ("Open", "Closed", "Archived", "Draft")]
WAYS = [("basic", "Basic, the key as user name"), ("bearer", "Bearer"), ("header", "X-API-Key")]


def users() -> Choices:
    """Everyone who may be on a hiring team."""
    people = store.rows("users", isEnabled=True).exclude(number=cast.SERVICE.number)
    return [(user.number, f"{user['firstName']} {user['lastName']}") for user in people]


def reasons() -> Choices:
    """Why an application may be archived."""
    return [(reason.number, reason["text"]) for reason in store.rows("archiveReasons")]


def roles() -> Choices:
    """The choices of the job's role field."""
    field = store.get("customFields", cast.ROLE_FIELD)
    kept = [choice for choice in field["selectableValues"] if not choice["isArchived"]]
    return [("", "None"), *((choice["value"], choice["label"]) for choice in kept)]


def somebody() -> forms.TypedChoiceField:
    """A user by number, or nobody."""
    return forms.TypedChoiceField(
        choices=lambda: [*NOBODY, *users()],
        label="Recruiter",
        coerce=int,
        empty_value=None,
        required=False,
    )


class MoveForm(forms.Form):
    """Where to move a candidate."""

    stage = forms.IntegerField()


class ArchiveForm(forms.Form):
    """Why an application is archived."""

    reason = forms.TypedChoiceField(choices=reasons, coerce=int)


class PersonForm(forms.Form):
    """A candidate. Anything goes, as in a real ATS: no e-mail, a short phone."""

    name = forms.CharField(max_length=200, required=False)
    email = forms.CharField(label="E-mail", max_length=200, required=False)
    phone = forms.CharField(max_length=100, required=False)


class RecruiterForm(forms.Form):
    """Who looks after one application."""

    recruiter = somebody()


class JobForm(forms.Form):
    """A job: its title, its role, its status, its recruiter."""

    title = forms.CharField(max_length=200)
    role = forms.ChoiceField(choices=roles, label="Liaison role", required=False)
    status = forms.ChoiceField(choices=STATUSES)
    recruiter = somebody()


class AshbyAccountForm(AccountForm):
    """The API key and what it sees, the tokens of lists, and the assessment partner."""

    confidential_jobs = forms.BooleanField(required=False)
    private_fields = forms.BooleanField(required=False)
    token_days = forms.IntegerField(label="A sync token lives, in days", min_value=0)
    incremental_pages = forms.IntegerField(label="Pages of changes at most", min_value=0)
    token_error_status = forms.ChoiceField(
        label="Status of errors about tokens", choices=[(code, code) for code in ("200", "400")]
    )
    old_errors = forms.BooleanField(label="Errors in their old form only", required=False)
    partner_limit = forms.BooleanField(
        label="The limit is that of all customers of a partner", required=False
    )
    partner_url = forms.CharField(label="Assessment base URL", max_length=500, required=False)
    partner_key = forms.CharField(label="Assessment key", max_length=170, required=False)
    partner_auth = forms.ChoiceField(label="How the key is sent to the partner", choices=WAYS)

    class Meta(AccountForm.Meta):
        fields = (
            "client_secret",
            "token_seconds",
            "rate_limit",
            "rate_seconds",
            "retry_scale",
            "scopes",
        )
        labels = AccountForm.Meta.labels | {
            "client_secret": "API key",
            "token_seconds": "A cursor lives, in seconds",
        }
