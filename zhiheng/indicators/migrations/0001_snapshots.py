from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.CharField(db_index=True, max_length=64, verbose_name='校验值')),
                ('taken_at', models.DateTimeField(verbose_name='时间')),
                ('kept', models.BooleanField(default=False, verbose_name='留存')),
            ],
            options={
                'verbose_name': '快照',
                'verbose_name_plural': '快照',
            },
        ),
        migrations.CreateModel(
            name='DirtyPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(max_length=40, verbose_name='数据表')),
                ('month', models.CharField(max_length=7, verbose_name='月份')),
                ('claimed', models.BooleanField(default=False, verbose_name='更新中')),
            ],
            options={
                'verbose_name': '待更新分区',
                'verbose_name_plural': '待更新分区',
                'indexes': [models.Index(fields=['table', 'month', 'claimed'], name='dirty_part')],
            },
        ),
    ]
