"""The settings of the fault tests' stack: the product's, with the probe as its only sweep."""

from portal.settings import *  # noqa: F403
from tests.portal.stack import probe

SWEEPS = (probe.TASK,)
