"""The forms of the candidate pages, other than the invite form."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.db.models import Q, QuerySet
from django.http import QueryDict

from candidates import people, search
from candidates.funnel import TABS
from candidates.models import Candidacy, InviteAttempt, Outcome
from candidates.states import Standing
from portal.forms import KnownFields
from portal.models import Group, User
from roles.models import Role

ENDED = "ended"
LARGEST_ID = 2**63 - 1


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A user to choose, named so that two of the same name differ."""

    def label_from_instance(self, obj: User) -> str:
        return f"{obj} ({obj.email})"


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Users to choose, named so that two of the same name differ."""

    def label_from_instance(self, obj: User) -> str:
        return f"{obj} ({obj.email})"


class FunnelFilter(forms.Form):
    """What the Active funnel shows: kept in the address, so without personal data but `q`.

    The ids narrow what the viewer sees anyway, so a foreign one finds nothing.
    """

    state = forms.ChoiceField(
        choices=[(state, state.label) for state in TABS] + [(ENDED, "Ended")], required=False
    )
    q = forms.CharField(
        label="Name or e-mail begins with", required=False, min_length=search.SHORTEST,
        max_length=100, widget=forms.TextInput(attrs={"type": "search"}),
        error_messages={"min_length": "Type at least two letters to search."},
    )  # fmt: skip
    role = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    recruiter = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    group = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    standing = forms.ChoiceField(
        label="Status in the ATS", choices=Standing.choices[1:], required=False
    )

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.is_valid()
        self.wanted: dict[str, Any] = {
            name: value for name, value in self.cleaned_data.items() if value
        }

    def kept(self) -> list[tuple[str, Any]]:
        """What a new search keeps."""
        return [(name, value) for name, value in self.wanted.items() if name != "q"]

    def narrow(self, candidacies: QuerySet[Candidacy]) -> QuerySet[Candidacy]:
        """All that is asked for but the tab."""
        wanted = Q()
        if "q" in self.wanted:
            found = search.matching(self.wanted["q"])[: search.MOST]
            wanted &= Q(candidate__in=found.values("pk"))
        for name in ("role", "recruiter", "standing"):
            if name in self.wanted:
                wanted &= Q(**{name: self.wanted[name]})
        if "group" in self.wanted:
            wanted &= Q(role__group=self.wanted["group"])
        return candidacies.filter(wanted)

    def in_tab(self, candidacies: QuerySet[Candidacy]) -> QuerySet[Candidacy]:
        """Those of the tab that is open."""
        state = self.wanted.get("state", "")
        if state in TABS:
            return candidacies.filter(active=True, state=state)
        return candidacies.filter(active=state != ENDED)


class FunnelPicker(forms.Form):
    """What the funnel can be narrowed to; its lists are long, so it is a page of its own."""

    role: "forms.ModelChoiceField[Role]" = forms.ModelChoiceField(
        None, required=False, empty_label="Every role"
    )
    recruiter = PersonField(None, required=False, empty_label="Every recruiter")
    group: "forms.ModelChoiceField[Group]" = forms.ModelChoiceField(
        None, required=False, empty_label="Every group"
    )
    standing = forms.ChoiceField(
        label="Status in the ATS", required=False,
        choices=[("", "Every status"), *Standing.choices[1:]],
    )  # fmt: skip

    def __init__(self, chosen: dict[str, Any], roles: QuerySet[Role], groups: list[Group]) -> None:
        super().__init__(initial=chosen)
        fields: dict[str, Any] = self.fields
        fields["role"].queryset = roles
        fields["recruiter"].queryset = people.recruiters(*groups)
        fields["group"].queryset = Group.objects.filter(pk__in=[group.pk for group in groups])
        if len(groups) < 2:
            del self.fields["group"]


class Confirm(KnownFields, forms.Form):
    """A press on the button of a page that says what it does."""


class Reason(KnownFields, forms.Form):
    """Why something is canceled or taken back (E2)."""

    reason = forms.CharField(
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why."},
    )


class Chosen(KnownFields, forms.Form):
    """Rows of the funnel to act on together; the view has looked them up."""

    candidacy = forms.Field(widget=forms.MultipleHiddenInput)


class ChosenReason(Chosen, Reason):
    """Why several interviews are canceled."""


class ChosenRecruiter(Chosen):
    """Who takes over several candidacies: somebody who reaches the groups of all of them (B6)."""

    recruiter = PersonField(
        None, empty_label="Choose a person", error_messages={"required": "Choose who takes over."}
    )

    def __init__(self, data: QueryDict | None, chosen: Sequence[Candidacy]) -> None:
        super().__init__(data)
        able = User.objects.order_by("name")
        for group in {candidacy.role.group for candidacy in chosen}:
            able = able.filter(pk__in=people.recruiters(group).values("pk"))
        self.fields["recruiter"].queryset = able  # type: ignore[attr-defined]


class Recruiter(KnownFields, forms.Form):
    """Who the recruiter of a candidacy is (B6)."""

    recruiter = PersonField(None, empty_label=None)

    def __init__(self, data: QueryDict | None, candidacy: Candidacy) -> None:
        super().__init__(data, initial={"recruiter": candidacy.recruiter_id})
        recruiters = people.recruiters(candidacy.role.group)
        self.fields["recruiter"].queryset = recruiters  # type: ignore[attr-defined]


class NewFollower(KnownFields, forms.Form):
    """Somebody who is to hear of a candidacy (J7, B6)."""

    follower = PersonField(None, label="Add a follower", empty_label="Choose a person")

    def __init__(self, data: QueryDict | None, candidacy: Candidacy) -> None:
        super().__init__(data)
        known = candidacy.followers.values("user")
        others = people.followers(candidacy.role.group).exclude(pk__in=known)
        self.fields["follower"].queryset = others  # type: ignore[attr-defined]


class ProfileUrl(KnownFields, forms.Form):
    """Where the candidate is in the ATS (D8)."""

    profile_url = forms.CharField(
        label="ATS profile URL", required=False, max_length=500, widget=forms.URLInput,
        validators=[URLValidator(schemes=["https", "http"])],
        help_text="Updates are posted to this profile from now on. Leave it empty to post none.",
    )  # fmt: skip

    def __init__(self, data: QueryDict | None, candidacy: Candidacy) -> None:
        super().__init__(data, initial={"profile_url": candidacy.profile_url})


class SlotForm(KnownFields, forms.Form):
    """One of the times that are free; whether it still is, is checked when it is booked (E8)."""

    start = forms.DateTimeField(
        label="Time",
        error_messages={"required": "Choose a time.", "invalid": "Choose one of the times."},
    )


class AttemptFilter(forms.Form):
    """Which outcomes the list of attempts shows: kept in the address."""

    outcome = forms.ChoiceField(choices=[("", "Every outcome"), *Outcome.choices], required=False)

    def narrow(self, attempts: QuerySet[InviteAttempt]) -> QuerySet[InviteAttempt]:
        outcome = self.cleaned_data.get("outcome") if self.is_valid() else ""
        return attempts.filter(outcome=outcome) if outcome else attempts
