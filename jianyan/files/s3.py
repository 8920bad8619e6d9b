"""Attachments in an S3-compatible object store; its libraries are an extra, `jianyan[s3]`, and only loaded for it.

Set ``JIANYAN_FILES_BACKEND=jianyan.files.s3.Bucket`` and ``JIANYAN_FILES_OPTIONS={"bucket_name": "…", …}``. The keys
come from ``AWS_ACCESS_KEY_ID`` and ``AWS_SECRET_ACCESS_KEY`` of the environment, or from the machine's own role.
"""

from __future__ import annotations

from typing import Any, NoReturn

from botocore.config import Config
from storages.backends.s3 import S3Storage


class Bucket(S3Storage):
    """A private bucket: objects are written once, read by this process alone, and have no address for anybody.

    A store that does not answer is given up within half a minute instead of holding every thread of the server.
    """

    client_config: Config

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"default_acl": None, "file_overwrite": False, **options})
        patience = Config(connect_timeout=5, read_timeout=20, retries={"total_max_attempts": 2})
        self.client_config = self.client_config.merge(patience)

    def url(self, name: str, *args: Any, **kwargs: Any) -> NoReturn:
        """Never: a file is served by the page that asks who may read it."""
        raise ValueError("attachments have no address of their own")
