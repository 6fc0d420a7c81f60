"""Small forms and fields of the integration pages, used on several of them."""

from django import forms

from candidates.forms import PersonField
from integrations.capabilities import Capability
from portal.forms import KnownFields


class FallbackField(PersonField):
    """Who stands in for recruiters whom nobody here is (J2); the form says who can be chosen."""

    def __init__(self) -> None:
        super().__init__(
            None,
            empty_label="Choose a person",
            help_text="Gets the candidates whose recruiter in the ATS has no account here.",
        )


class ProfileAddress(KnownFields, forms.Form):
    """The address of a candidate's page in an ATS; read for its ids, never fetched (P53)."""

    url = forms.CharField(
        label="ATS profile URL", max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        error_messages={"required": "Paste the address of the candidate's page in the ATS."},
    )  # fmt: skip


class SwitchForm(KnownFields, forms.Form):
    """A capability to switch, and which way."""

    capability = forms.ChoiceField(choices=[(each.value, each.wording) for each in Capability])
    to = forms.ChoiceField(choices=[("on", "On"), ("off", "Off")])

    @property
    def asked(self) -> tuple[Capability, bool]:
        """The capability, and whether it is to be on."""
        return Capability(self.cleaned_data["capability"]), self.cleaned_data["to"] == "on"


class Search(forms.Form):
    """What a list of jobs, stages or people is narrowed to: kept in the address."""

    q = forms.CharField(
        label="Search", required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip

    @property
    def words(self) -> str:
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""
