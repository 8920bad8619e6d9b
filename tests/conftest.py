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
    """Each database gets what means something on it; what uses no database runs once, beside SQLite."""
    from django.conf import settings

    vendor = "postgres" if "postgresql" in settings.DATABASES["default"]["ENGINE"] else "sqlite"
    left_out = [item for item in items if not _belongs(item, vendor)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def _belongs(item: pytest.Item, vendor: str) -> bool:
    marked = {name for name in ("sqlite", "postgres") if item.get_closest_marker(name)}
    if marked:
        return vendor in marked
    fixtures = getattr(item, "fixturenames", ())
    stored = item.get_closest_marker("django_db") or not {"db", "transactional_db"}.isdisjoint(fixtures)
    return vendor == "sqlite" or bool(stored)
