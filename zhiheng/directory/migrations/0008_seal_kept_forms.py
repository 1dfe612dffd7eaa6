from django.db import migrations, models

from zhiheng.mechanisms.privacy.sealing import seal_bytes
from zhiheng.mechanisms.scope import everywhere


def seal(apps, schema_editor):
    """What officers typed in the last 24 hours and could not send."""
    forms = apps.get_model("directory", "KeptForm").objects
    with everywhere():
        for form in forms.iterator(chunk_size=500):
            place = f"directory_keptform.sealed.{form.officer_id}.{form.browser}.{form.path}"
            forms.filter(pk=form.pk).update(sealed=seal_bytes(form.fields.encode(), aad=place))


class Migration(migrations.Migration):
    dependencies = [("directory", "0007_casework_role")]

    operations = [
        migrations.AddField("keptform", "sealed", models.BinaryField(default=b"", verbose_name="填写内容")),
        migrations.RunPython(seal),
        migrations.RemoveField("keptform", "fields"),
    ]
