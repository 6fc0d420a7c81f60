"""The forms of the logs: what a list is narrowed to, and which period an export holds."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils import timezone

from integrations.logs.evidence import KINDS, Period
from integrations.logs.finding import Wanted
from portal.forms import KnownFields

LONGEST = 31  # days of one export
MINUTE = "%Y-%m-%dT%H:%M"
FORMATS = {"csv": "CSV, for a spreadsheet", "json": "JSON, for a program"}


def near(day: date) -> None:
    """Refuse times so far away that no zone has them."""
    if not 2000 <= day.year < 2100:
        raise forms.ValidationError("Give a time of this century.")


class Minute(forms.DateTimeField):
    """A time to the minute, as browsers send it, in the time zone that is active."""

    def __init__(self, label: str) -> None:
        attrs = {"type": "datetime-local"}
        widget = forms.DateTimeInput(attrs=attrs, format=MINUTE)
        super().__init__(label=label, required=False, widget=widget, validators=[near])


class LogFilter(forms.Form):
    """What a log is narrowed to: kept in the address; times are the organization's."""

    q = forms.CharField(
        label="Candidate or id", required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    kind = forms.ChoiceField(required=False)
    outcome = forms.ChoiceField(required=False)
    since = Minute("From")
    until = Minute("To")

    def __init__(
        self, data: QueryDict, zone: str, kinds: Mapping[str, str], outcomes: Mapping[str, str]
    ) -> None:
        super().__init__(data)
        for name, choices in (("kind", kinds), ("outcome", outcomes)):
            field: Any = self.fields[name]
            field.choices = [("", f"Any {name}"), *choices.items()]
            if not choices:
                del self.fields[name]
        with timezone.override(zone):
            self.is_valid()

    @property
    def wanted(self) -> Wanted | None:
        """What is asked for; None when it cannot be understood."""
        if self.errors:
            return None
        asked = self.cleaned_data
        return Wanted(
            words=asked["q"], kind=asked.get("kind", ""), outcome=asked.get("outcome", ""),
            since=_utc(asked["since"]), until=_utc(asked["until"]),
        )  # fmt: skip

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    @property
    def query(self) -> str:
        """The same for another address."""
        return urlencode({name: self.data[name] for name in self.fields if self.data.get(name)})

    @property
    def in_words(self) -> list[tuple[str, str]]:
        """What it is narrowed to: each label and value."""
        asked = [self[name] for name in self.fields if self.data.get(name)]
        return [(str(each.label), self._word(each)) for each in asked]

    def _word(self, asked: forms.BoundField) -> str:
        value = str(self.data[asked.name])
        if isinstance(asked.field, forms.ChoiceField):
            return str(dict(asked.field.choices).get(value, value))  # type: ignore[arg-type]
        return value.replace("T", " ") if isinstance(asked.field, Minute) else value


class EvidenceForm(KnownFields, forms.Form):
    """What to take out of the logs, and of which days of the organization's zone."""

    what = forms.ChoiceField(
        label="What", choices=[(name, kind.title) for name, kind in KINDS.items()]
    )
    first = forms.DateField(
        label="From",
        validators=[near],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    last = forms.DateField(
        label="To, that day included",
        validators=[near],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=f"At most {LONGEST} days.",
    )
    shape = forms.ChoiceField(label="File", choices=list(FORMATS.items()))

    def __init__(self, data: QueryDict | None, zone: str) -> None:
        today = timezone.now().astimezone(ZoneInfo(zone)).date()
        super().__init__(data, initial={"first": today - timedelta(days=6), "last": today})
        self.zone = ZoneInfo(zone)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day is before the first.")
        elif first and last and (last - first).days >= LONGEST:
            self.add_error("last", f"Choose {LONGEST} days at most, and export the rest after.")
        return cleaned

    @property
    def period(self) -> Period:
        """From the first day's start to the last day's end, in the organization's zone."""
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        return Period(self._start(first), self._start(last + timedelta(days=1)))

    def _start(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone).astimezone(UTC)


def _utc(at: datetime | None) -> datetime | None:
    return at.astimezone(UTC) if at else None
