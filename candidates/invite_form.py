"""The invite form (D2): the verb judges most of it, so that every attempt is kept (D16)."""

import uuid
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.forms.models import ModelChoiceIterator
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from candidates import people, resumes
from candidates.actors import person
from candidates.forms import LARGEST_ID, PeopleField, PersonField
from candidates.models import Outcome, Resume, Source
from candidates.resume_forms import ResumeField
from candidates.wishes import L1, Wish, field_errors
from portal.forms import KnownFields
from portal.models import Group
from portal.permissions import Act
from portal.viewers import Viewer
from roles.visibility import open_to_invites

CANDIDATE_PICKS, SCHEDULE = "candidate", "schedule"
FIELDS = {Outcome.L1: "role", Outcome.L2: "phone", Outcome.L4: "recruiter", Outcome.L5: "email"}
PREFILLED = ("name", "email", "phone", "role", "recruiter", "profile_url", "how", "source", "draft")


class LeftToTheVerb:
    """A field that must be filled in, of which the verb says so in the words of L1 to L5."""

    def validate(self, value: Any) -> None:
        return None


class Text(LeftToTheVerb, forms.CharField):
    """Text that the verb judges."""


class _ByGroup(ModelChoiceIterator):  # type: ignore[type-arg]
    """Roles under the names of their groups, where there are several."""

    def __iter__(self) -> Iterator[Any]:
        yield "", "Choose a role"
        by_group = groupby(self.queryset, key=lambda role: role.group.name)
        groups = [(name, [self.choice(role) for role in roles]) for name, roles in by_group]
        yield from groups if len(groups) > 1 else (choice for _, some in groups for choice in some)


class RoleField(LeftToTheVerb, forms.ModelChoiceField):  # type: ignore[type-arg]
    """An active role, of which the verb says when it is missing."""

    iterator = _ByGroup


class InviteForm(KnownFields, forms.Form):
    """Whom to invite to what, and who picks the time."""

    name = Text(label="Full name", max_length=200)
    email = Text(
        label="E-mail", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = RoleField(None, error_messages={"invalid_choice": L1})
    recruiter = PersonField(
        None, label="Invite as", empty_label="Choose a person",
        error_messages={"required": "Choose who invites."},
        help_text="Replies of the candidate go to this person.",
    )  # fmt: skip
    phone = forms.CharField(
        max_length=60, required=False,
        help_text="Used to ring a candidate who is late or cut off.",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    profile_url = forms.CharField(
        label="ATS profile URL", max_length=500, required=False,
        validators=[URLValidator(schemes=["https", "http"])],
        help_text="Only with it do updates of this interview reach your ATS.",
        widget=forms.URLInput,
    )  # fmt: skip
    followers = PeopleField(
        None, required=False, widget=forms.CheckboxSelectMultiple,
        help_text="They hear of this candidate as the recruiter does.",
    )  # fmt: skip
    how = forms.ChoiceField(
        label="Who picks the time", initial=CANDIDATE_PICKS, widget=forms.RadioSelect,
        choices=[
            (CANDIDATE_PICKS, "The candidate picks the time"),
            (SCHEDULE, "Schedule for the candidate"),
        ],
    )  # fmt: skip
    resume = ResumeField(required=False)
    draft = forms.IntegerField(
        required=False, min_value=1, max_value=LARGEST_ID, widget=forms.HiddenInput
    )  # a resume that came with an earlier step
    key = forms.UUIDField(widget=forms.HiddenInput)
    source = forms.TypedChoiceField(
        choices=[(source, source.label) for source in (Source.FORM, Source.URL)],
        required=False, empty_value=Source.FORM, coerce=Source, widget=forms.HiddenInput,
    )  # fmt: skip
    action = forms.CharField(required=False, max_length=20)
    day = forms.DateField(required=False)
    start = forms.DateTimeField(
        required=False, error_messages={"invalid": "Choose one of the times."}
    )
    held = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)

    def __init__(
        self,
        viewer: Viewer,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        preset = {"key": uuid.uuid4(), "recruiter": viewer.user.pk}
        super().__init__(data, files, initial={**preset, **(initial or {})})
        self.viewer = viewer
        groups = groups_to_invite_in(viewer)
        fields: dict[str, Any] = self.fields
        fields["role"].queryset = (
            open_to_invites(viewer).select_related("group").order_by("group__name", "name")
        )
        fields["recruiter"].queryset = people.recruiters(*groups)
        fields["followers"].queryset = people.followers(*groups)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        role = self.cleaned_data.get("role")
        if role:
            self._need_access(role.group)
        if self.cleaned_data.get("draft") and not self.kept_resume:
            self.add_error("resume", "The resume was kept for a day. Choose the file again.")
        return cleaned

    def tell_field_errors(self) -> None:
        """Add what the verb says of fields in which nothing else is wrong: all at once (D3)."""
        for code, text in field_errors(self._typed()):
            if FIELDS[code] not in self.errors:
                self.add_error(FIELDS[code], text)

    def kept(self) -> list[forms.BoundField]:
        """What later steps carry along, hidden."""
        return [self[name] for name in (*PREFILLED, "followers", "key")]

    def start_anew(self) -> None:
        """Make the next press a new attempt: this one is kept as it ended (D20)."""
        self._change("key", str(uuid.uuid4()))

    def keep_resume(self) -> None:
        """Keep a resume that came with this press for the steps that follow."""
        file = self.cleaned_data.get("resume")
        if file:
            assert self.viewer.organization is not None
            draft = resumes.keep(file, self.viewer.organization, self.viewer.user)
            self._change("draft", str(draft.pk))

    @property
    def kept_resume(self) -> Resume | None:
        """The resume that came with this or an earlier press, if it is there still."""
        try:
            pk = self.fields["draft"].clean(self["draft"].value())
        except forms.ValidationError:
            return None
        return resumes.draft(pk, self.viewer.user) if pk else None

    def wish(self) -> Wish:
        """What a valid form asks for."""
        asked = self.cleaned_data
        assert self.viewer.organization is not None
        return Wish(
            organization=self.viewer.organization,
            source=asked["source"],
            by=person(self.viewer.user),
            name=asked["name"],
            email=asked["email"],
            role=asked["role"],
            recruiter=asked["recruiter"],
            phone=asked["phone"],
            profile_url=asked["profile_url"],
            key=f"form-{self.viewer.user.pk}-{asked['key']}",
            followers=tuple(asked["followers"]),
            resume=self.kept_resume,
            start=asked["start"],
        )

    def _typed(self) -> Wish:
        """What stands in the fields that the verb judges, also while the form is not valid."""
        assert self.viewer.organization is not None
        name, email, phone = (str(self[each].value() or "") for each in ("name", "email", "phone"))
        return Wish(
            organization=self.viewer.organization,
            source=Source.FORM,
            by=person(self.viewer.user),
            name=name,
            email=email,
            role=self.cleaned_data.get("role"),
            recruiter=self.cleaned_data.get("recruiter") or self.viewer.user,
            phone=phone,
        )

    def _change(self, name: str, value: str) -> None:
        assert isinstance(self.data, QueryDict)
        data = self.data.copy()
        data[name] = value
        self.data = data

    def _need_access(self, group: Group) -> None:
        """Recruiter and followers must reach the role's group (B6)."""
        recruiter = self.cleaned_data.get("recruiter")
        if recruiter and recruiter not in people.recruiters(group):
            text = f"{recruiter} cannot invite in {group}. Choose another recruiter or role."
            self.add_error("recruiter", text)
        able = set(people.followers(group))
        for follower in self.cleaned_data.get("followers") or ():
            if follower not in able:
                self.add_error("followers", f"{follower} has no access to {group}.")


def groups_to_invite_in(viewer: Viewer) -> list[Group]:
    """The groups whose roles this viewer may invite to (B3)."""
    return [group for group in viewer.visible_groups() if viewer.may(Act.INVITE, group.pk)]
