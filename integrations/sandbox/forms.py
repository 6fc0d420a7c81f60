"""The forms that every vendor's pages have: the account, a webhook, a fault."""

from collections.abc import Sequence
from typing import Any

from django import forms

from integrations.sandbox import faults
from integrations.sandbox.models import Account, Fault, FaultKind, Hook

CREDENTIAL = {"client_id", "client_secret"}  # never blank where a vendor has them


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]
    """Limits and grants; the fields a vendor adds beside the model's are kept in `settings`."""

    scopes = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)

    class Meta:
        model = Account
        fields: tuple[str, ...] = ("rate_limit", "rate_seconds", "retry_scale", "scopes")
        labels = {
            "client_id": "Client ID",
            "token_seconds": "Token lives, in seconds",
            "rate_limit": "Calls per window",
            "rate_seconds": "Window, in seconds",
            "retry_scale": "Webhook retry scale",
        }
        help_texts = {"retry_scale": "1 waits as the vendor does; 0.01 a hundred times less."}

    def __init__(self, scopes: Sequence[str], data: Any = None, *, instance: Account) -> None:
        super().__init__(data, instance=instance, initial=instance.settings)
        granted = self.fields["scopes"]
        granted.choices = [(scope, scope) for scope in scopes]  # type: ignore[attr-defined]
        for name in CREDENTIAL & self.fields.keys():
            self.fields[name].required = True
        self.own = [name for name in self.fields if name not in self.Meta.fields]

    def save(self, commit: bool = True) -> Account:
        """Keep the vendor's own fields by their names."""
        self.instance.settings |= {name: self.cleaned_data[name] for name in self.own}
        account: Account = super().save(commit)
        return account


class HookForm(forms.ModelForm):  # type: ignore[type-arg]
    """One webhook as a customer sets it up."""

    event = forms.ChoiceField()
    url = forms.CharField(label="Endpoint URL", max_length=500)
    secret = forms.CharField(label="Secret key", max_length=200, required=False)
    disabled = forms.BooleanField(required=False)

    class Meta:
        model = Hook
        fields = ("name", "event", "url", "secret", "disabled")

    def __init__(self, events: Sequence[str], data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["event"].choices = [(event, event) for event in events]  # type: ignore[attr-defined]


class FaultForm(forms.Form):
    """One fault to switch on; whatever is left out has its default."""

    kind = forms.ChoiceField(choices=FaultKind.choices)
    seconds = forms.FloatField(required=False, min_value=0.1, help_text="How long it lasts.")
    left = forms.IntegerField(
        label="Count", required=False, min_value=1, help_text="How many times it strikes."
    )
    path = forms.CharField(
        required=False,
        help_text="Part of the address it strikes, the whole API unless said otherwise; for "
        "webhooks part of the event's name.",
    )
    method = forms.CharField(required=False, max_length=10)
    scope = forms.CharField(required=False, max_length=80, help_text="For 403 only.")
    chance = forms.FloatField(required=False, min_value=0, max_value=1)
    seed = forms.IntegerField(required=False)
    delay = forms.FloatField(
        required=False,
        min_value=0,
        help_text="Seconds a slow or dripping answer takes, or the span webhooks are shuffled in.",
    )
    copies = forms.IntegerField(required=False, min_value=2, max_value=100)
    retry_after = forms.CharField(
        label="Retry-After", required=False, max_length=60, help_text="For 429; may be odd."
    )
    after_work = forms.NullBooleanField(
        required=False, help_text="Whether the vendor does the work before it misbehaves."
    )

    def switch_on(self, vendor: str) -> Fault:
        """Switch on what the valid form says."""
        said = {name: v for name, v in self.cleaned_data.items() if v not in (None, "")}
        return faults.switch_on(vendor, FaultKind(said.pop("kind")), **said)
