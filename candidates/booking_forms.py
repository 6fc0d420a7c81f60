"""What candidates choose and say on their pages."""

from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict

from candidates.booking_days import is_odd
from candidates.models import Candidate
from portal.forms import KnownFields, zone_choices


class ZoneForm(forms.Form):
    """The zone to show times in; kept in the address."""

    zone = forms.ChoiceField(label="Your time zone")

    def __init__(self, preset: str, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"zone": preset})
        self.fields["zone"].choices = zone_choices(preset)  # type: ignore[attr-defined]


class DayForm(forms.Form):
    """The day to show times of; kept in the address."""

    day = forms.DateField(required=False)


class BookForm(KnownFields, ZoneForm):
    """A time to book, and at night the candidate's word that it is meant (E7)."""

    start = forms.DateTimeField(widget=forms.HiddenInput)
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, preset: str, data: QueryDict | None = None) -> None:
        super().__init__(preset, data)
        self.fields["zone"].widget = forms.HiddenInput()

    def needs_a_word(self) -> bool:
        """Whether the time is odd in the candidate's zone, and nobody said that it is right."""
        asked = self.cleaned_data
        local = asked["start"].astimezone(ZoneInfo(asked["zone"]))
        return is_odd(local) and not asked["sure"]

    def remember_zone(self, candidate: Candidate) -> None:
        """Keep the zone for this candidate's mails and later visits."""
        candidate.zone = self.cleaned_data["zone"]
        candidate.save(update_fields=["zone"])


class CancelForm(KnownFields, forms.Form):
    """Why the interview is canceled (E2)."""

    reason = forms.CharField(
        label="Why do you cancel?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Your recruiter reads this.",
        error_messages={"required": "Say in a few words why you cancel."},
    )
