"""The forms of the integration pages; a vendor's settings become fields by themselves."""

from typing import Any

from django import forms
from django.http import QueryDict

from candidates import people
from candidates.forms import PersonField
from candidates.states import Standing
from integrations.connector import Connector, Setting
from integrations.models import Connection
from integrations.sealed import SealBroken
from portal.forms import KnownFields
from portal.models import Group
from roles.models import Role, RoleStatus

LONGEST_VALUE = 2000
SHOWN = 4  # characters of a secret that are shown again (P59)
LONG_ENOUGH = 12  # a shorter secret would be half told by its end
SETTING = "setting_"  # before a setting's name, so that no other field has it
JOB, STAGE = "job_", "stage_"


class _VendorSettings(KnownFields, forms.Form):
    """A field for each setting of a vendor."""

    def _add_settings(self, connector: type[Connector], known: Connection | None) -> None:
        self.secret = {setting.name for setting in connector.settings if setting.secret}
        ends = _ends(known) if known else {}
        for setting in connector.settings:
            self.fields[SETTING + setting.name] = _field(setting, known, ends)

    def values(self) -> dict[str, str]:
        """The settings as given; a secret left empty is left as it is."""
        given = {
            name.removeprefix(SETTING): value
            for name, value in self.cleaned_data.items()
            if name.startswith(SETTING)
        }
        return {name: value for name, value in given.items() if value or name not in self.secret}


class NewConnection(_VendorSettings):
    """What a connection needs to begin with (K3)."""

    group = forms.ModelChoiceField(
        Group.objects.none(), help_text="Candidates are invited to this group's roles."
    )
    name = forms.CharField(
        max_length=120, required=False, help_text="What the connection is called here."
    )
    fallback_recruiter = PersonField(
        None, help_text="Gets the candidates whose recruiter in the ATS has no account here."
    )
    base_url = forms.URLField(label="Address of the API", assume_scheme="https", max_length=300)
    auth_url = forms.URLField(
        label="Address for tokens", assume_scheme="https", max_length=300, required=False
    )

    def __init__(
        self, data: QueryDict | None, *, connector: type[Connector], groups: list[Group]
    ) -> None:
        preset = {"base_url": connector.base_url, "auth_url": connector.auth_url}
        preset["group"] = str(groups[0].pk) if len(groups) == 1 else ""
        super().__init__(data, initial=preset)
        fields: dict[str, Any] = self.fields
        fields["group"].queryset = Group.objects.filter(pk__in=[group.pk for group in groups])
        fields["fallback_recruiter"].queryset = people.recruiters(*groups)
        self._add_settings(connector, None)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        group = self.cleaned_data.get("group")
        chosen = self.cleaned_data.get("fallback_recruiter")
        if group and chosen and not people.recruiters(group).filter(pk=chosen.pk).exists():
            self.add_error("fallback_recruiter", f"{chosen} cannot recruit in {group}.")
        return cleaned


class ConnectionKey(_VendorSettings):
    """New keys and settings of a connection; what is there is not shown again (K10)."""

    def __init__(self, data: QueryDict | None, connection: Connection) -> None:
        super().__init__(data)
        self._add_settings(type(connection.connector), connection)


class DeleteKey(KnownFields, forms.Form):
    """The connection's name, typed to confirm what cannot be undone (K10)."""

    name = forms.CharField(label="Name of the connection", max_length=200)

    def __init__(self, data: QueryDict | None, connection: Connection) -> None:
        super().__init__(data)
        self.connection = connection

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name != self.connection.name:
            raise forms.ValidationError(f"Type exactly: {self.connection.name}")
        return name


class ProfileAddress(KnownFields, forms.Form):
    """The address of a candidate's page in an ATS; read for its ids, never fetched (P53)."""

    url = forms.CharField(
        label="ATS profile URL", max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        error_messages={"required": "Paste the address of the candidate's page in the ATS."},
    )  # fmt: skip


class Search(forms.Form):
    """What a list of jobs or stages is narrowed to: kept in the address."""

    q = forms.CharField(
        label="Search", required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip

    @property
    def words(self) -> str:
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""


class JobRoles(KnownFields, forms.Form):
    """The role of each job shown, or none (A6)."""

    def __init__(self, data: QueryDict | None, jobs: "list[Any]", group: Group) -> None:
        super().__init__(data)
        open_roles = Role.objects.filter(group=group, status=RoleStatus.ACTIVE).order_by("name")
        roles = {role.pk: role for role in open_roles}
        for job in jobs:
            mapped = {job.role_id: job.role} if job.role else {}
            options = [(pk, str(role)) for pk, role in (mapped | roles).items()]
            self.fields[f"{JOB}{job.pk}"] = forms.TypedChoiceField(
                label=f"Role of {job.name}", required=False, coerce=int, empty_value=None,
                initial=job.role_id, choices=[("", "No role"), *options],
            )  # fmt: skip


class StageStandings(KnownFields, forms.Form):
    """The standing that each stage shown means here, or none (G7)."""

    def __init__(self, data: QueryDict | None, stages: "list[Any]") -> None:
        super().__init__(data)
        options = [("", "Leaves the status alone"), *Standing.choices[1:]]
        for stage in stages:
            self.fields[f"{STAGE}{stage.pk}"] = forms.ChoiceField(
                label=f"Status for {stage.name}", required=False, choices=options,
                initial=stage.standing,
            )  # fmt: skip


def _field(setting: Setting, known: Connection | None, ends: dict[str, str]) -> forms.Field:
    facts: dict[str, Any] = {"label": setting.title, "help_text": setting.help}
    facts["required"] = setting.required and not (known and setting.secret)
    if setting.secret:
        facts["help_text"] = f"{setting.help} {_kept(setting, known, ends)}".strip()
        hidden = forms.PasswordInput(attrs={"autocomplete": "off"})
        return forms.CharField(max_length=LONGEST_VALUE, widget=hidden, **facts)
    facts["initial"] = known.choice(setting.name) if known else setting.preset
    if setting.choices:
        facts["required"] = True
        options = [(choice, choice.replace("_", " ")) for choice in setting.choices]
        return forms.ChoiceField(choices=options, **facts)
    return forms.CharField(max_length=LONGEST_VALUE, **facts)


def _kept(setting: Setting, known: Connection | None, ends: dict[str, str]) -> str:
    if known is None:
        return "Leave it empty, and we make one." if setting.generated else ""
    if setting.name not in ends:
        return "None is saved."
    return f"Saved{ends[setting.name]}. Leave it empty to keep it."


def _ends(connection: Connection) -> dict[str, str]:
    """Each secret that is kept, with its end if that tells too little to matter."""
    try:
        kept = connection.secrets
    except SealBroken:
        return {}
    return {
        name: f", ends in {secret[-SHOWN:]}" if len(secret) >= LONG_ENOUGH else ""
        for name, secret in kept.items()
        if secret
    }
