from django.db import migrations, models

from zhiheng.mechanisms.cases.security import SEEN_BY_AIDES_TOO
from zhiheng.mechanisms.row_security import RowSecurity


class Migration(migrations.Migration):
    """A body that is commissioned with a part of a case sees it and acts on it."""

    dependencies = [("cases", "0008_newest_move")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="aide_code",
            field=models.CharField(
                blank=True, db_index=True, default="", editable=False, max_length=18, verbose_name="受托机构代码"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="case",
            name="aide_name",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=120, verbose_name="受托机构"
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="casemove",
            name="hand",
            field=models.CharField(
                choices=[("handler", "handler"), ("firm", "firm"), ("filer", "filer"), ("aide", "aide")],
                max_length=10,
                verbose_name="身份",
            ),
        ),
        RowSecurity("cases_case", SEEN_BY_AIDES_TOO),
    ]
