"""What every page of a toy vendor says of it."""

from typing import Any

from django import template

from integrations.sandbox.vendors import VENDORS

register = template.Library()


@register.simple_tag(takes_context=True)
def vendor_name(context: dict[str, Any]) -> str:
    """The name of the vendor whose page this is."""
    return VENDORS[context["request"].resolver_match.namespaces[-1]].name
