"""An index for who filed or was spoken with in a month: few columns, so that it answers without the rows themselves."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                fields=["zone", "verb", "at", "role", "dossier"],
                condition=models.Q(dossier__isnull=False),
                name="ledger_deeds",
            ),
        ),
    ]
