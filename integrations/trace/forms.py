"""What is asked on the pages "Why was there no invite?" and "Dry run"."""

from typing import Any

from django import forms
from django.http import QueryDict

from integrations.logs import understood
from integrations.models import Connection, Delivery
from portal.forms import KnownFields

RECENT = 20  # webhooks to choose from


class Question(forms.Form):
    """Whom the question is about, kept in the address; the case is chosen where several fit."""

    q = forms.CharField(
        label="E-mail, name, ATS id or profile URL", required=False, max_length=500,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    case = forms.CharField(required=False, max_length=300)

    @property
    def words(self) -> str:
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""

    @property
    def chosen(self) -> str:
        return str(self.cleaned_data.get("case", "")) if self.is_valid() else ""


class DryRun(KnownFields, forms.Form):
    """An application, or one of the newest webhooks; one of the two."""

    application = forms.CharField(
        label="Application in the ATS", required=False, max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Its id, or the address of its page.",
    )  # fmt: skip
    delivery = forms.TypedChoiceField(
        label="Or a webhook that came", required=False, coerce=int, empty_value=None
    )

    def __init__(self, data: QueryDict | None, *, connection: Connection, asked: QueryDict) -> None:
        preset = {name: asked.get(name, "") for name in ("application", "delivery")}
        super().__init__(data, initial=preset)
        self.connection = connection
        wanted = (data if data else asked).get("delivery", "")
        fields: dict[str, Any] = self.fields
        fields["delivery"].choices = [("", "None"), *_choices(connection, wanted)]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        given = [bool(self.cleaned_data.get(name)) for name in ("application", "delivery")]
        if not self.errors and sum(given) != 1:
            self.add_error(None, "Name an application, or choose a webhook: one of the two.")
        return cleaned

    def chosen(self) -> Delivery | None:
        """The webhook that was chosen, if one was."""
        found = Delivery.objects.filter(connection=self.connection)
        return found.filter(pk=self.cleaned_data["delivery"]).first()


def _choices(connection: Connection, wanted: str) -> list[tuple[int, str]]:
    """The newest webhooks, and before them the one that is wanted, if it is this connection's."""
    hooks = [each.name for each in connection.connector.endpoints if not each.waits_for_answer]
    here = Delivery.objects.filter(connection=connection, endpoint__in=hooks)
    here = here.defer("body", "headers")
    found = list(here.order_by("-pk")[:RECENT])
    if wanted.isascii() and wanted.isdecimal() and len(wanted) < 19:
        found = [*here.filter(pk=int(wanted)), *(one for one in found if str(one.pk) != wanted)]
    return [(each.pk, _title(each)) for each in found]


def _title(delivery: Delivery) -> str:
    said = understood.sentence(delivery.understood[0]) if delivery.understood else ""
    told = said or delivery.error or delivery.result
    at = f"{delivery.received_at:%b} {delivery.received_at.day}, {delivery.received_at:%H:%M} UTC"
    return f"{delivery.pk}, {at}: {told[:80]} ({delivery.get_state_display().lower()})"
