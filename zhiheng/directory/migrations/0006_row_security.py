from django.db import migrations

from zhiheng.mechanisms.row_security import OFFICER, RowSecurity

OWN = f"officer_id = {OFFICER}"


class Migration(migrations.Migration):
    """What is an officer's own; and the lines of the journal about it."""

    dependencies = [("directory", "0005_posting"), ("journal", "0002_seen_with")]

    operations = [
        RowSecurity("directory_token", OWN),
        RowSecurity("directory_keptform", OWN),
        RowSecurity(
            "journal_entry",
            "EXISTS (SELECT 1 FROM directory_token token WHERE token.id = seen_with)",
            "seen_with_token",
        ),
    ]
