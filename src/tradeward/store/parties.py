"""The tables of who trades here: organisations and their people, what is known of them, and what screening said."""

from django.db import models


class Organisation(models.Model):
    """A buyer, supplier, inspector or the operator: who it is, where it banks, when its address was verified, and it screened."""

    id = models.UUIDField(primary_key=True)
    kind = models.TextField()
    name = models.TextField()
    country = models.TextField()
    zone = models.TextField()
    email = models.TextField()
    owner = models.TextField()
    address = models.TextField()
    account = models.TextField()
    verified_at = models.DateTimeField(null=True)
    screened_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "organisations"


class EmailProof(models.Model):
    """A token that proves an e-mail address, by its hash alone: until when it does, and when it was used (RULES §9)."""

    id = models.UUIDField(primary_key=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    email = models.TextField()
    token_hash = models.TextField(unique=True)
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "email_proofs"


class ScreeningHit(models.Model):
    """An entry of a list that an organisation may be; it holds the organisation until two people clear it (RULES §9)."""

    id = models.UUIDField(primary_key=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    list_name = models.TextField()
    entry_name = models.TextField()
    entry_country = models.TextField()
    score_bp = models.IntegerField()
    occasion = models.TextField()
    at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)
    cleared_by_id = models.UUIDField(null=True)
    cleared_approved_by_id = models.UUIDField(null=True)
    reason = models.TextField(default="")

    class Meta:
        db_table = "screening_hits"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "list_name", "entry_name"], name="one_hit_an_entry"),
        ]


class ScreeningList(models.Model):
    """A list that parties are held against, as the operator imported it; the newest of a name counts (RULES §9)."""

    id = models.UUIDField(primary_key=True)
    name = models.TextField()
    source = models.TextField()
    imported_by_id = models.UUIDField()
    imported_at = models.DateTimeField()

    class Meta:
        db_table = "screening_lists"


class ScreeningEntry(models.Model):
    """A name on a list."""

    id = models.BigAutoField(primary_key=True)
    list = models.ForeignKey(ScreeningList, on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    country = models.TextField()

    class Meta:
        db_table = "screening_entries"


class Person(models.Model):
    """Somebody who acts for an organisation in one role; `label`: how the journal calls them; `language`: what they chose."""

    id = models.UUIDField(primary_key=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.TextField()
    label = models.TextField()
    language = models.TextField(default="", db_default="")
    created_at = models.DateTimeField()

    class Meta:
        db_table = "persons"


class Accreditation(models.Model):
    """An inspector's accreditation: scope, days, who granted it when, and when it was withdrawn from which day on (RULES §6)."""

    id = models.UUIDField(primary_key=True)
    inspector = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    scope = models.TextField()
    first_on = models.DateField()
    last_on = models.DateField()
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    withdrawn_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accreditations"


class AccountChange(models.Model):
    """New bank details of an organisation: four eyes, notice to the old contact, in force from an instant (RULES §9)."""

    id = models.UUIDField(primary_key=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    account = models.TextField()
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    notice_to = models.TextField()
    at = models.DateTimeField()
    in_force_at = models.DateTimeField()

    class Meta:
        db_table = "account_changes"
        indexes = [models.Index(fields=["organisation", "in_force_at"], name="accounts_in_force")]
