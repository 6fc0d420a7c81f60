"""Merging a candidate into another from their page."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from integrations.sandbox.records import Missing, NotNow


class MergeForm(forms.Form):
    """Which candidate survives a merge."""

    survivor = forms.IntegerField(label="Merge into candidate number")


def merge(
    request: HttpRequest, number: int, *, by: Callable[[int, int], None], back: str, page: str
) -> HttpResponse:
    """Merge `by` the vendor's verb; `back` is this page, `page` names that of who survives."""
    form = MergeForm(request.POST)
    survivor = form.cleaned_data["survivor"] if form.is_valid() else 0
    try:
        by(number, survivor)
    except (Missing, NotNow):
        messages.error(request, "Enter the number of another candidate to merge into.")
        return redirect(back)
    messages.success(request, "The candidates are merged.")
    return redirect(page, survivor)
