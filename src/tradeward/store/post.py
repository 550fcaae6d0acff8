"""The tables of mail: what is to be told of deadlines, and the letters that tell it, each until it is sent."""

from django.db import models

from tradeward.store.parties import Organisation, Person


class Notice(models.Model):
    """That a deadline is set, near, or passed: written with what it tells of, told from `tell_at` on, or dropped before."""

    id = models.UUIDField(primary_key=True)
    deadline_id = models.UUIDField()
    kind = models.TextField()
    order = models.ForeignKey("Order", on_delete=models.PROTECT, null=True, related_name="+", db_column="order_id")
    subject = models.TextField()
    subject_id = models.UUIDField()
    verb = models.TextField()
    waits_on = models.TextField()
    due_at = models.DateTimeField()
    tell_at = models.DateTimeField()
    state = models.TextField(db_default="waiting")

    class Meta:
        app_label = "store"
        db_table = "notices"
        indexes = [models.Index(fields=["tell_at"], condition=models.Q(state="waiting"), name="notices_waiting")]
        constraints = [
            models.UniqueConstraint(fields=["deadline_id", "kind", "due_at", "waits_on"], name="one_notice_a_turn")
        ]


class Letter(models.Model):
    """A letter to one address: written once, tried until it is taken; `text` is forgotten when it was sent, but in a demo."""

    id = models.UUIDField(primary_key=True)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    address = models.TextField()
    language = models.TextField()
    title = models.TextField()
    text = models.TextField()
    at = models.DateTimeField()
    state = models.TextField(db_default="waiting")
    tries = models.IntegerField(db_default=0)
    due_at = models.DateTimeField()
    first_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    fault = models.TextField(db_default="")

    class Meta:
        app_label = "store"
        db_table = "letters"
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(state="waiting"), name="letters_waiting"),
            models.Index(fields=["-at", "id"], name="letters_newest"),
        ]
        constraints = [models.UniqueConstraint(fields=["notice", "address"], name="one_letter_an_address")]
