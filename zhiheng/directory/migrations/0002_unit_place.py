from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="unit",
            name="place",
            field=models.CharField(blank=True, default="", max_length=40, verbose_name="所属地方"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="unitalias",
            name="place",
            field=models.CharField(blank=True, default="", max_length=40, verbose_name="所属地方"),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="unitalias",
            name="name",
            field=models.CharField(max_length=120, verbose_name="名称"),
        ),
        migrations.AddConstraint(
            model_name="unitalias",
            constraint=models.UniqueConstraint(fields=("place", "name"), name="one_unit_a_name_and_place"),
        ),
    ]
