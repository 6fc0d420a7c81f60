"""The vendors of a fault run, a line each."""

from tests.faults.vendor import Vendor
from tests.faults.vendors.ashby import Ashby
from tests.faults.vendors.greenhouse import Greenhouse
from tests.faults.vendors.jobvite import Jobvite
from tests.faults.vendors.lever import Lever

VENDORS: dict[str, Vendor] = {
    vendor.slug: vendor
    for vendor in (
        Greenhouse(),
        Lever(),
        Jobvite(),
        Ashby(),
    )
}  # fmt: skip
