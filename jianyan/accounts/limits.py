"""How often one address may open a public page or send something from it.

Counted in the database, because that is what all workers share; one statement counts, so that two requests at once
are two. No address is kept: the key is a digest under the product's secret, and it is gone soon after its time.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac

from jianyan.accounts.models import Hits

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

#: Of an address of the new protocol, the part that one customer has: the rest is changed at will.
PREFIX = 64


def client_address(request: HttpRequest) -> str:
    """Where a request came from: the peer, or what the outermost of our own proxies saw (``settings.PROXIES``)."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES:
        passed = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        if len(passed) >= settings.PROXIES:
            # What stands further left was written by the client itself.
            address = passed[-settings.PROXIES]
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(known, ipaddress.IPv6Address):
        if known.ipv4_mapped:
            return str(known.ipv4_mapped)
        return str(ipaddress.ip_network((known, PREFIX), strict=False))
    return str(known)


def count_hit(name: str, address: str, per: timedelta, *, at: datetime) -> tuple[int, int]:
    """Count one request; how many there were in this span of time, and the seconds until it ends."""
    seconds = int(per.total_seconds())
    moment = int(at.timestamp())
    until = (moment // seconds + 1) * seconds
    key = salted_hmac("jianyan.limits", f"{name}\n{address}\n{until}", algorithm="sha256").hexdigest()
    table = connection.ops.quote_name(Hits._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (key, count, until) VALUES (%s, 1, %s)"  # noqa: S608 the table is ours
            f" ON CONFLICT (key) DO UPDATE SET count = {table}.count + 1 RETURNING count",
            [key, until],
        )
        (count,) = cursor.fetchone()
    return count, until - moment


def forget_hits(at: datetime) -> int:
    """Clear away what was counted in spans that are over; returns how many rows."""
    return Hits.objects.filter(until__lt=int(at.timestamp())).delete()[0]


def limited(
    name: str, times: int, per: timedelta, methods: Collection[str] = ()
) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """Let one address open a view ``times`` times in each span of ``per``; then 429 and when to come again.

    ``methods``: only those count, e.g. ``("POST",)``. Views with the same ``name`` are counted together. A whole office
    may sit behind one address: leave room for it.
    """

    def decorate(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def inner(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if methods and request.method not in methods:
                return view(request, *args, **kwargs)
            count, wait = count_hit(name, client_address(request), per, at=timezone.now())
            if count <= times:
                return view(request, *args, **kwargs)
            response = render(request, "429.html", {"minutes": max(1, -(-wait // 60))}, status=429)
            response.headers["Retry-After"] = str(wait)
            return response

        return inner

    return decorate
