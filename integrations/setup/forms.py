"""The forms that connect an ATS: a vendor's settings become fields by themselves (K3, K10)."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from candidates import people
from integrations.connector import Connector
from integrations.forms import FallbackField
from integrations.models import Connection
from integrations.sealed import SealBroken
from integrations.setup.guide import GuideStep, Proves
from integrations.setup.setting import Setting
from portal.forms import KnownFields, WebAddress
from portal.models import Group

LONGEST_VALUE = 2000
SHOWN = 4  # characters of a secret that are shown again (P59)
LONG_ENOUGH = 12  # a shorter secret would be half told by its end
SETTING = "setting_"  # before a setting's name, so that no other field has it


class _VendorSettings(KnownFields, forms.Form):
    """A field for each of a vendor's settings that is asked for; what is secret is not shown."""

    def _add_settings(self, settings: Iterable[Setting], known: Connection) -> None:
        asked = tuple(settings)
        self.secret = {setting.name for setting in asked if setting.secret}
        ends = _ends(known)
        for setting in asked:
            self.fields[SETTING + setting.name] = _field(setting, known, ends)

    def values(self) -> dict[str, str]:
        """The settings as given; a secret left empty is left as it is."""
        given = {
            name.removeprefix(SETTING): value
            for name, value in self.cleaned_data.items()
            if name.startswith(SETTING)
        }
        return {name: value for name, value in given.items() if value or name not in self.secret}


class NewConnection(KnownFields, forms.Form):
    """What a connection needs to begin with (K3)."""

    group = forms.ModelChoiceField(
        Group.objects.none(), empty_label="Choose a group",
        help_text="Candidates are invited to this group's roles.",
    )  # fmt: skip
    name = forms.CharField(
        max_length=120, required=False, help_text="What the connection is called here."
    )
    fallback_recruiter = FallbackField()
    base_url = WebAddress(label="Address of the API")
    auth_url = WebAddress(label="Address for tokens", required=False)

    def __init__(
        self, data: QueryDict | None, *, connector: type[Connector], groups: list[Group]
    ) -> None:
        preset = {"base_url": connector.base_url, "auth_url": connector.auth_url}
        preset["group"] = str(groups[0].pk) if len(groups) == 1 else ""
        super().__init__(data, initial=preset)
        fields: dict[str, Any] = self.fields
        fields["group"].queryset = Group.objects.filter(pk__in=[group.pk for group in groups])
        fields["fallback_recruiter"].queryset = people.recruiters(*groups)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        group = self.cleaned_data.get("group")
        chosen = self.cleaned_data.get("fallback_recruiter")
        if group and chosen and not people.recruiters(group).filter(pk=chosen.pk).exists():
            self.add_error("fallback_recruiter", f"{chosen} cannot recruit in {group}.")
        return cleaned


class ExpiryDate(forms.DateField):
    """Until when the vendor takes the key, where it says so."""

    def __init__(self) -> None:
        super().__init__(
            label="Key expires on",
            required=False,
            help_text="The day the ATS names, if it does: admins are reminded before it.",
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )


class ConnectionKey(_VendorSettings):
    """New keys and settings of a connection; what is there is not shown again (K10)."""

    expires_on = ExpiryDate()

    def __init__(self, data: QueryDict | None, connection: Connection) -> None:
        super().__init__(data, initial={"expires_on": connection.secrets_expire_on})
        settings = type(connection.connector).settings
        self._add_settings((each for each in settings if not each.generated), connection)
        self.order_fields([name for name in self.fields if name != "expires_on"])


class StepForm(_VendorSettings):
    """What a step of the guided set-up asks for, and for a test note where to write it (K3)."""

    def __init__(self, data: QueryDict | None, connection: Connection, step: GuideStep) -> None:
        super().__init__(data, initial={"expires_on": connection.secrets_expire_on})
        known = type(connection.connector).settings_by_name()
        self._add_settings((known[name] for name in step.settings), connection)
        if step == connection.connector.guide[0]:
            self.fields["expires_on"] = ExpiryDate()
        if step.proves == Proves.NOTE:
            self.fields["url"] = forms.CharField(
                label=f"Address of the candidate's page in {connection.connector.name}",
                max_length=500,
                widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
            )
        if step.proves == Proves.WEBHOOK:
            for name in self.secret - set(_ends(connection)):
                self.fields[SETTING + name].required = True


class LeaveOut(KnownFields, forms.Form):
    """Why an optional step is left out."""

    reason = forms.CharField(label="Reason for leaving it out", max_length=300)


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


def _field(setting: Setting, known: Connection, ends: dict[str, str]) -> forms.Field:
    facts: dict[str, Any] = {"label": setting.title, "help_text": setting.help}
    facts["required"] = setting.required and setting.name not in ends
    if setting.secret:
        facts["help_text"] = f"{setting.help} {_kept(setting, ends)}".strip()
        hidden = forms.PasswordInput(attrs={"autocomplete": "off"})
        return forms.CharField(max_length=LONGEST_VALUE, widget=hidden, **facts)
    facts["initial"] = known.choice(setting.name)
    if setting.choices:
        facts["required"] = True
        return forms.ChoiceField(choices=setting.options, **facts)
    return forms.CharField(max_length=LONGEST_VALUE, **facts)


def _kept(setting: Setting, ends: dict[str, str]) -> str:
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
