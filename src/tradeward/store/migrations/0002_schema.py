"""Install the SQL beside this package: what the models cannot say."""

from importlib import resources

from django.db import migrations


class Migration(migrations.Migration):
    """What the models cannot say."""

    dependencies = [
        ("store", "0001_tables"),
        ("ledger", "0001_schema"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("sessions", "0001_initial"),
        ("usersessions", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(resources.files("tradeward.store").joinpath("schema.sql").read_text(encoding="utf-8")),
        migrations.RunSQL(resources.files("tradeward.store").joinpath("units.sql").read_text(encoding="utf-8")),
        migrations.RunSQL(resources.files("tradeward.store").joinpath("accounts.sql").read_text(encoding="utf-8")),
        migrations.RunSQL(resources.files("tradeward.store").joinpath("service.sql").read_text(encoding="utf-8")),
        migrations.RunSQL(resources.files("tradeward.store").joinpath("sandbox.sql").read_text(encoding="utf-8")),
    ]
