"""Acknowledged is done: once, in order, whatever is killed meanwhile (P1, P2, P17, P18, P26)."""

import sys

import pytest

from tests.faults.plan import Plan
from tests.faults.rig import Rig
from tests.faults.run import perform


def test_p01_p02_p26_nothing_is_lost_doubled_or_out_of_order(
    rig: Rig, capsys: pytest.CaptureFixture[str]
) -> None:
    report = perform(Plan(), rig)

    with capsys.disabled():
        sys.stdout.write(f"\n{report.table()}\n")
    if not report.passed:
        rig.keep_rows()
    assert report.passed, f"The logs and open rows are in {rig.folder}."
