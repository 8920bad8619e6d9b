"""``pytest tests/permissions -n0 --write-permission-table`` writes the table anew.

Read the difference before committing it: each changed cell is somebody who may do more or less than before.
"""

from collections.abc import Iterator

import pytest

from tests.permissions.table import Table


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-permission-table", action="store_true", help="write tests/permissions/table.csv anew")


@pytest.fixture(scope="session")
def table(request: pytest.FixtureRequest) -> Iterator[Table]:
    """The table as it is kept; in writing mode an empty one, which is filled by the walk and kept at the end."""
    writing = request.config.getoption("--write-permission-table", default=False)
    kept = Table(writing=bool(writing))
    yield kept
    if writing:
        kept.write()
