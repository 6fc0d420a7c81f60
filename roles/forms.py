"""The forms of roles: the list's filters and a role's settings."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from portal.forms import KnownFields, Lines
from portal.memberships import reaching
from portal.models import Group
from portal.viewers import Viewer
from roles import changes
from roles.models import InterviewFormat, Role, RoleStatus
from roles.visibility import groups_to_edit

PRESET_BAR = Decimal("3.00")
SORTS = {"name": "Name", "-name": "Name, from Z", "-id": "Newest first", "id": "Oldest first"}


class RoleFilter(forms.Form):
    """What the list shows: kept in the address (C4)."""

    q = forms.CharField(label="Search", required=False, max_length=120)
    status = forms.ChoiceField(
        required=False, choices=[("", "Active"), ("archived", "Archived"), ("all", "All")]
    )
    group = forms.ModelChoiceField(Group.objects.none(), required=False, empty_label="All groups")
    format = forms.ModelChoiceField(
        InterviewFormat.objects.all(), required=False, empty_label="All formats"
    )
    sort = forms.ChoiceField(label="Sort by", required=False, choices=list(SORTS.items()))

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert viewer.organization is not None
        groups = viewer.organization.groups.filter(viewer.in_groups("pk"))
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]

    def apply(self, roles: QuerySet[Role]) -> QuerySet[Role]:
        """The roles that pass; none when a filter names what this viewer cannot find."""
        if not self.is_valid():
            return roles.none()
        asked = self.cleaned_data
        if asked["status"] != "all":
            roles = roles.filter(status=asked["status"] or RoleStatus.ACTIVE)
        if asked["q"]:
            roles = roles.filter(Q(name__icontains=asked["q"]) | Q(location__icontains=asked["q"]))
        named = {name: asked[name] for name in ("group", "format") if asked[name]}
        return roles.filter(**named)

    @property
    def order(self) -> str:
        return self.cleaned_data.get("sort") or "name"


class _RoleForm(KnownFields, forms.ModelForm):  # type: ignore[type-arg]
    """What a new role and the settings of one there is have in common."""

    pass_score = forms.DecimalField(
        label="Scoring bar",
        min_value=1,
        max_value=4,
        max_digits=3,
        decimal_places=2,
        initial=PRESET_BAR,
        help_text="The mean score, from 1 to 4, that a candidate must reach. "
        "A change makes a new version; results keep the bar they were measured by.",
    )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = Role.objects.exclude(pk=self.instance.pk)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError("There is a role of this name already. Choose another.")
        return name


class NewRole(_RoleForm):
    """What a role cannot be without; its group stays, as what follows belongs to it (A2)."""

    class Meta:
        model = Role
        fields = ["name", "group", "format", "description", "location"]
        field_classes = {"description": Lines}

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["group"].queryset = groups_to_edit(viewer)
        fields["group"].empty_label = "Choose a group"
        fields["format"].empty_label = "Choose a format"


class RoleSettings(_RoleForm):
    """A role's settings; a change applies to that role alone (C1, C2)."""

    class Meta:
        model = Role
        fields = [*changes.FIELDS, *changes.PEOPLE]
        field_classes = {"description": Lines, "question_set": Lines}
        labels = {"redo": "Offer a redo after the interview"}
        help_texts = {
            "change_limit_minutes": "Later, candidates ask their recruiter to move or cancel it.",
            "redo": "Candidates may then sit a second interview, within 24 hours of the first.",
            "hiring_managers": "They see the results of this role.",
            "graders": "They hear of results only, never of scheduling.",
        }
        widgets = {
            "hiring_managers": forms.CheckboxSelectMultiple,
            "graders": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["format"].empty_label = None
        for name in changes.PEOPLE:
            fields[name].queryset = reaching(self.instance.group)
        bar = changes.current_bar(self.instance)
        if bar:
            self.initial[changes.BAR] = bar.pass_score

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        window = self.cleaned_data.get("window_days")
        booking = self.cleaned_data.get("booking_days")
        if window and booking and booking > window:
            self.add_error("booking_days", f"The invite times out after {window} days already.")
        return cleaned

    def close(self) -> None:
        """Show the settings without letting them be changed (C2)."""
        for shown in self.fields.values():
            shown.disabled = True
