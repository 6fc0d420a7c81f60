"""One stack for all fault tests."""

from collections.abc import Iterator

import pytest

from tests.faults.plan import Plan
from tests.faults.rig import Rig, running_rig

SPARE = 60  # events that the fault run does not send


@pytest.fixture(scope="package")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    with running_rig(tmp_path_factory.mktemp("faults"), Plan().events + SPARE) as rig:
        yield rig
