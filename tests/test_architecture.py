"""Who may import whom, and that what is written down about the project is true of it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("portal", "roles", "candidates", "integrations")  # each may import those before it
SANDBOX, CONNECTORS = "integrations.sandbox", "integrations.connectors"


def _files(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports are absolute"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _inside(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_only_those_before_it(package: str) -> None:
    later = PACKAGES[PACKAGES.index(package) + 1 :]
    wrong = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in _files(package)
        for name in _imports(file)
        if any(_inside(name, other) for other in later)
    ]
    assert wrong == []


@pytest.mark.parametrize(("one", "other"), [(SANDBOX, CONNECTORS), (CONNECTORS, SANDBOX)])
def test_sandbox_and_connectors_know_nothing_of_each_other(one: str, other: str) -> None:
    folder = one.replace(".", "/")
    wrong = [file for file in _files(folder) for name in _imports(file) if _inside(name, other)]
    assert wrong == []


def test_the_sandbox_knows_none_of_our_rows() -> None:
    ours = ("portal", "roles", "candidates", "integrations")
    wrong = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in _files("integrations/sandbox")
        for name in _imports(file)
        if any(_inside(name, package) for package in ours)
        and not _inside(name, SANDBOX)
        and name != "integrations"
    ]
    assert wrong == []


def test_toy_vendors_know_nothing_of_each_other_and_what_they_share_names_none() -> None:
    toys = {file.parent.name for file in (ROOT / "integrations/sandbox").glob("*/vendor.py")}
    crossing = [
        f"{file.relative_to(ROOT)} imports {name}"
        for toy in toys
        for file in _files(f"integrations/sandbox/{toy}")
        for name in _imports(file)
        if any(_inside(name, f"{SANDBOX}.{other}") for other in toys - {toy})
    ]
    shared = [
        *(ROOT / "templates/sandbox").glob("*.html"),
        *(file for file in (ROOT / "integrations/sandbox").glob("*.py") if file.stem != "vendors"),
    ]
    naming = [file.name for file in shared if re.search("|".join(toys), file.read_text(), re.I)]
    assert (crossing, naming) == ([], [])


def test_what_listens_and_what_writes_letters_is_imported_when_an_app_is_ready() -> None:
    """Every process hears news and renders mail, also one that never comes by those modules."""
    ready = {name for package in PACKAGES for name in _imports(ROOT / package / "apps.py")}
    left_out = [
        module
        for package in PACKAGES
        for file in _files(package)
        if re.search(r"^@(receiver|letter)\(", file.read_text(), re.M)
        and (module := ".".join(file.relative_to(ROOT).with_suffix("").parts)) not in ready
    ]
    assert left_out == []


def test_p53_only_the_guarded_client_calls_out() -> None:
    """One client makes outgoing calls; the sandbox is a vendor, not the product."""
    clients = {"requests", "urllib3", "http.client", "urllib.request", "httpx"}
    allowed = {"integrations/http.py", "integrations/guard.py"}
    wrong = [
        f"{file.relative_to(ROOT)} imports {name}"
        for package in PACKAGES
        for file in _files(package)
        for name in _imports(file)
        if any(_inside(name, client) for client in clients)
        and not _inside(name, "requests.utils")  # reads headers, calls nobody
        and str(file.relative_to(ROOT)) not in allowed
        and "sandbox" not in file.parts
        and "stack" not in file.parts
    ]
    assert wrong == []


def test_the_example_environment_names_every_variable() -> None:
    settings = (ROOT / "portal" / "settings.py").read_text()
    read = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', settings))
    told = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    assert read == told


def test_every_rule_a_test_cites_is_told_in_docs() -> None:
    rules = (ROOT / "docs" / "rules.md").read_text()
    told = set(re.findall(r"^- \*\*([A-Z]\d+)\*\*", rules, re.M))
    cited = {
        number.upper()
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"def test_((?:[a-z]\d+_)+)", file.read_text())
        for number in name.strip("_").split("_")
    }
    cited = {re.sub(r"^([A-Z])0*", r"\1", number) for number in cited}
    assert cited - told == set()


def test_no_file_names_what_the_project_must_not() -> None:
    """No registry's host and no path of a machine stand in a file of the project."""
    hosts = ["py" + "pi.org", "python" + "hosted", "np" + "mjs", "deb." + "debian"]
    wrong = []
    for folder in (*PACKAGES, "templates", "static", "tests", "docs", "requirements", ".ci"):
        for file in (ROOT / folder).rglob("*"):
            if file.is_file() and file.suffix not in (".pyc", ".png"):
                text = file.read_text(errors="replace")
                wrong += [f"{file.relative_to(ROOT)}: {host}" for host in hosts if host in text]
    assert wrong == []
