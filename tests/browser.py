"""Finds the browser of the journeys; run as a program it prints its path, or fails."""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


def executable() -> str | None:
    """The path of $CHROMIUM, else of a browser on PATH, else of Playwright's own, else None."""
    if chosen := os.environ.get("CHROMIUM"):
        return shutil.which(chosen)
    if found := next(filter(None, map(shutil.which, NAMES)), None):
        return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def main() -> int:
    """Print the path; the exit code tells whether there is one."""
    found = executable()
    sys.stdout.write(f"{found or 'No browser was found.'}\n")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
