"""The database itself refuses UPDATE and DELETE on the ledger."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from jianyan.ledger import triggers


def put_up(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    triggers.put_up(editor.connection)


def take_down(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    triggers.take_down(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunPython(put_up, take_down)]
