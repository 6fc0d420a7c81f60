"""The forms of the toy Greenhouse's own pages."""

from typing import Any

from django import forms

from integrations.sandbox.forms import AccountForm
from integrations.sandbox.greenhouse.store import store

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


def address(label: str) -> forms.CharField:
    """An address of the assessment partner."""
    return forms.CharField(label=label, max_length=500, required=False)


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


class GreenhouseAccountForm(AccountForm):
    """The credential, its limits, and the assessment partner."""

    partner_key = forms.CharField(label="Assessment key", max_length=170, required=False)
    list_tests_url = address("List tests URL")
    send_test_url = address("Send test URL")
    test_status_url = address("Test status URL")
    response_error_url = address("Response error URL")

    class Meta(AccountForm.Meta):
        fields = (
            "client_id",
            "client_secret",
            "token_seconds",
            "rate_limit",
            "rate_seconds",
            "retry_scale",
            "scopes",
        )
