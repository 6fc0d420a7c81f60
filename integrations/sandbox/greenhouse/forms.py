"""The forms of the toy ATS's pages and of its fault switches."""

from typing import Any

from django import forms

from integrations.sandbox import faults
from integrations.sandbox.greenhouse.events import EVENTS
from integrations.sandbox.greenhouse.store import SCOPES, VENDOR, store
from integrations.sandbox.models import Account, Fault, FaultKind, Hook

Choices = list[tuple[Any, str]]
NONE: Choices = [("", "Nobody")]


def users() -> Choices:
    """Everyone who is not a service account."""
    people = store.rows("users").exclude(data__contains={"primary_email": ""})
    return [(user.number, user["name"]) for user in people]


def stages(job: int) -> Choices:
    """The stages of a job's plan, in order."""
    plan = sorted(
        store.rows("job_interview_stages", job_id=job, active=True),
        key=lambda stage: stage["sort_order"],
    )
    return [(stage.number, stage["name"]) for stage in plan]


def reasons() -> Choices:
    """Why a candidate may be rejected."""
    return [(reason.number, reason["name"]) for reason in store.rows("rejection_reasons")]


def roles() -> Choices:
    """The active options of the job's role field."""
    field = store.rows("custom_fields", field_type="job", name_key="liaison_role").first()
    number = field.number if field else 0
    options = store.rows("custom_field_options", custom_field_id=number, active=True)
    return [("", "None"), *((option.number, option["name"]) for option in options)]


def number(choices: Any, label: str, *, required: bool = False) -> forms.TypedChoiceField:
    """A choice among rows by their number; nothing chosen is None."""
    return forms.TypedChoiceField(
        choices=choices, label=label, coerce=int, empty_value=None, required=required
    )


class MoveForm(forms.Form):
    """Where to move a candidate."""

    stage = forms.IntegerField()


class RejectForm(forms.Form):
    """Why a candidate is rejected."""

    reason = number(reasons, "Reason", required=True)


class ApplicantForm(forms.Form):
    """A new candidate. Anything goes, as in a real ATS: an empty e-mail, a short phone."""

    first_name = forms.CharField(max_length=100, required=False)
    last_name = forms.CharField(max_length=100, required=False)
    email = forms.CharField(label="E-mail", max_length=200, required=False)
    phone = forms.CharField(max_length=100, required=False)


class PersonForm(ApplicantForm):
    """A candidate and who looks after their application."""

    recruiter = number(lambda: NONE + users(), "Recruiter")
    coordinator = number(lambda: NONE + users(), "Coordinator")


class MergeForm(forms.Form):
    """Which candidate survives a merge."""

    survivor = forms.IntegerField(label="Merge into candidate number")


class JobForm(forms.Form):
    """A job: its name, its role option, whether it is open, its recruiter."""

    name = forms.CharField(max_length=200)
    role = number(roles, "Liaison Role")
    recruiter = number(lambda: NONE + users(), "Recruiter")


class EditJobForm(JobForm):
    """The same for a job that exists, which may also be closed."""

    status = forms.ChoiceField(choices=[("open", "Open"), ("draft", "Draft"), ("closed", "Closed")])


class RenameStageForm(forms.Form):
    """Another name for a stage of a job's plan, or for its namesakes in every plan."""

    stage = forms.TypedChoiceField(coerce=int)
    new_name = forms.CharField(max_length=200)
    everywhere = forms.BooleanField(label="In every job that has it", required=False)

    def __init__(self, job: int, data: Any = None) -> None:
        super().__init__(data)
        self.fields["stage"].choices = stages(job)  # type: ignore[attr-defined]


class HookForm(forms.ModelForm):  # type: ignore[type-arg]
    """One webhook as a customer sets it up."""

    event = forms.ChoiceField(choices=[(event, event) for event in EVENTS])
    url = forms.CharField(label="Endpoint URL", max_length=500)
    secret = forms.CharField(label="Secret key", max_length=200)
    disabled = forms.BooleanField(required=False)

    class Meta:
        model = Hook
        fields = ("name", "event", "url", "secret", "disabled")


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]
    """The credential, its limits, and the assessment partner."""

    scopes = forms.MultipleChoiceField(
        choices=[(scope, scope) for scope in SCOPES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Account
        fields = (
            "client_id",
            "client_secret",
            "token_seconds",
            "rate_limit",
            "rate_seconds",
            "retry_scale",
            "partner_key",
            "list_tests_url",
            "send_test_url",
            "test_status_url",
            "response_error_url",
            "scopes",
        )
        labels = {
            "client_id": "Client ID",
            "token_seconds": "Token lives, in seconds",
            "rate_limit": "Calls per window",
            "rate_seconds": "Window, in seconds",
            "retry_scale": "Webhook retry scale",
            "partner_key": "Assessment key",
            "list_tests_url": "List tests URL",
            "send_test_url": "Send test URL",
            "test_status_url": "Test status URL",
            "response_error_url": "Response error URL",
        }
        help_texts = {
            "retry_scale": "1 waits 1, 16, 76 minutes and so on; 0.01 a hundred times less."
        }


class FaultForm(forms.Form):
    """One fault to switch on; whatever is left out has its default."""

    kind = forms.ChoiceField(choices=FaultKind.choices)
    seconds = forms.FloatField(required=False, min_value=0.1, help_text="How long it lasts.")
    left = forms.IntegerField(
        label="Count", required=False, min_value=1, help_text="How many times it strikes."
    )
    path = forms.CharField(
        required=False,
        help_text="Part of the address it strikes, /v3/ unless said otherwise; for webhooks "
        "part of the event's name.",
    )
    method = forms.CharField(required=False, max_length=10)
    scope = forms.CharField(required=False, max_length=80, help_text="For 403 only.")
    chance = forms.FloatField(required=False, min_value=0, max_value=1)
    seed = forms.IntegerField(required=False)
    delay = forms.FloatField(
        required=False,
        min_value=0,
        help_text="Seconds a slow or dripping answer takes, or the span webhooks are shuffled in.",
    )
    copies = forms.IntegerField(required=False, min_value=2, max_value=100)
    retry_after = forms.CharField(
        label="Retry-After", required=False, max_length=60, help_text="For 429; may be odd."
    )
    after_work = forms.NullBooleanField(
        required=False, help_text="Whether the vendor does the work before it misbehaves."
    )

    def switch_on(self) -> Fault:
        """Switch on what the valid form says."""
        said = {name: v for name, v in self.cleaned_data.items() if v not in (None, "")}
        return faults.switch_on(VENDOR, FaultKind(said.pop("kind")), **said)
