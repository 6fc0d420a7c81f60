"""The forms of the issues: how long to let one be, and when the vendor works on its ATS."""

from calendar import day_name
from typing import Any

from django import forms

from integrations.models import Connection
from integrations.watch.issues import SNOOZES
from portal.forms import KnownFields, zone_choices

NEVER = ("", "No planned maintenance")
WHOLE = "Give the weekday, the start and the length, or none of them."


class Snooze(KnownFields, forms.Form):
    """For how many days."""

    days = forms.TypedChoiceField(choices=[(days, days) for days in SNOOZES], coerce=int)


class Maintenance(KnownFields, forms.ModelForm):  # type: ignore[type-arg]
    """The weekly time in which the vendor works on its ATS; it counts as no downtime (K6)."""

    maintenance_weekday = forms.TypedChoiceField(
        label="Weekday", coerce=int, empty_value=None, required=False,
        choices=[NEVER, *enumerate(day_name)],
    )  # fmt: skip
    maintenance_start = forms.TimeField(
        label="Start", required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    maintenance_minutes = forms.IntegerField(
        label="Length in minutes", min_value=0, max_value=24 * 60, required=False
    )
    maintenance_zone = forms.ChoiceField(
        label="Time zone", help_text="The one in which the vendor announces it."
    )

    class Meta:
        model = Connection
        fields = [
            "maintenance_weekday", "maintenance_start", "maintenance_minutes", "maintenance_zone",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self.instance.maintenance_zone or self.instance.organization.zone
        self.fields["maintenance_zone"].choices = zone_choices(zone)  # type: ignore[attr-defined]
        self.initial["maintenance_zone"] = zone

    def clean_maintenance_minutes(self) -> int:
        return self.cleaned_data["maintenance_minutes"] or 0

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or self.cleaned_data
        parts = (
            given.get("maintenance_weekday") is not None,
            given.get("maintenance_start") is not None,
            bool(given.get("maintenance_minutes")),
        )
        if any(parts) and not all(parts) and not self.errors:
            self.add_error(None, WHOLE)
        return given
