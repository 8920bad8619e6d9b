"""What was to be told or done by itself and was not."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils.translation import gettext_lazy as _


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_ticked_at"),
        ("notify", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Failure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "why",
                    models.CharField(
                        choices=[("clock", _("自动处理没有完成")), ("nobody", _("没有人收到消息"))],
                        max_length=10,
                        verbose_name=_("原因"),
                    ),
                ),
                ("what", models.CharField(max_length=40)),
                ("path", models.CharField(blank=True, max_length=200)),
                ("params", models.JSONField(default=dict)),
                ("first_at", models.DateTimeField(verbose_name=_("开始于"))),
                ("last_at", models.DateTimeField(verbose_name=_("最近一次"))),
                ("times", models.PositiveIntegerField(default=1, verbose_name=_("次数"))),
                ("told_at", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.zone"
                    ),
                ),
            ],
            options={
                "verbose_name": _("没有完成的事"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=("zone", "why", "what", "path"),
                        name="one_open_failure",
                    )
                ],
            },
        ),
    ]
