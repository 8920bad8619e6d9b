"""Public pages are limited by address: exactly, across workers, and without keeping the address."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from jianyan.accounts.limits import client_address, count_hit, forget_hits, limited
from jianyan.accounts.models import Hits
from jianyan.leads.actions import tick
from tests.fixtures import MONDAY, World

MINUTE = timedelta(minutes=1)


@limited("test", 2, timedelta(hours=1), methods=("POST",))
def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in")


def test_the_third_time_has_to_wait_and_says_how_long(db: None, rf: RequestFactory) -> None:
    assert [page(rf.post("/")).status_code for _ in range(3)] == [200, 200, 429]
    refused = page(rf.post("/"))
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    assert "请等" in refused.content.decode()
    assert page(rf.get("/")).status_code == 200, "reading is not counted here"
    assert page(rf.post("/", REMOTE_ADDR="192.0.2.7")).status_code == 200, "somebody else goes on"


def test_no_address_is_kept(db: None, rf: RequestFactory) -> None:
    page(rf.post("/", REMOTE_ADDR="192.0.2.7"))
    assert "192.0.2.7" not in str(list(Hits.objects.values_list()))


def test_a_new_span_begins_anew_and_the_old_one_is_cleared_away_by_the_clock(world: World) -> None:
    for expected in (1, 2):
        assert count_hit("test", "a", MINUTE, at=MONDAY)[0] == expected
    later = MONDAY + MINUTE * 2
    assert count_hit("test", "a", MINUTE, at=later)[0] == 1
    tick(world.zone, at=later)
    assert Hits.objects.count() == 1
    assert forget_hits(later + MINUTE * 2) == 1


@pytest.mark.parametrize(
    ("proxies", "passed", "expected"),
    [
        (0, "198.51.100.1", "127.0.0.1"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "10.9.9.9, 198.51.100.1", "198.51.100.1"),
        (2, "10.9.9.9, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "198.51.100.1", "127.0.0.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "::ffff:198.51.100.1", "198.51.100.1"),
        (1, "unknown", "unknown"),
    ],
)
def test_what_a_client_writes_into_the_header_is_not_believed(
    rf: RequestFactory, settings: Any, proxies: int, passed: str, expected: str
) -> None:
    settings.PROXIES = proxies
    assert client_address(rf.get("/", HTTP_X_FORWARDED_FOR=passed)) == expected


def test_requests_at_once_are_all_counted(transactional_db: None) -> None:
    counts: list[int] = []

    def hit() -> None:
        try:
            counts.append(count_hit("test", "a", MINUTE, at=MONDAY)[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=hit) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counts) == list(range(1, 9))
