"""What holds for every test. The people, leads and zones that tests share are in tests/fixtures.py."""

import importlib.util
import os

import hypothesis
import pytest

pytest_plugins = ["tests.plugins.strictness"]
if importlib.util.find_spec("tests.fixtures"):
    pytest_plugins.append("tests.fixtures")

# Found examples do not depend on the speed of the machine, and in CI not on luck either.
hypothesis.settings.register_profile("dev", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True, database=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "dev")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what only means something on the other database; both databases get their run."""
    from django.conf import settings

    vendor = "postgres" if "postgresql" in settings.DATABASES["default"]["ENGINE"] else "sqlite"
    other = "sqlite" if vendor == "postgres" else "postgres"
    left_out = [item for item in items if item.get_closest_marker(other) and not item.get_closest_marker(vendor)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
