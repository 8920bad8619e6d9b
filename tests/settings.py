"""The product's settings with what tests must have otherwise: a folder of their own, and a cheap password digest.

Everything else is as in production, above all the database options, the middleware and the content security policy.
"""

import os
import shutil
import tempfile

# One folder per test process, in memory where the machine has room there; gone when the process ends.
_SHM = "/dev/shm"
_roomy = os.access(_SHM, os.W_OK) and shutil.disk_usage(_SHM).free > 2**30
_folder = tempfile.TemporaryDirectory(prefix="jianyan-test-", dir=_SHM if _roomy else None, ignore_cleanup_errors=True)
TEST_FOLDER = _folder.name
os.mkdir(f"{TEST_FOLDER}/static")
os.environ["JIANYAN_DATA_DIR"] = TEST_FOLDER  # read by the settings below, and by commands that a test starts

from jianyan.web.settings import *  # noqa: E402, F403
from jianyan.web.settings import DATABASES, STORAGES  # noqa: E402

# A file, not memory: tests of two writers at once need a database that two connections can open.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"].setdefault("TEST", {})["NAME"] = f"{TEST_FOLDER}/test.sqlite3"

# Argon2 is slow on purpose. The tests of signing in ask for it; to all others a password is only a means.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.Argon2PasswordHasher",
]

# Pages can be rendered without the assets having been gathered.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
