import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="BooksCheck",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("red", models.BooleanField()),
                ("findings", models.JSONField()),
            ],
            options={
                "db_table": "books_checks",
            },
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
                ("state", models.TextField()),
                ("grounds", models.JSONField()),
                ("terms", models.JSONField(null=True)),
                ("remedy", models.TextField()),
                ("asked_minor", models.BigIntegerField(null=True)),
                ("story", models.TextField()),
                ("opened_at", models.DateTimeField()),
                ("frozen_minor", models.BigIntegerField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer", models.TextField()),
                ("escalated_at", models.DateTimeField(null=True)),
                ("escalated_by", models.TextField()),
                ("called_at", models.DateTimeField(null=True)),
                ("officer_id", models.UUIDField(null=True)),
                ("taken_at", models.DateTimeField(null=True)),
                ("file_closes_at", models.DateTimeField(null=True)),
                ("items", models.JSONField()),
                ("sent_back_at", models.DateTimeField(null=True)),
                ("settled_minor", models.BigIntegerField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("admitted", models.BooleanField()),
                ("appealed_at", models.DateTimeField(null=True)),
                ("appealed_by", models.JSONField()),
                ("appeal_officer_id", models.UUIDField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("outcome", models.TextField()),
            ],
            options={
                "db_table": "disputes",
            },
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("buyer_id", models.UUIDField()),
                ("currency", models.TextField()),
                ("value_minor", models.BigIntegerField()),
                ("state", models.TextField()),
                ("version", models.BigIntegerField()),
                ("policy", models.JSONField()),
                ("offered_at", models.DateTimeField()),
                ("signed_at", models.DateTimeField(null=True)),
                ("ready_at", models.DateTimeField(null=True)),
                ("shipped_at", models.DateTimeField(null=True)),
                ("dispatched_on", models.DateField(null=True)),
                ("received_at", models.DateTimeField(null=True)),
                ("goods_released_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("outcome", models.TextField()),
            ],
            options={
                "db_table": "orders",
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("name", models.TextField()),
                ("country", models.TextField()),
                ("zone", models.TextField()),
                ("email", models.TextField()),
                ("owner", models.TextField()),
                ("address", models.TextField()),
                ("account", models.TextField()),
                ("verified_at", models.DateTimeField(null=True)),
                ("screened_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "db_table": "organisations",
            },
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("since", models.DateTimeField(unique=True)),
                ("profile", models.TextField()),
                ("text", models.TextField()),
            ],
            options={
                "db_table": "policy_versions",
            },
        ),
        migrations.CreateModel(
            name="Pot",
            fields=[
                ("currency", models.TextField(primary_key=True, serialize=False)),
                ("cash_minor", models.BigIntegerField(default=0)),
                ("reserved_minor", models.BigIntegerField(default=0)),
            ],
            options={
                "db_table": "pots",
            },
        ),
        migrations.CreateModel(
            name="ScreeningList",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("source", models.TextField()),
                ("imported_by_id", models.UUIDField()),
                ("imported_at", models.DateTimeField()),
            ],
            options={
                "db_table": "screening_lists",
            },
        ),
        migrations.CreateModel(
            name="SignUp",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("email", models.TextField()),
                ("kind", models.TextField()),
                ("name", models.TextField()),
                ("country", models.TextField()),
                ("zone", models.TextField()),
                ("account", models.TextField()),
                ("label", models.TextField()),
                ("secret_hash", models.TextField(unique=True)),
                ("at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "sign_ups",
            },
        ),
        migrations.CreateModel(
            name="Stall",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("noun", models.TextField()),
                ("tries", models.IntegerField()),
                ("since", models.DateTimeField()),
                ("retry_at", models.DateTimeField()),
                ("fault", models.TextField()),
            ],
            options={
                "db_table": "stalls",
            },
        ),
        migrations.CreateModel(
            name="TreeHead",
            fields=[
                ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                ("head", models.TextField()),
                ("at", models.DateTimeField()),
                ("upto", models.BigIntegerField()),
                ("peaks", models.JSONField()),
            ],
            options={
                "db_table": "tree_heads",
            },
        ),
        migrations.CreateModel(
            name="Command",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("actor", models.TextField()),
                ("key", models.TextField()),
                ("body_hash", models.TextField()),
                ("answer", models.JSONField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "commands",
                "constraints": [models.UniqueConstraint(fields=("actor", "key"), name="one_answer_a_key")],
            },
        ),
        migrations.CreateModel(
            name="Journal",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("subject_id", models.UUIDField()),
                ("seq", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("by", models.TextField()),
                ("verb", models.TextField()),
                ("noun", models.TextField()),
                ("row_id", models.UUIDField()),
                ("content", models.JSONField()),
                ("previous", models.TextField()),
                ("hash", models.TextField()),
            ],
            options={
                "db_table": "journal",
                "constraints": [models.UniqueConstraint(fields=("subject_id", "seq"), name="one_line_a_number")],
            },
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
                ("by", models.TextField()),
                ("amount_minor", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("state", models.TextField()),
                (
                    "dispute",
                    models.ForeignKey(
                        db_column="dispute_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.dispute",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_column="order_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.order",
                    ),
                ),
            ],
            options={
                "db_table": "offers",
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("deadline_id", models.UUIDField()),
                ("kind", models.TextField()),
                ("subject", models.TextField()),
                ("subject_id", models.UUIDField()),
                ("verb", models.TextField()),
                ("waits_on", models.TextField()),
                ("due_at", models.DateTimeField()),
                ("tell_at", models.DateTimeField()),
                ("state", models.TextField(db_default="waiting")),
                (
                    "order",
                    models.ForeignKey(
                        db_column="order_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.order",
                    ),
                ),
            ],
            options={
                "db_table": "notices",
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("by", models.TextField()),
                ("organisation_id", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("text", models.TextField()),
                ("evidence", models.JSONField()),
                (
                    "order",
                    models.ForeignKey(
                        db_column="order_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.order",
                    ),
                ),
            ],
            options={
                "db_table": "messages",
            },
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
                ("bp", models.BigIntegerField()),
                ("amount_minor", models.BigIntegerField()),
                ("anchor", models.TextField()),
                ("days", models.BigIntegerField()),
                ("release", models.TextField()),
                ("reference", models.TextField()),
                ("state", models.TextField()),
                ("early_minor", models.BigIntegerField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("paid_minor", models.BigIntegerField()),
                ("paid_on", models.DateField(null=True)),
                ("released_minor", models.BigIntegerField()),
                ("returned_minor", models.BigIntegerField()),
                (
                    "order",
                    models.ForeignKey(
                        db_column="order_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.order",
                    ),
                ),
            ],
            options={
                "db_table": "instalments",
            },
        ),
        migrations.CreateModel(
            name="Inspection",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
                ("state", models.TextField()),
                ("requested_at", models.DateTimeField()),
                ("phase", models.TextField()),
                ("reference", models.TextField()),
                ("fee_minor", models.BigIntegerField()),
                ("fee_held_minor", models.BigIntegerField()),
                ("fee_debt_id", models.UUIDField(null=True)),
                ("inspector_id", models.UUIDField(null=True)),
                ("booked_at", models.DateTimeField(null=True)),
                ("called_at", models.DateTimeField(null=True)),
                ("objections", models.BigIntegerField()),
                ("eligible_count", models.BigIntegerField()),
                ("drawn", models.JSONField()),
                ("objected", models.JSONField()),
                ("report", models.JSONField()),
                ("reported_at", models.DateTimeField(null=True)),
                ("verdict", models.TextField()),
                ("reasons", models.JSONField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "order",
                    models.ForeignKey(
                        db_column="order_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.order",
                    ),
                ),
            ],
            options={
                "db_table": "inspections",
            },
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("by", models.TextField()),
                ("content", models.JSONField()),
                (
                    "order",
                    models.ForeignKey(
                        db_column="order_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.order",
                    ),
                ),
            ],
            options={
                "db_table": "facts",
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("sha256", models.TextField()),
                ("name", models.TextField()),
                ("media_type", models.TextField()),
                ("size", models.BigIntegerField()),
                ("by", models.TextField()),
                ("organisation_id", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("late", models.BooleanField()),
                ("erased_at", models.DateTimeField(null=True)),
                ("erased_why", models.TextField()),
                ("channel", models.TextField()),
                ("origin", models.TextField()),
                (
                    "order",
                    models.ForeignKey(
                        db_column="order_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.order",
                    ),
                ),
            ],
            options={
                "db_table": "evidence",
            },
        ),
        migrations.AddField(
            model_name="dispute",
            name="order",
            field=models.ForeignKey(
                db_column="order_id", on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.order"
            ),
        ),
        migrations.CreateModel(
            name="Amendment",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
                ("kind", models.TextField()),
                ("content", models.JSONField()),
                ("state", models.TextField()),
                ("proposed_by", models.TextField()),
                ("proposed_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "order",
                    models.ForeignKey(
                        db_column="order_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.order",
                    ),
                ),
            ],
            options={
                "db_table": "amendments",
            },
        ),
        migrations.CreateModel(
            name="EmailProof",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("email", models.TextField()),
                ("token_hash", models.TextField(unique=True)),
                ("at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "email_proofs",
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("title", models.TextField()),
                ("revision", models.IntegerField()),
                ("body", models.JSONField()),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "order",
                    models.ForeignKey(
                        db_column="order_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.order",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "drafts",
            },
        ),
        migrations.CreateModel(
            name="PaymentOrder",
            fields=[
                ("end_to_end", models.TextField(primary_key=True, serialize=False)),
                ("payment_id", models.UUIDField()),
                ("told_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "payment_orders",
                "indexes": [models.Index(fields=["payment_id"], name="orders_of_payment")],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("role", models.TextField()),
                ("label", models.TextField()),
                ("language", models.TextField(db_default="", default="")),
                ("created_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "persons",
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("address", models.TextField()),
                ("language", models.TextField()),
                ("title", models.TextField()),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                ("state", models.TextField(db_default="waiting")),
                ("tries", models.IntegerField(db_default=0)),
                ("due_at", models.DateTimeField()),
                ("first_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("fault", models.TextField(db_default="")),
                (
                    "notice",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.notice"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.person"
                    ),
                ),
            ],
            options={
                "db_table": "letters",
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("email", models.TextField()),
                ("secret_hash", models.TextField(unique=True)),
                ("at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.person"),
                ),
            ],
            options={
                "db_table": "invitations",
            },
        ),
        migrations.CreateModel(
            name="FundMovement",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("currency", models.TextField()),
                ("minor", models.BigIntegerField()),
                ("direction", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "approved_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.person"),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.person"),
                ),
            ],
            options={
                "db_table": "fund_movements",
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("what", models.TextField()),
                ("told", models.JSONField()),
                ("body_hash", models.TextField()),
                ("about", models.UUIDField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("state", models.TextField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(default="")),
                (
                    "asked_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.person"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.person"
                    ),
                ),
            ],
            options={
                "db_table": "approvals",
            },
        ),
        migrations.CreateModel(
            name="Accreditation",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("scope", models.TextField()),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("granted_at", models.DateTimeField()),
                ("withdrawn_on", models.DateField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "inspector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.organisation"
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.person"),
                ),
            ],
            options={
                "db_table": "accreditations",
            },
        ),
        migrations.CreateModel(
            name="AccountChange",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("account", models.TextField()),
                ("notice_to", models.TextField()),
                ("at", models.DateTimeField()),
                ("in_force_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.organisation"
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.person"),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.person"),
                ),
            ],
            options={
                "db_table": "account_changes",
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.person"
                    ),
                ),
            ],
            options={
                "db_table": "accounts",
            },
        ),
        migrations.CreateModel(
            name="Rate",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("from_currency", models.TextField()),
                ("to_currency", models.TextField()),
                ("rate", models.DecimalField(decimal_places=12, max_digits=24)),
                ("source", models.TextField()),
                ("since", models.DateTimeField()),
            ],
            options={
                "db_table": "rates",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("from_currency", "to_currency", "since"), name="one_rate_an_instant"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("cause", models.TextField()),
                ("counts", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("held_minor", models.BigIntegerField()),
                ("early_minor", models.BigIntegerField()),
                ("security_minor", models.BigIntegerField()),
                ("fund_minor", models.BigIntegerField()),
                ("supplier_minor", models.BigIntegerField()),
                ("waiting_minor", models.BigIntegerField()),
                ("reversed_at", models.DateTimeField(null=True)),
                (
                    "dispute",
                    models.ForeignKey(
                        db_column="dispute_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.dispute",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_column="order_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.order",
                    ),
                ),
            ],
            options={
                "db_table": "refunds",
            },
        ),
        migrations.CreateModel(
            name="Ruling",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
                ("officer_id", models.UUIDField(null=True)),
                ("second_officer_id", models.UUIDField(null=True)),
                ("outcome", models.TextField()),
                ("findings", models.JSONField()),
                ("reasons", models.JSONField()),
                ("departures", models.JSONField()),
                ("award_minor", models.BigIntegerField()),
                ("refund_minor", models.BigIntegerField()),
                ("held_minor", models.BigIntegerField()),
                ("security_minor", models.BigIntegerField()),
                ("advance_minor", models.BigIntegerField()),
                ("not_covered_minor", models.BigIntegerField()),
                ("fee_borne_by", models.TextField()),
                ("drafted_at", models.DateTimeField()),
                ("sent_back_at", models.DateTimeField(null=True)),
                ("issued_at", models.DateTimeField(null=True)),
                ("final_at", models.DateTimeField(null=True)),
                ("reversed_at", models.DateTimeField(null=True)),
                ("forged", models.JSONField()),
                ("basis", models.JSONField()),
                (
                    "dispute",
                    models.ForeignKey(
                        db_column="dispute_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.dispute",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_column="order_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.order",
                    ),
                ),
            ],
            options={
                "db_table": "rulings",
            },
        ),
        migrations.CreateModel(
            name="ScreeningHit",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("list_name", models.TextField()),
                ("entry_name", models.TextField()),
                ("entry_country", models.TextField()),
                ("score_bp", models.IntegerField()),
                ("occasion", models.TextField()),
                ("at", models.DateTimeField()),
                ("cleared_at", models.DateTimeField(null=True)),
                ("cleared_by_id", models.UUIDField(null=True)),
                ("cleared_approved_by_id", models.UUIDField(null=True)),
                ("reason", models.TextField(default="")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "screening_hits",
            },
        ),
        migrations.CreateModel(
            name="ScreeningEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("country", models.TextField()),
                (
                    "list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.screeninglist"
                    ),
                ),
            ],
            options={
                "db_table": "screening_entries",
            },
        ),
        migrations.CreateModel(
            name="SealedHead",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("subject_id", models.UUIDField()),
                ("seq", models.BigIntegerField()),
                ("hash", models.TextField()),
            ],
            options={
                "db_table": "sealed_heads",
                "constraints": [models.UniqueConstraint(fields=("subject_id", "seq"), name="one_leaf_an_end")],
            },
        ),
        migrations.CreateModel(
            name="Shipment",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("lot", models.BigIntegerField()),
                ("value_minor", models.BigIntegerField()),
                ("ship_on", models.DateField()),
                ("state", models.TextField()),
                ("document", models.JSONField()),
                ("dispatched_on", models.DateField(null=True)),
                ("shown_at", models.DateTimeField(null=True)),
                (
                    "order",
                    models.ForeignKey(
                        db_column="order_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.order",
                    ),
                ),
            ],
            options={
                "db_table": "shipments",
            },
        ),
        migrations.CreateModel(
            name="SignIn",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("email", models.TextField()),
                ("at", models.DateTimeField()),
                ("network", models.TextField()),
                ("browser", models.TextField()),
                ("succeeded", models.BooleanField()),
            ],
            options={
                "db_table": "sign_ins",
                "indexes": [models.Index(fields=["email", "-id"], name="sign_ins_of_somebody")],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("currency", models.TextField()),
                ("through", models.DateField()),
                ("closing_minor", models.BigIntegerField()),
                ("difference_minor", models.BigIntegerField()),
                ("imported_at", models.DateTimeField()),
            ],
            options={
                "db_table": "statements",
                "constraints": [models.UniqueConstraint(fields=("currency", "through"), name="one_statement_a_day")],
            },
        ),
        migrations.CreateModel(
            name="StatementLine",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("bank_id", models.TextField(unique=True)),
                ("kind", models.TextField()),
                ("minor", models.BigIntegerField()),
                ("about", models.TextField()),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.statement"
                    ),
                ),
            ],
            options={
                "db_table": "statement_lines",
            },
        ),
        migrations.CreateModel(
            name="Supplier",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("state", models.TextField()),
                ("verification", models.TextField()),
                ("limit_minor", models.BigIntegerField()),
                ("ceiling_minor", models.BigIntegerField(null=True)),
                ("reserved_minor", models.BigIntegerField()),
                ("advanced_minor", models.BigIntegerField()),
                ("overdue_count", models.BigIntegerField()),
                ("fees_owed", models.JSONField()),
                ("arithmetic", models.JSONField()),
                ("applied_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("suspended_for", models.TextField()),
                ("reasons", models.JSONField()),
                ("appealed_at", models.DateTimeField(null=True)),
                ("payout_due_at", models.DateTimeField(null=True)),
                ("security_reference", models.TextField()),
            ],
            options={
                "db_table": "suppliers",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("security_reference", ""), _negated=True),
                        fields=("security_reference",),
                        name="one_security_a_reference",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reservation",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("state", models.TextField()),
                ("at", models.DateTimeField()),
                ("held_until", models.DateTimeField(null=True)),
                ("cover_minor", models.BigIntegerField()),
                ("advanced_minor", models.BigIntegerField()),
                ("rate", models.TextField()),
                ("limit_read", models.BigIntegerField()),
                ("reserved_read", models.BigIntegerField()),
                ("advanced_read", models.BigIntegerField()),
                ("reserved_limit", models.BigIntegerField()),
                ("freed_at", models.DateTimeField(null=True)),
                (
                    "order",
                    models.ForeignKey(
                        db_column="order_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.order",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        db_column="supplier_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.supplier",
                    ),
                ),
            ],
            options={
                "db_table": "reservations",
            },
        ),
        migrations.CreateModel(
            name="Recovery",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("state", models.TextField()),
                ("debt_minor", models.BigIntegerField()),
                ("rate", models.TextField()),
                ("reference", models.TextField()),
                ("at", models.DateTimeField()),
                ("set_off_minor", models.BigIntegerField()),
                ("security_minor", models.BigIntegerField()),
                ("paid_minor", models.BigIntegerField()),
                ("cancelled_minor", models.BigIntegerField()),
                ("written_off_minor", models.BigIntegerField()),
                ("returned_minor", models.BigIntegerField()),
                ("overdue_at", models.DateTimeField(null=True)),
                ("plan", models.JSONField()),
                ("plan_from_minor", models.BigIntegerField()),
                ("instalment_id", models.UUIDField(null=True)),
                ("released_minor", models.BigIntegerField()),
                ("refunded_minor", models.BigIntegerField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "dispute",
                    models.ForeignKey(
                        db_column="dispute_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.dispute",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_column="order_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.order",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        db_column="supplier_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.supplier",
                    ),
                ),
            ],
            options={
                "db_table": "recoveries",
            },
        ),
        migrations.CreateModel(
            name="Point",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("cause", models.TextField()),
                ("points", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("deleted_at", models.DateTimeField(null=True)),
                (
                    "dispute",
                    models.ForeignKey(
                        db_column="dispute_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.dispute",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_column="order_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.order",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        db_column="supplier_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.supplier",
                    ),
                ),
            ],
            options={
                "db_table": "points",
            },
        ),
        migrations.CreateModel(
            name="PaymentOut",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("payee_id", models.UUIDField(null=True)),
                ("account", models.TextField()),
                ("purpose", models.TextField()),
                ("source", models.TextField()),
                ("currency", models.TextField()),
                ("amount_minor", models.BigIntegerField()),
                ("state", models.TextField()),
                ("due_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("booked_at", models.DateTimeField(null=True)),
                ("returned_at", models.DateTimeField(null=True)),
                ("credit_id", models.UUIDField(null=True)),
                (
                    "order",
                    models.ForeignKey(
                        db_column="order_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.order",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        db_column="supplier_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.supplier",
                    ),
                ),
            ],
            options={
                "db_table": "payments_out",
            },
        ),
        migrations.AddField(
            model_name="order",
            name="supplier",
            field=models.ForeignKey(
                db_column="supplier_id",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="store.supplier",
            ),
        ),
        migrations.CreateModel(
            name="Deadline",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("subject", models.TextField()),
                ("subject_id", models.UUIDField()),
                ("verb", models.TextField()),
                ("due_at", models.DateTimeField()),
                ("waits_on", models.TextField()),
                ("state", models.TextField()),
                (
                    "order",
                    models.ForeignKey(
                        db_column="order_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.order",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        db_column="supplier_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.supplier",
                    ),
                ),
            ],
            options={
                "db_table": "deadlines",
            },
        ),
        migrations.CreateModel(
            name="Credit",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("bank_id", models.TextField()),
                ("currency", models.TextField()),
                ("amount_minor", models.BigIntegerField()),
                ("payer", models.TextField()),
                ("payer_account", models.TextField()),
                ("reference", models.TextField()),
                ("value_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("state", models.TextField()),
                ("matched_at", models.DateTimeField(null=True)),
                ("matched_to", models.TextField()),
                ("applied_minor", models.BigIntegerField()),
                ("proposed_reference", models.TextField()),
                ("proposed_by_id", models.UUIDField(null=True)),
                ("recall_id", models.TextField()),
                (
                    "order",
                    models.ForeignKey(
                        db_column="order_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.order",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        db_column="supplier_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.supplier",
                    ),
                ),
            ],
            options={
                "db_table": "credits",
            },
        ),
        migrations.CreateModel(
            name="SupplierFact",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("says", models.TextField()),
                ("source", models.TextField()),
                ("dated_on", models.DateField()),
                ("expires_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by_id", models.UUIDField(null=True)),
                (
                    "supplier",
                    models.ForeignKey(
                        db_column="supplier_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.supplier",
                    ),
                ),
            ],
            options={
                "db_table": "supplier_facts",
            },
        ),
        migrations.CreateModel(
            name="Token",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("label", models.TextField()),
                ("hash", models.TextField(unique=True)),
                ("hint", models.TextField()),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.person"),
                ),
            ],
            options={
                "db_table": "tokens",
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
                ("body", models.JSONField()),
                ("hash", models.TextField()),
                ("offered_by", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "order",
                    models.ForeignKey(
                        db_column="order_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.order",
                    ),
                ),
            ],
            options={
                "db_table": "versions",
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("hash", models.TextField()),
                ("party", models.TextField()),
                ("person_id", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                ("cover_minor", models.BigIntegerField()),
                (
                    "order",
                    models.ForeignKey(
                        db_column="order_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.order",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_column="version_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.version",
                    ),
                ),
            ],
            options={
                "db_table": "signatures",
            },
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(condition=models.Q(("state", "waiting")), fields=["tell_at"], name="notices_waiting"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("deadline_id", "kind", "due_at", "waits_on"), name="one_notice_a_turn"
            ),
        ),
        migrations.AddConstraint(
            model_name="instalment",
            constraint=models.UniqueConstraint(fields=("reference",), name="one_instalment_a_reference"),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.UniqueConstraint(fields=("reference",), name="one_inspection_a_reference"),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("order",), name="one_open_dispute_an_order"
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(condition=models.Q(("state", "waiting")), fields=["due_at"], name="letters_waiting"),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(fields=["-at", "id"], name="letters_newest"),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(fields=("notice", "address"), name="one_letter_an_address"),
        ),
        migrations.AddIndex(
            model_name="approval",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["what", "about"], name="approvals_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "agreed"), _negated=True),
                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="two_people_agree",
            ),
        ),
        migrations.AddIndex(
            model_name="accountchange",
            index=models.Index(fields=["organisation", "in_force_at"], name="accounts_in_force"),
        ),
        migrations.AddIndex(
            model_name="refund",
            index=models.Index(condition=models.Q(("waiting_minor__gt", 0)), fields=["order"], name="refunds_waiting"),
        ),
        migrations.AddConstraint(
            model_name="ruling",
            constraint=models.UniqueConstraint(
                condition=models.Q(("sent_back_at", None)), fields=("dispute", "number"), name="two_rulings_at_most"
            ),
        ),
        migrations.AddConstraint(
            model_name="ruling",
            constraint=models.UniqueConstraint(
                condition=models.Q(("final_at", None), _negated=True), fields=("dispute",), name="one_final_ruling"
            ),
        ),
        migrations.AddConstraint(
            model_name="screeninghit",
            constraint=models.UniqueConstraint(
                fields=("organisation", "list_name", "entry_name"), name="one_hit_an_entry"
            ),
        ),
        migrations.AddConstraint(
            model_name="reservation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("freed_at", None)), fields=("order",), name="one_reservation_an_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="recovery",
            constraint=models.UniqueConstraint(fields=("reference",), name="one_recovery_a_reference"),
        ),
        migrations.AddIndex(
            model_name="paymentout",
            index=models.Index(
                condition=models.Q(("state", "booked"), _negated=True), fields=["state"], name="payments_out_open"
            ),
        ),
        migrations.AddIndex(
            model_name="paymentout",
            index=models.Index(fields=["payee_id", "id"], name="payments_out_of_payee"),
        ),
        migrations.AddIndex(
            model_name="paymentout",
            index=models.Index(
                condition=models.Q(("credit_id", None), _negated=True),
                fields=["credit_id"],
                name="payments_out_of_credit",
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["buyer_id"], name="orders_of_buyer"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(condition=models.Q(("state", "signed")), fields=["buyer_id"], name="orders_unpaid"),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(condition=models.Q(("state", "open")), fields=["due_at"], name="deadlines_open"),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("state", "open")), fields=["supplier_id", "due_at"], name="deadlines_of_supplier"
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("state", "parked")), fields=["supplier_id"], name="deadlines_parked"
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.UniqueConstraint(fields=("subject_id", "verb"), name="one_deadline_a_move"),
        ),
        migrations.AddConstraint(
            model_name="credit",
            constraint=models.UniqueConstraint(fields=("bank_id",), name="one_credit_a_bank_entry"),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(fields=("order", "number"), name="one_version_a_number"),
        ),
    ]
