"""The forms of the toy Jobvite's own pages."""

from collections.abc import Mapping
from typing import Any

from django import forms

from integrations.sandbox.forms import AccountForm
from integrations.sandbox.jobvite import fields
from integrations.sandbox.jobvite.habits import Value
from integrations.sandbox.jobvite.keys import GRANTS
from integrations.sandbox.jobvite.requisitions import STATES
from integrations.sandbox.jobvite.store import store
from integrations.sandbox.models import Record

Choices = list[tuple[Any, str]]


def users() -> Choices:
    """Every employee."""
    return [
        (user.number, f"{user['firstName']} {user['lastName']}") for user in store.rows("users")
    ]


def states() -> Choices:
    """The states of the workflow, in order."""
    return [(state.number, state["name"]) for state in store.rows("states")]


def state_names() -> Choices:
    """The same by their names."""
    return [(name, name) for _, name in states()]


def dispositions() -> Choices:
    """Why a candidate may be rejected."""
    return [(reason.number, reason["name"]) for reason in store.rows("dispositions")]


def text(label: str) -> forms.CharField:
    """A text that may be empty, and may be anything, as in a real ATS."""
    return forms.CharField(label=label, max_length=200, required=False)


def team(label: str) -> forms.TypedMultipleChoiceField:
    """Any number of employees."""
    return forms.TypedMultipleChoiceField(
        choices=users,
        label=label,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class ApplicantForm(forms.Form):
    """A new candidate."""

    firstName = text("First name")  # noqa: N815
    lastName = text("Last name")  # noqa: N815
    email = text("E-mail")
    mobile = text("Mobile phone")


class PersonForm(ApplicantForm):
    """A candidate with all phones."""

    homePhone = text("Home phone")  # noqa: N815
    workPhone = text("Work phone")  # noqa: N815


class NewJobForm(forms.Form):
    """A new requisition."""

    title = forms.CharField(max_length=200)
    recruiters = team("Recruiters")


class JobForm(NewJobForm):
    """A requisition: its state and its team."""

    jobState = forms.ChoiceField(  # noqa: N815
        label="State", choices=[(state, state) for state in STATES]
    )
    hiringManagers = team("Hiring managers")  # noqa: N815
    primaryHiringManager = forms.TypedChoiceField(  # noqa: N815
        label="Primary hiring manager",
        choices=lambda: [("", "Nobody"), *users()],
        coerce=int,
        empty_value=None,
        required=False,
    )


class StateForm(forms.Form):
    """Another name for a state of the workflow, in every requisition at once."""

    state = forms.TypedChoiceField(choices=states, coerce=int)
    name = forms.CharField(label="New name", max_length=100)


class ValuesForm(forms.Form):
    """The custom fields of a candidate's application or of a requisition."""

    def __init__(self, entity: str, values: Mapping[str, Value], data: Any = None) -> None:
        super().__init__(data, initial=dict(values))
        for code, field in fields.of(entity).items():
            self.fields[code] = _of(field, values.get(code, ""))


class FieldForm(forms.Form):
    """A custom field as the customer's administrator keeps it."""

    fieldCode = forms.SlugField(label="Field code", max_length=60)  # noqa: N815
    options = forms.CharField(
        widget=forms.Textarea, required=False, help_text="One on a line; a text has none."
    )
    active = forms.BooleanField(required=False)

    def clean_options(self) -> list[str]:
        """The lines that are not blank, each once."""
        lines = (line.strip() for line in self.cleaned_data["options"].splitlines())
        return list(dict.fromkeys(line for line in lines if line))


class JobviteAccountForm(AccountForm):
    """Key, secret and grants, and how this customer's Jobvite does what is disputed."""

    query_keys = forms.BooleanField(label="Key and secret may stand in the query", required=False)
    soft_refusals = forms.MultipleChoiceField(
        label="APIs that refuse a key with HTTP 200",
        choices=[(route, route) for route in dict.fromkeys(route for route, _ in GRANTS)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    missing_is_404 = forms.BooleanField(
        label="An unknown candidate is a 404, not an empty list", required=False
    )
    zero_total = forms.BooleanField(label="The last page says a total of 0", required=False)
    job_recruiters = forms.BooleanField(label="GET /job tells the recruiters", required=False)
    field_writes = forms.TypedChoiceField(
        label="PUT /customfield answers",
        choices=[(200, "200 and does it"), (404, "404"), (405, "405")],
        coerce=int,
    )
    separator = forms.ChoiceField(
        label="Several values of a field are parted by",
        choices=[(",", "Commas"), (";", "Semicolons"), ("", "Nothing: they are a JSON list")],
        required=False,
    )
    signature_header = forms.RegexField(
        r"^[A-Za-z0-9-]+$",
        label="Signature header",
        help_text="A webhook without a secret key is not signed.",
    )
    signature_encoding = forms.ChoiceField(
        label="Signature encoding", choices=[("base64", "Base64"), ("hex", "Hex")]
    )
    older_keys = forms.BooleanField(
        label="Webhooks say candidateId and jobId instead of id", required=False
    )
    states = forms.MultipleChoiceField(
        label="Webhooks only for moves into",
        choices=state_names,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="None chosen: every move.",
    )

    class Meta(AccountForm.Meta):
        fields = (
            "client_id",
            "client_secret",
            "rate_limit",
            "rate_seconds",
            "retry_scale",
            "scopes",
        )
        labels = AccountForm.Meta.labels | {"client_id": "API key", "client_secret": "Secret"}
        help_texts = AccountForm.Meta.help_texts | {"rate_limit": "0 is no limit."}


def _of(field: Record, value: Value) -> forms.Field:
    """A form field for a custom field; a value whose option is gone can still be kept."""
    label, kind = field["displayName"], field["fieldType"]
    if kind == fields.TEXT:
        return forms.CharField(label=label, max_length=fields.LONGEST, required=False)
    held = [value] if isinstance(value, str) else value
    names = dict.fromkeys([*field["options"], *filter(None, held)])
    choices = [(name, name) for name in names]
    if kind == fields.MULTIPLE:
        boxes = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=boxes)
    return forms.ChoiceField(label=label, choices=[("", "None"), *choices], required=False)
