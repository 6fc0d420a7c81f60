"""Saved views of the Active funnel: a user's own, in one organization."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from candidates.forms import FunnelFilter
from candidates.models import SavedView
from portal.forms import KnownFields
from portal.viewers import Viewer

MOST = 20
TOO_MANY = f"You have {MOST} saved views, and there is no room for more. Delete one first."
NOTHING_CHOSEN = "Choose a tab or a filter in the funnel first."


def of(viewer: Viewer) -> QuerySet[SavedView]:
    """The views that this viewer saved in this organization, by name."""
    return SavedView.objects.filter(user=viewer.user)


def query_of(filters: FunnelFilter) -> str:
    """What can be saved of what the funnel shows: no search, since it names a person (M1)."""
    return urlencode(sorted((name, it) for name, it in filters.wanted.items() if name != "q"))


class SaveView(KnownFields, forms.Form):
    """A name for what the funnel shows now; one that is taken names the new view from now on."""

    name = forms.CharField(
        max_length=60, help_text="For example “My scheduled candidates”. Only you see it."
    )
    query = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def __init__(self, viewer: Viewer, data: QueryDict | None, query: str) -> None:
        super().__init__(data, initial={"query": query})
        self.viewer = viewer

    def clean_query(self) -> str:
        return query_of(FunnelFilter(QueryDict(self.cleaned_data["query"])))

    def clean(self) -> dict[str, Any] | None:
        others = of(self.viewer).exclude(name=self.cleaned_data.get("name", ""))
        if others.count() >= MOST:
            self.add_error(None, TOO_MANY)
        if not self.cleaned_data.get("query"):
            self.add_error(None, NOTHING_CHOSEN)
        return super().clean()

    def save(self) -> SavedView:
        """Keep the view under its name."""
        view, _ = SavedView.objects.update_or_create(
            organization=self.viewer.organization,
            user=self.viewer.user,
            name=self.cleaned_data["name"],
            defaults={"query": self.cleaned_data["query"]},
        )
        return view
