"""The toy vendors, a line each."""

from integrations.sandbox.ashby.vendor import Ashby
from integrations.sandbox.greenhouse.vendor import Greenhouse
from integrations.sandbox.jobvite.vendor import Jobvite
from integrations.sandbox.lever.vendor import Lever
from integrations.sandbox.vendor import Vendor

VENDORS: dict[str, Vendor] = {
    vendor.slug: vendor
    for vendor in (
        Ashby(),
        Greenhouse(),
        Jobvite(),
        Lever(),
    )
}  # fmt: skip
