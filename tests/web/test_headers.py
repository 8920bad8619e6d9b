"""The headers and cookies that keep a page to itself."""

import json
import os
import subprocess
import sys

import pytest
from django.test import Client

from tests.fixtures import PASSWORD, World

PAGES = ("/sign-in/", "/notices/", "/ledger/", "/nowhere/", "/language/")


def directives(policy: str) -> dict[str, list[str]]:
    return {name: rest for name, *rest in (part.split() for part in policy.split(";"))}


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_them(client: Client, world: World, path: str) -> None:
    client.force_login(world.users["officer"])
    headers = client.get(path).headers
    policy = directives(headers["Content-Security-Policy"])
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == ["'self'"]
    assert policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert policy["form-action"] == ["'self'"]
    assert not [v for values in policy.values() for v in values if "unsafe" in v or "*" in v or "http" in v]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_an_error_carries_them_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*args: object, **options: object) -> None:
        raise RuntimeError

    quiet = Client(raise_request_exception=False)
    quiet.force_login(world.users["officer"])
    monkeypatch.setattr("jianyan.notify.views.page_of", wrong)
    answer = quiet.get("/notices/")
    assert answer.status_code == 500
    assert "Content-Security-Policy" in answer.headers


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client: Client, world: World) -> None:
    client.get("/sign-in/")
    client.post("/sign-in/", {"username": world.users["officer"].username, "password": PASSWORD})
    session, token = client.cookies["jianyan_session"], client.cookies["jianyan_csrf"]
    assert session["httponly"] and session["samesite"] == token["samesite"] == "Lax"
    assert not session["max-age"], "it ends with the browser"


def test_what_concerns_a_person_is_not_kept_by_caches(client: Client, world: World) -> None:
    client.force_login(world.users["officer"])
    for path in ("/notices/", "/password/", "/sign-out-everywhere/"):
        assert "no-store" in client.get(path).headers["Cache-Control"]


def test_with_https_everything_is_secure() -> None:
    """The switch for installations behind TLS, read in a fresh process: settings are made once."""
    script = (
        "import json, jianyan.web.settings as s;"
        "names = 'SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS';"
        "print(json.dumps([getattr(s, name) for name in names.split()]))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "JIANYAN_HTTPS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(answer.stdout) == [True, True, True, 31_536_000]
