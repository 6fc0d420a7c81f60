"""The forms of the toy Lever's own pages."""

from django import forms

from integrations.sandbox.forms import AccountForm
from integrations.sandbox.lever import moves
from integrations.sandbox.lever.events import EVENTS
from integrations.sandbox.lever.postings import STATES
from integrations.sandbox.lever.store import CONFIDENTIAL, store
from integrations.sandbox.shown import Choices

NOBODY = [("", "Nobody")]


def users() -> Choices:
    """Everyone who is active, by id."""
    return [(user["id"], user["name"]) for user in store.rows("users", deactivatedAt=None)]


def stages() -> Choices:
    """The stages of the account, in order, by id."""
    return [(stage["id"], stage["text"]) for stage in moves.stages()]


def reasons(kind: str) -> Choices:
    """Active reasons of this type, by id."""
    found = store.rows("archive_reasons", status="active", type=kind)
    return [(reason["id"], reason["text"]) for reason in found]


def postings() -> Choices:
    """Every posting by its number."""
    return [(posting.number, posting["text"]) for posting in store.rows("postings")]


def no_reason_or(kind: str) -> Choices:
    """The same reasons, or to leave the opportunity as it is."""
    return [("", "No, keep it active"), *reasons(kind)]


def comma_list(text: str) -> list[str]:
    """The parts of a text between commas."""
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


class MoveForm(forms.Form):
    """Where to move an opportunity."""

    stage = forms.ChoiceField(choices=stages)


class ArchiveForm(forms.Form):
    """Why to archive an opportunity."""

    reason = forms.ChoiceField(choices=lambda: [*reasons("non-hired"), *reasons("hired")])


class TransferForm(forms.Form):
    """Which posting a candidate is moved to, and whether the old opportunity is archived."""

    posting = forms.TypedChoiceField(choices=postings, coerce=int)
    reason = forms.ChoiceField(
        label="Archive this opportunity", choices=lambda: no_reason_or("non-hired"), required=False
    )


class ApplicantForm(forms.Form):
    """A new candidate. Anything goes, as in a real ATS: an empty e-mail, a short phone."""

    name = forms.CharField(max_length=200, required=False)
    email = forms.CharField(label="E-mail", max_length=200, required=False)
    phone = forms.CharField(max_length=100, required=False)


class OpportunityForm(forms.Form):
    """Who looks after an opportunity, and its tags."""

    owner = forms.ChoiceField(choices=lambda: [*NOBODY, *users()], required=False)
    followers = forms.MultipleChoiceField(
        choices=users, widget=forms.CheckboxSelectMultiple, required=False
    )
    tags = forms.CharField(max_length=2000, required=False, help_text="Separated by commas.")


class PostingForm(forms.Form):
    """A posting: its title, its own tags, its owner."""

    text = forms.CharField(label="Title", max_length=200)
    tags = forms.CharField(max_length=2000, required=False, help_text="Separated by commas.")
    owner = forms.ChoiceField(choices=lambda: [*NOBODY, *users()], required=False)


class EditPostingForm(PostingForm):
    """The same for a posting that exists."""

    hiring_manager = forms.ChoiceField(choices=lambda: [*NOBODY, *users()], required=False)
    state = forms.ChoiceField(choices=[(state, state.capitalize()) for state in STATES])


class RenameStageForm(forms.Form):
    """Another name for a stage, in the whole account."""

    stage = forms.ChoiceField(choices=stages)
    new_name = forms.CharField(max_length=200)


class MergeForm(forms.Form):
    """Which person survives a merge."""

    survivor = forms.IntegerField(label="Merge into person number")


class KeyForm(forms.Form):
    """A new API key; only here can it be let at what is confidential."""

    confidential = forms.BooleanField(label="Access to confidential data", required=False)


class CrowdForm(forms.Form):
    """How many people apply at once."""

    count = forms.IntegerField(label="People", min_value=1, max_value=2000, initial=1000)


class LeverAccountForm(AccountForm):
    """The application's credential, grants, limits, and how webhooks go out."""

    switched_on = forms.MultipleChoiceField(
        label="Webhook events that are switched on",
        choices=[(event, event) for event in EVENTS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    deliveries_have_ids = forms.BooleanField(label="Webhooks carry an id", required=False)
    fresh_retries = forms.BooleanField(
        label="A retry has a token and a time of its own", required=False
    )

    class Meta(AccountForm.Meta):
        fields = (
            "client_id",
            "client_secret",
            "token_seconds",
            "rate_limit",
            "retry_scale",
            "scopes",
        )
        labels = AccountForm.Meta.labels | {"rate_limit": "Calls per second"}
        help_texts = AccountForm.Meta.help_texts | {
            "rate_limit": "Twice as many may come at once, when there were none before."
        }

    def clean_scopes(self) -> list[str]:
        """What was ticked; access to confidential data stays with the key."""
        kept = [CONFIDENTIAL] if CONFIDENTIAL in self.instance.scopes else []
        return [*self.cleaned_data["scopes"], *kept]
