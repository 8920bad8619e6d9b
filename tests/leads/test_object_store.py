"""Attachments in an S3-compatible store, tried against a server that speaks its protocol."""

from __future__ import annotations

import json
import logging
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.error import HTTPError
from uuid import uuid4

import boto3
import pytest
from django.core.files.storage import storages
from django.test import Client
from moto.server import ThreadedMotoServer
from PIL import Image

from jianyan.core.flow import Refused
from jianyan.files import store
from jianyan.leads import actions
from jianyan.leads.models import Attachment
from tests import files
from tests.fixtures import MONDAY, World
from tests.leads.acts import bring
from tests.leads.test_attachment_pages import link, read
from tests.leads.test_attachments import file_with, no, upload

BUCKET = "jianyan-files"
JPG = files.GOOD["jpg"]


class Elsewhere:
    """An object store with one private bucket, and a look behind the product's back."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.client = boto3.client("s3", endpoint_url=address, region_name="us-east-1")
        self.client.create_bucket(Bucket=BUCKET)

    def names(self) -> list[str]:
        return [one["Key"] for one in self.client.list_objects_v2(Bucket=BUCKET).get("Contents", [])]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    started = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    started.start()
    host, port = started.get_host_and_port()
    yield f"http://{host}:{port}"
    started.stop()


@pytest.fixture
def elsewhere_(server: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Elsewhere:
    """The store of attachments is the bucket; the keys come from the environment and are in no setting."""
    urllib.request.urlopen(urllib.request.Request(f"{server}/moto-api/reset", method="POST")).close()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a-key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a-secret")
    settings.STORAGES = {**settings.STORAGES, "attachments": setting(server)}
    return Elsewhere(server)


def setting(address: str) -> dict[str, Any]:
    options = {"bucket_name": BUCKET, "endpoint_url": address, "region_name": "us-east-1"}
    return {"BACKEND": "jianyan.files.s3.Bucket", "OPTIONS": options}


def test_files_lie_in_the_bucket_and_go_through_the_page_that_asks(
    world: World, client: Client, elsewhere_: Elsewhere
) -> None:
    lead = bring(world, file_with(world, files.photo(), files.GOOD["pdf"]), "accepted")
    photo, document = lead.attachments.order_by("id")
    assert sorted(elsewhere_.names()) == sorted([photo.stored, photo.small_stored, document.stored])

    client.force_login(world.users["liaison"])
    answer = client.get(link(photo))
    assert answer.status_code == 200 and Image.open(BytesIO(read(answer))).size == (200, 400)
    assert answer["Content-Length"] == str(photo.size) and answer["Content-Type"] == "image/jpeg"
    assert photo.stored[3:] not in str(answer.headers) and elsewhere_.address not in str(answer.headers)
    assert Image.open(BytesIO(read(client.get(link(photo, small=True))))).size == (180, 360)
    assert read(client.get(link(document))) == files.GOOD["pdf"]
    page = client.get(f"/leads/{lead.pk}/").content.decode()
    assert elsewhere_.address not in page and photo.stored[3:] not in page
    client.force_login(world.users["liaison_b"])
    assert client.get(link(photo)).status_code == 404
    client.logout()
    assert client.get(link(photo)).status_code == 302


def test_no_object_has_an_address_for_the_public(world: World, elsewhere_: Elsewhere) -> None:
    row = upload(world.actor("social"), uuid4())
    with pytest.raises(HTTPError, match="403"):
        urllib.request.urlopen(f"{elsewhere_.address}/{BUCKET}/{row.stored}")
    with pytest.raises(ValueError, match="no address"):
        storages["attachments"].url(row.stored)


def test_what_is_taken_out_or_left_is_gone_from_the_bucket(
    world: World, elsewhere_: Elsewhere, django_capture_on_commit_callbacks: Any
) -> None:
    social = world.actor("social")
    taken_out, left = upload(social, uuid4()), upload(social, uuid4())
    assert len(elsewhere_.names()) == 4
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_file(social, taken_out.token, at=MONDAY)
    assert sorted(elsewhere_.names()) == sorted([left.stored, left.small_stored])
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.expire(world.zone, at=MONDAY + timedelta(days=3)) == 1
    assert elsewhere_.names() == []


def test_a_lost_object_says_so(world: World, client: Client, elsewhere_: Elsewhere) -> None:
    row = file_with(world, JPG).attachments.get()
    elsewhere_.client.delete_object(Bucket=BUCKET, Key=row.stored)
    client.force_login(world.users["officer"])
    answer = client.get(link(row))
    assert answer.status_code == 404 and "找不到这个文件了" in answer.content.decode()
    assert "ETag" not in answer.headers and answer.headers.get("Content-Disposition") is None


def test_a_store_that_is_away_says_so_and_takes_nothing(
    world: World, client: Client, elsewhere_: Elsewhere, settings: Any
) -> None:
    row = file_with(world, JPG).attachments.get()
    before = Attachment.objects.count()
    with socket.create_server(("127.0.0.1", 0)) as unused:
        nobody = f"http://127.0.0.1:{unused.getsockname()[1]}"
    settings.STORAGES = {**settings.STORAGES, "attachments": setting(nobody)}
    client.force_login(world.users["officer"])
    answer = client.get(link(row))
    assert answer.status_code == 503 and "暂时没有回应" in answer.content.decode() and answer["Retry-After"]
    assert no(lambda: upload(world.actor("social"), uuid4())).code == "file_no_room"
    assert Attachment.objects.count() == before and not store.takes_files()


def test_a_bucket_that_is_gone_takes_nothing(world: World, elsewhere_: Elsewhere) -> None:
    assert store.takes_files() and elsewhere_.names() == []
    elsewhere_.client.delete_bucket(Bucket=BUCKET)
    with pytest.raises(Refused, match="file_no_room"):
        upload(world.actor("social"), uuid4())
    assert not Attachment.objects.exists() and not store.takes_files()


def test_the_store_is_named_by_the_environment_and_loaded_only_then() -> None:
    options = {"bucket_name": BUCKET, "endpoint_url": "http://127.0.0.1:1"}
    named = {
        "JIANYAN_FILES_BACKEND": "jianyan.files.s3.Bucket",
        "JIANYAN_FILES_OPTIONS": json.dumps(options),
        "AWS_ACCESS_KEY_ID": "from-outside",
        "AWS_SECRET_ACCESS_KEY": "secret-outside",
        "JIANYAN_DATA_DIR": os.environ["JIANYAN_DATA_DIR"],
    }
    assert said(named) == "Bucket jianyan-files from-outside True"
    assert said({"JIANYAN_DATA_DIR": os.environ["JIANYAN_DATA_DIR"]}) == "FileSystemStorage - - False"


def said(environment: dict[str, str]) -> str:
    """What a process with this environment stores attachments in, and whether it loaded the libraries for it."""
    script = (
        "import os, sys, django\n"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'jianyan.web.settings'\n"
        "django.setup()\n"
        "from django.core.files.storage import storages\n"
        "kept = storages['attachments']\n"
        "print(type(kept).__name__, getattr(kept, 'bucket_name', '-'), getattr(kept, 'access_key', '-'),"
        " 'boto3' in sys.modules)\n"
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JIANYAN_", "AWS_"))}
    done = subprocess.run([sys.executable, "-c", script], env={**kept, **environment}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
