"""Install `schema.sql` as it stands, as the role that owns the database."""

from importlib import resources

from django.db import migrations


class Migration(migrations.Migration):
    """The ledger's tables, functions and rights."""

    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(
            resources.files("tradeward.ledger").joinpath("schema.sql").read_text(encoding="utf-8"),
            reverse_sql="DROP SCHEMA ledger CASCADE",
        )
    ]
