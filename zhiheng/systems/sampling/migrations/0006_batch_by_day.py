from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sampling', '0005_results_in_words'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='testedbatch',
            index=models.Index(fields=['judged_on'], name='batch_by_day'),
        ),
    ]
