"""What interviewers fill in: their hours, how an interview ended, and its write-up."""

from calendar import day_name
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator
from django.forms import BoundField
from django.http import QueryDict
from django.utils import timezone

from candidates.models import Recommendation, WriteUp
from portal.forms import KnownFields

SCORE_LABELS = ((1, "1 Weak"), (2, "2 Mixed"), (3, "3 Good"), (4, "4 Excellent"))
DAY = timedelta(days=1)
FARTHEST = timedelta(days=730)  # time off may be planned


class StartForm(KnownFields, forms.Form):
    """Whether the interviewer met the candidate in the call, though not in the room."""

    both_here = forms.BooleanField(required=False)


class EndEarlyForm(KnownFields, forms.Form):
    """Why an interview ended before its plan, and whether it counts (E1)."""

    reason = forms.CharField(
        label="Why did it end early?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The recruiter reads this.",
        error_messages={"required": "Say in a few words why it ended early."},
    )
    questions_seen = forms.TypedChoiceField(
        label="Did the candidate see the questions?",
        choices=[
            ("yes", "Yes: you write the interview up"),
            ("no", "No: there is no write-up, and the candidate may be invited again"),
        ],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the candidate saw the questions."},
    )


class WriteUpForm(KnownFields, forms.Form):
    """The write-up as far as it is; what is missing is said when it is submitted."""

    recommendation = forms.ChoiceField(
        choices=Recommendation.choices, required=False, widget=forms.RadioSelect
    )
    summary = forms.CharField(
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="What you asked, what the candidate did well, and what was missing. "
        "Recruiters read it.",
    )

    def __init__(
        self, competencies: Sequence[str], write_up: WriteUp, data: QueryDict | None = None
    ) -> None:
        initial: dict[str, Any] = {
            "recommendation": write_up.recommendation,
            "summary": write_up.summary,
        }
        super().__init__(data, initial=initial)
        self.saved_at = write_up.saved_at
        self.competencies = {f"score_{place}": name for place, name in enumerate(competencies)}
        for field, name in self.competencies.items():
            self.fields[field] = forms.TypedChoiceField(
                label=name, choices=SCORE_LABELS, coerce=int, empty_value=None,
                required=False, widget=forms.RadioSelect, initial=write_up.scores.get(name),
            )  # fmt: skip

    def score_fields(self) -> list[BoundField]:
        """The fields of the scores, in the order of the competencies."""
        return [self[field] for field in self.competencies]

    def scores(self) -> dict[str, int]:
        """The scores given so far, by competency."""
        given = {name: self.cleaned_data[field] for field, name in self.competencies.items()}
        return {name: score for name, score in given.items() if score is not None}


class HoursForm(KnownFields, forms.Form):
    """Hours of the interviewer's wall clock to be booked in, on some weekdays."""

    weekdays = forms.TypedMultipleChoiceField(
        label="Days",
        choices=list(enumerate(day_name)),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one day."},
    )
    starts = forms.TimeField(label="From", widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(label="Until", widget=forms.TimeInput(attrs={"type": "time"}))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        starts, ends = self.cleaned_data.get("starts"), self.cleaned_data.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", "Choose an end on the same day, later than the start.")
        return cleaned


def _farthest_day() -> date:
    return timezone.now().date() + FARTHEST


class TimeOffForm(KnownFields, forms.Form):
    """A time to keep free: whole days, unless a time of day is given."""

    first_day = forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=[MaxValueValidator(_farthest_day, "Choose a day in the next two years.")],
    )
    starts = forms.TimeField(
        label="From", required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    last_day = forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=[MaxValueValidator(_farthest_day, "Choose a day in the next two years.")],
    )
    ends = forms.TimeField(
        label="Until", required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    giving_up = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, zone: ZoneInfo, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="off_%s")
        self.zone = zone

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        starts_at, ends_at = self.span()
        if ends_at <= starts_at:
            self.add_error("last_day", "Choose an end that is later than the start.")
        elif ends_at <= timezone.now():
            self.add_error("last_day", "This time is over already. Choose one to come.")
        return cleaned

    def span(self) -> tuple[datetime, datetime]:
        """From when until when; without a time, from midnight to midnight in the zone."""
        asked = self.cleaned_data
        starts_at = datetime.combine(asked["first_day"], asked["starts"] or time(), self.zone)
        if asked["ends"] is None:
            return starts_at, datetime.combine(asked["last_day"] + DAY, time(), self.zone)
        return starts_at, datetime.combine(asked["last_day"], asked["ends"], self.zone)

    def agreed(self) -> list[int]:
        """The interviews that the interviewer agreed to give up; what is no number is passed over.

        Who did not agree is asked again, so nothing is lost by that.
        """
        said = self.cleaned_data["giving_up"].split(",")
        return [int(pk) for pk in said if pk.isdecimal() and len(pk) < 19]
