"""What every form of the site shares, and the portal's own forms."""

import functools
import uuid
import zoneinfo
from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.db.models import Q, QuerySet

from portal.memberships import Access
from portal.models import MEMBER_KINDS, ApiKey, Group, Kind, Membership, Organization, Theme, User

FROM_THE_PAGE = {"csrfmiddlewaretoken"}


class KnownFields(forms.BaseForm):
    """A form that refuses fields it does not have, instead of passing over them (P41)."""

    def clean(self) -> dict[str, Any] | None:
        known = {self.add_prefix(name) for name in self.fields} | FROM_THE_PAGE
        for name in sorted(set(self.data) - known)[:3]:
            self.add_error(None, f"This form has no field “{name[:40]}”. Reload the page.")
        return super().clean()


class Lines(forms.CharField):
    """Text of several lines; a browser's line ends are kept as ours, so that equal is equal."""

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class WebAddress(forms.URLField):
    """An address that may be typed without https://, which a browser's own check would refuse."""

    widget = forms.TextInput(attrs={"inputmode": "url"})

    def __init__(self, **facts: Any) -> None:
        super().__init__(assume_scheme="https", max_length=300, **facts)


def zone_choices(current: str) -> list[tuple[str, str]]:
    """The time zones to choose from: places and UTC, and the one that is set."""
    return [(name, name.replace("_", " ")) for name in sorted(_places() | {"UTC", current})]


@functools.cache
def _places() -> frozenset[str]:
    """Read once, as it is a walk through the system's files."""
    return frozenset(name for name in zoneinfo.available_timezones() if _is_place(name))


def _is_place(name: str) -> bool:
    region, slash, _ = name.partition("/")
    return bool(slash) and region not in ("Etc", "SystemV", "US", "posix", "right")


class GroupForm(KnownFields, forms.ModelForm):  # type: ignore[type-arg]
    """A group's name."""

    class Meta:
        model = Group
        fields = ["name"]


class ApiKeyForm(KnownFields, forms.ModelForm):  # type: ignore[type-arg]
    """What a new API key is called; `press` tells the same press of the button from another."""

    press = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    class Meta:
        model = ApiKey
        fields = ["name"]
        help_texts = {"name": "Say which program uses it, so that you know what revoking it ends."}


class _ZoneForm(KnownFields, forms.ModelForm):  # type: ignore[type-arg]
    """A form with a time zone to choose."""

    zone = forms.ChoiceField(label="Time zone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = zone_choices(self.instance.zone)  # type: ignore[attr-defined]


class Profile(_ZoneForm):
    """What people say of themselves."""

    theme = forms.ChoiceField(
        label="Appearance", choices=Theme.choices, widget=forms.RadioSelect, required=True
    )

    class Meta:
        model = User
        fields = ["name", "zone", "theme"]
        help_texts = {"name": "Candidates and colleagues see this name."}


class OrganizationSettings(_ZoneForm):
    """What an organization admin decides for everybody (B2, G9)."""

    class Meta:
        model = Organization
        fields = ["name", "zone", "open_roles", "cancel_on_final_status"]
        labels = {
            "open_roles": "Open every role to every user",
            "cancel_on_final_status": "Cancel interviews when the ATS says hired, rejected or "
            "withdrawn",
        }
        help_texts = {
            "cancel_on_final_status": "Otherwise the candidacy asks a person what to do.",
        }


class Messaging(KnownFields, forms.ModelForm):  # type: ignore[type-arg]
    """What candidates may be sent without a second look (D13)."""

    class Meta:
        model = Organization
        fields = ["recent_interview_warning"]
        labels = {"recent_interview_warning": "Warn before inviting somebody interviewed recently"}
        help_texts = {
            "recent_interview_warning": "An invite stops when the candidate completed the same "
            "role, or one of the same interview format, in the last 6 months. A person then "
            "confirms it or lets it be. This holds for every role of the organization.",
        }


class MemberForm(KnownFields, forms.Form):
    """What a member is, and the groups they reach (B2, B3)."""

    kind = forms.ChoiceField(
        label="What they do",
        choices=[(kind.value, kind.label) for kind in MEMBER_KINDS],
        initial=Kind.RECRUITER,
    )
    all_groups = forms.BooleanField(label="All groups, also later ones", required=False)
    groups = forms.ModelMultipleChoiceField(
        Group.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Organization admins reach every group in any case.",
    )

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].queryset = organization.groups.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        asked = self.cleaned_data
        everywhere = asked.get("all_groups") or asked.get("kind") == Kind.ORG_ADMIN
        if not everywhere and "groups" in asked and not asked["groups"]:
            self.add_error("groups", "Choose at least one group, or all groups.")
        return cleaned

    def access(self) -> Access:
        """What the filled-in form says."""
        asked = self.cleaned_data
        return Access(Kind(asked["kind"]), asked["all_groups"], tuple(asked["groups"]))


class InviteMember(MemberForm):
    """Somebody to invite to the organization."""

    email = forms.EmailField(label="E-mail", max_length=254)
    name = forms.CharField(label="Full name", max_length=120)
    field_order = ["email", "name", "kind", "all_groups", "groups"]


class PeopleFilter(forms.Form):
    """Whom the list of people shows: kept in the address (B4)."""

    q = forms.CharField(label="Search", required=False, max_length=120)
    archived = forms.BooleanField(label="Show archived users", required=False)

    def apply(self, members: QuerySet[Membership]) -> QuerySet[Membership]:
        """The members that pass; active ones only, unless archived ones are asked for."""
        if not self.is_valid():
            return members.none()
        asked = self.cleaned_data
        if not asked["archived"]:
            members = members.filter(archived_at=None)
        if asked["q"]:
            named = Q(user__name__icontains=asked["q"]) | Q(user__email__icontains=asked["q"])
            members = members.filter(named)
        return members


class NewPassword(KnownFields, SetPasswordForm):  # type: ignore[type-arg]
    """The first password of somebody invited."""
