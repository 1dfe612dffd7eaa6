import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

from zhiheng.mechanisms.scope import everywhere

DECIDED = ("accept", "refuse", "transfer", "transfer_out", "merge", "to_odr", "withdraw")
ENDS = {
    "accept": DECIDED,
    "reaccept": DECIDED,
    "competence": DECIDED,
    "odr": ("odr_settle", "odr_fail", "withdraw"),
    "mediate": ("agree", "terminate", "withdraw_mediated"),
    "tell": ("tell_termination", "tell", "reopen"),
    "verify": ("open_case", "drop"),
}
"""What ended which clock when there was nothing else."""


def fill(apps, schema_editor):
    """Rounds that are kept already are of the region that has the case now, and ended by a move of their last day."""
    rows = apps.get_model("cases", "CaseClock").objects
    case = apps.get_model("cases", "Case").objects.filter(pk=OuterRef("case"))
    moves = apps.get_model("cases", "CaseMove").objects
    with everywhere():
        rows.update(region=Subquery(case.values("region")[:1]))
        for clock, ends in ENDS.items():
            ended = rows.filter(clock=clock, ended__isnull=False)
            that = moves.filter(case=OuterRef("case"), on=OuterRef("ended"), transition__in=ends).order_by("nth")
            for one in ended.annotate(key=Subquery(that.values("transition")[:1])).exclude(key=None).iterator(1000):
                rows.filter(pk=one.pk).update(ended_by=one.key)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_in_state"),
        ("directory", "0008_seal_kept_forms"),
    ]

    operations = [
        migrations.AddField(
            model_name="caseclock",
            name="ended_by",
            field=models.CharField(blank=True, default="", max_length=40, verbose_name="办结事项"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="caseclock",
            name="region",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.region",
                verbose_name="承办地区",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="caseclock",
            name="region",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.region",
                verbose_name="承办地区",
            ),
        ),
    ]
