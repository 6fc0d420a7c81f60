"""The forms of the mapping pages: jobs, rules, stages, the stage that invites, people, edits."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from candidates import people
from candidates.states import Standing
from integrations.forms import FallbackField
from integrations.mapping import positions
from integrations.mapping.stage_meanings import NOTHING
from integrations.models import Connection, EditedField, Job, RuleField, RuleHow, Stage
from portal.forms import KnownFields
from portal.models import Group
from roles.models import Role, RoleStatus

JOB, STAGE = "job_", "stage_"
CONFIRMED = "confirmed"


def open_roles(group: Group) -> list[Role]:
    """The roles that jobs of this group's connections may lead to."""
    return list(Role.objects.filter(group=group, status=RoleStatus.ACTIVE).order_by("name"))


class JobRoles(KnownFields, forms.Form):
    """The role of each job shown, or one role for those that are ticked (A6)."""

    chosen = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    everything = forms.BooleanField(required=False)
    role = forms.TypedChoiceField(
        label="Role for the ticked jobs", required=False, coerce=int, empty_value=None
    )
    confirmed = forms.BooleanField(required=False)

    def __init__(self, data: QueryDict | None, jobs: Iterable[Job], group: Group) -> None:
        super().__init__(data)
        self.jobs = list(jobs)
        self.roles = {role.pk: role for role in open_roles(group)}
        options = [(pk, str(role)) for pk, role in self.roles.items()]
        fields: dict[str, Any] = self.fields
        fields["chosen"].choices = [(job.pk, job.name) for job in self.jobs]
        fields["role"].choices = [("", "Choose a role"), *options, (0, "No role")]
        for job in self.jobs:
            mapped = {job.role_id: str(job.role)} if job.role else {}
            fields[f"{JOB}{job.pk}"] = forms.TypedChoiceField(
                label=f"Role of {job.name}", required=False, coerce=int, empty_value=None,
                initial=job.role_id, choices=[("", "No role"), *(mapped | dict(options)).items()],
            )  # fmt: skip

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        asked = self.cleaned_data
        if (asked.get("chosen") or asked.get("everything")) and asked.get("role") is None:
            self.add_error("role", "Choose the role for the ticked jobs.")
        return cleaned

    @property
    def for_all(self) -> Role | None:
        """The role for what is ticked."""
        return self.roles.get(self.cleaned_data["role"])

    def chosen_roles(self) -> dict[Job, Role | None]:
        """The role of each job as it is to be: for ticked ones the one role for all of them."""
        ticked = {int(pk) for pk in self.cleaned_data["chosen"]}
        known = self.roles | {job.role_id: job.role for job in self.jobs if job.role}
        return {
            job: self.for_all
            if job.pk in ticked
            else known.get(self.cleaned_data[f"{JOB}{job.pk}"])
            for job in self.jobs
            if job.pk in ticked or f"{JOB}{job.pk}" in self.data
        }


class NewRule(KnownFields, forms.Form):
    """A rule to add behind the others (A7)."""

    field = forms.ChoiceField(label="If the job's", choices=RuleField.choices)
    how = forms.ChoiceField(label="Compared", choices=RuleHow.choices)
    words = forms.CharField(max_length=200, help_text="Upper and lower case are the same.")
    role = forms.ModelChoiceField(Role.objects.none(), empty_label="Choose a role")

    def __init__(self, data: QueryDict | None, group: Group) -> None:
        super().__init__(data)
        role: Any = self.fields["role"]
        role.queryset = Role.objects.filter(group=group, status=RoleStatus.ACTIVE).order_by("name")


class StageStandings(KnownFields, forms.Form):
    """The standing that each stage shown means here, or none (G7)."""

    confirmed = forms.BooleanField(required=False)

    def __init__(
        self, data: QueryDict | None, stages: Iterable[Stage], preset: dict[int, str] | None = None
    ) -> None:
        super().__init__(data)
        self.stages = list(stages)
        options = [("", NOTHING), *Standing.choices[1:]]
        for stage in self.stages:
            self.fields[f"{STAGE}{stage.pk}"] = forms.ChoiceField(
                label=f"Status for {stage.name}", required=False, choices=options,
                initial=(preset or {}).get(stage.pk, stage.standing),
            )  # fmt: skip

    def chosen(self) -> dict[Stage, str]:
        """The standing of each stage as it is to be."""
        return {
            stage: self.cleaned_data[f"{STAGE}{stage.pk}"]
            for stage in self.stages
            if f"{STAGE}{stage.pk}" in self.data
        }


class TriggerStage(KnownFields, forms.Form):
    """The stage that invites whoever enters it (K15)."""

    stage = forms.ChoiceField(label="Stage that invites", widget=forms.RadioSelect)

    def __init__(self, data: QueryDict | None, names: dict[str, str], current: str) -> None:
        super().__init__(data, initial={"stage": current})
        fields: dict[str, Any] = self.fields
        fields["stage"].choices = list(names.items())


class RecruiterSource(KnownFields, forms.Form):
    """Where the recruiter of a candidate comes from, and who stands in (J1, J2)."""

    fallback_recruiter = FallbackField()

    def __init__(self, data: QueryDict | None, connection: Connection) -> None:
        super().__init__(data, initial={"fallback_recruiter": connection.fallback_recruiter})
        fields: dict[str, Any] = self.fields
        fields["fallback_recruiter"].queryset = people.recruiters(connection.group)
        setting = type(connection.connector).settings_by_name().get("recruiter_source")
        if setting:
            fields["recruiter_source"] = forms.ChoiceField(
                label=setting.title, initial=connection.choice(setting.name),
                choices=setting.options,
            )  # fmt: skip


class Wording(KnownFields, forms.Form):
    """A job's fields as they are worded here (A7)."""

    name = forms.CharField(label="Title", max_length=300)
    location = forms.CharField(max_length=300, required=False)
    status = forms.ChoiceField(choices=positions.STATUSES)
    description = forms.CharField(
        max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )

    def __init__(self, data: QueryDict | None, job: Job) -> None:
        now = {line.field.value: line.value for line in positions.lines(job)}
        super().__init__(data, initial=now)

    def clean_description(self) -> str:
        text: str = self.cleaned_data["description"]
        return text.replace("\r\n", "\n")


class OneField(KnownFields, forms.Form):
    """Which field of a job somebody decides about."""

    field = forms.ChoiceField(choices=EditedField.choices)
