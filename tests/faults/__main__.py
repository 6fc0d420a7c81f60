"""`python -m tests.faults`: fault runs of any size, each with its table; `make faults` calls it."""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from tests.faults.plan import Plan
from tests.faults.rig import running_rig
from tests.faults.run import perform


def main() -> int:
    """Run the seeds that the command line asks for; 1 when one of them failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("seeds", type=int, nargs="*", default=[1])
    parser.add_argument("--events", type=int, default=300, help="300 unless told otherwise")
    asked = parser.parse_args()
    plans = [Plan(seed, asked.events) for seed in asked.seeds]
    failed = [plan for plan in plans if not _run(plan)]
    return 1 if failed else 0


def _run(plan: Plan) -> bool:
    """Perform one plan on a stack of its own; its logs stay only when it failed."""
    folder = Path(tempfile.mkdtemp(prefix="liaison-faults-"))
    with running_rig(folder, plan.events) as rig:
        report = perform(plan, rig)
        if not report.passed:
            rig.keep_rows()
    _say(f"\nFault run\n{report.table()}")
    if report.passed:
        shutil.rmtree(folder)
    else:
        _say(f"  The logs are in {folder}.")
    return report.passed


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
