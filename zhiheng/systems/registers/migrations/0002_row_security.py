from django.db import migrations

from zhiheng.mechanisms.registers.security import of_a_kind


class Migration(migrations.Migration):
    """Each row of a kind is seen and written with its row in the table of all registers."""

    dependencies = [("kept_registers", "0001_initial"), ("registers", "0002_row_security")]

    operations = [
        of_a_kind("kept_registers_assuredunit"),
        of_a_kind("kept_registers_crossshopnetwork"),
        of_a_kind("kept_registers_returnpromise"),
    ]
