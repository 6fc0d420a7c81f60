"""What people see when something is wrong on our side."""

import logging

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from portal.errors import server_error


def test_p25_a_database_that_is_away_is_503_with_retry_after(rf: RequestFactory) -> None:
    try:
        raise OperationalError("the server is gone")
    except OperationalError:
        answer = server_error(rf.get("/"))

    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"


def test_p56_a_fault_of_ours_shows_a_number_that_stands_in_the_log(
    rf: RequestFactory, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        try:
            raise KeyError("a detail nobody should see")
        except KeyError:
            answer = server_error(rf.get("/candidates/"))

    number = caplog.records[0].getMessage().split()[2].rstrip(":")
    assert answer.status_code == 500
    assert number in answer.content.decode()
    assert "a detail nobody should see" not in answer.content.decode()
