"""The tables of who comes in over HTTP: tokens, and drafts that nobody else sees."""

from django.db import models

from tradeward.store.parties import Organisation, Person


class Token(models.Model):
    """A secret by which a program acts as a person: only its hash is kept, and `hint`, its last letters (DESIGN §5)."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    label = models.TextField()
    hash = models.TextField(unique=True)
    hint = models.TextField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "tokens"


class Draft(models.Model):
    """A contract that one organisation prepares for itself; `revision` counts its changes, `order_id` once it was offered."""

    id = models.UUIDField(primary_key=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.TextField()
    revision = models.IntegerField()
    body = models.JSONField()
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    order = models.ForeignKey("Order", on_delete=models.PROTECT, null=True, related_name="+", db_column="order_id")

    class Meta:
        db_table = "drafts"
