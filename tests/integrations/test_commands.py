"""The commands `connection` and `doctor`: what they do, print and answer when something is off."""

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from integrations import connections
from integrations.management.commands.connection import Command as ConnectionCommand
from integrations.models import Connection, SyncRun
from integrations.sandbox.models import Account
from portal.models import Group, Organization
from portal.scope import inside
from tests import factories

SECRET = "not-to-be-printed"


class Ran:
    """What a command printed, and how it ended."""

    def __init__(self, out: str, code: int) -> None:
        self.out, self.code = out, code

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    """Call `connection …` as the command line does."""

    def run(*words: object) -> Ran:
        code = 0
        try:
            call_command("connection", *map(str, words))
        except SystemExit as end:
            code = int(end.code or 0)
        return Ran(capsys.readouterr().out, code)

    return run


@pytest.fixture
def group(organization: Organization) -> Group:
    group = factories.GroupFactory(
        organization=organization, name="Engineering", slug="engineering"
    )
    factories.MembershipFactory(organization=organization, user__email="rita@example.com")
    return group


def create(run: Any, *more: object) -> Ran:
    result: Ran = run(
        "create", "greenhouse", "--organization", "acme", "--group", "engineering",
        "--set", "client_id=me", "--set", f"client_secret={SECRET}", *more,
    )  # fmt: skip
    return result


def only() -> Connection:
    return Connection._base_manager.select_related("organization", "group").get()


def test_create_prints_the_id_every_address_and_the_made_key_once(run: Any, group: Group) -> None:
    made = create(run, "--fallback-recruiter", "Rita@example.com", "--json").json

    with inside(group.organization):
        connection = only()
        assert made["id"] == connection.pk
        assert made["addresses"] == connections.addresses(connection)
        assert set(made["addresses"]) == {
            "webhook", "list_tests", "send_test", "test_status", "response_error"
        }  # fmt: skip
        assert made["generated"] == {"assessment_key": connection.secrets["assessment_key"]}
        assert connection.fallback_recruiter.email == "rita@example.com"
        assert made["status"] == "draft"


def test_create_in_words_says_what_comes_next_and_no_secret(run: Any, group: Group) -> None:
    made = create(run, "--name", "Our ATS", "--set", "assessment_key=own")

    assert "Our ATS" in made.out
    assert "Web Hook: Endpoint URL" in made.out
    assert f"connection check {only().pk}" in made.out
    assert SECRET not in made.out
    assert "not shown again" not in made.out


def test_secrets_come_from_standard_input(
    run: Any, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("first-line\nsecond-line\n"))
    create(run, "--set", "webhook_secret=-", "--set-stdin", "assessment_key")

    with inside(group.organization):
        kept = only().secrets
    assert kept["webhook_secret"] == "first-line"
    assert kept["assessment_key"] == "second-line"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--set", "no_such=1"], "is no setting of this ATS"),
        (["--set", "recruiter_source=moon"], "recruiter_source is one of"),
        (["--set", "client_id="], "Set client_id."),
        (["--base-url", "https://evil.example"], "is no address of Greenhouse"),
        (["--base-url", "http://169.254.169.254"], "is no address of Greenhouse"),
        (["--auth-url", "https://greenhouse.io.evil.example"], "is no address of Greenhouse"),
        (["--group", "sales"], "There are: acme/engineering."),
        (["--fallback-recruiter", "nobody@example.com"], "cannot be a recruiter"),
        (["--name", "x" * 121], "at most 120 characters"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    run: Any, group: Group, settings: Any, more: list[str], said: str
) -> None:
    settings.ALLOW_PRIVATE_ATS_HOSTS = False
    with pytest.raises(CommandError, match=said):
        create(run, *more)

    assert not Connection._base_manager.exists()


def test_a_name_is_taken_once(run: Any, group: Group) -> None:
    create(run, "--name", "Ours")
    with pytest.raises(CommandError, match="There is a connection named"):
        create(run, "--name", "Ours")


@pytest.mark.parametrize("words", [["--help", "greenhouse"], ["greenhouse", "--help"], ["-h"]])
def test_help_lists_the_names_of_the_settings(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        ConnectionCommand().run_from_argv(["manage.py", "connection", "create", *words])

    assert end.value.code == 0
    printed = capsys.readouterr().out
    assert "webhook_secret" in printed
    assert "preset: liaison_role" in printed


@pytest.mark.parametrize("act", ["list", "check", "sync", "pause", "resume", "delete-key"])
def test_every_act_has_help_and_json(act: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        ConnectionCommand().run_from_argv(["manage.py", "connection", act, "--help"])

    assert end.value.code == 0
    assert "--json" in capsys.readouterr().out


def test_errors_go_to_standard_error_without_a_trace(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        ConnectionCommand().run_from_argv(["manage.py", "connection", "pause", "7"])

    assert end.value.code == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "There is no connection 7. `connection list` shows them." in printed.err
    assert "Traceback" not in printed.err


def test_list_shows_how_each_is(run: Any, group: Group) -> None:
    assert "no connection yet" in run("list").out
    create(run)
    other = factories.ConnectionFactory()

    assert [each["status"] for each in run("list", "--json").json] == ["draft", "connected"]
    assert [each["id"] for each in run("list", "--organization", "acme", "--json").json] == [
        Connection._base_manager.get(group=group).pk
    ]
    assert other.name in run("list").out
    assert SECRET not in run("list", "--json").out


def test_pause_and_resume(run: Any, group: Group) -> None:
    create(run)
    pk = only().pk

    assert run("pause", pk, "--json").json["status"] == "paused"
    with pytest.raises(CommandError, match="cannot be synced now: Paused by hand"):
        run("sync", pk)
    assert run("resume", pk, "--json").json["status"] == "draft"


def test_p59_a_broken_seal_is_told_in_words_and_opened_by_no_act_that_needs_no_key(
    run: Any, group: Group
) -> None:
    pk = create(run, "--json").json["id"]
    with inside(group.organization):
        Connection.objects.update(token="moved")  # the seal is bound to it

    assert "Paused by hand" in run("pause", pk).out
    run("resume", pk)
    checked = run("check", pk)

    assert checked.code == 1
    assert "Enter the key again" in checked.out


def test_delete_key_asks_for_the_name(run: Any, group: Group) -> None:
    create(run, "--name", "Our ATS")
    pk = only().pk

    with pytest.raises(CommandError, match="Nothing was deleted"):
        run("delete-key", pk, "--confirm", "our ats")
    assert "deleted for good." in run("delete-key", pk, "--confirm", "Our ATS").out
    with inside(group.organization):
        assert only().secrets == {}
    with pytest.raises(CommandError, match="Create a new connection"):
        run("check", pk)


def test_check_prints_each_proof_and_fails_when_one_is_red(run: Any, loop: Any) -> None:
    good = run("check", loop.connection.pk, "--json")
    account = Account.objects.get()
    Account.objects.update(
        scopes=[scope for scope in account.scopes if not scope.endswith("notes:create")]
    )
    bad = run("check", loop.connection.pk)

    assert (good.code, good.json["ok"]) == (0, True)
    assert len(good.json["proofs"]) == 7
    assert bad.code == 1
    [red] = [line for line in bad.out.splitlines() if line.startswith("RED")]
    assert "post_updates" in red
    assert "harvest:notes:create" in red


def test_check_says_when_the_key_is_refused(run: Any, loop: Any) -> None:
    connections.change(loop.connection, {"client_secret": "wrong"})

    refused = run("check", loop.connection.pk)

    assert refused.code == 1
    assert "The test was broken off: Greenhouse does not take the client ID" in refused.out


def test_sync_runs_here_and_prints_its_counts(run: Any, loop: Any) -> None:
    found = run("sync", loop.connection.pk, "--wait", "--json").json

    assert found["state"] == "done"
    assert found["seen"] > 0
    assert found["changed"] > 0
    begun = run("sync", loop.connection.pk)
    assert "has begun" in begun.out
    with pytest.raises(CommandError, match="running already"):
        run("sync", loop.connection.pk)
    assert SyncRun.objects.count() == 2
