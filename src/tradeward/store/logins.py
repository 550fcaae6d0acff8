"""The tables of who signs in: an account is one person's, made by taking an invitation up."""

from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from tradeward.domain.refusals import RuleBroken
from tradeward.store.parties import Person


class Account(AbstractBaseUser):
    """A sign-in: an e-mail address and a hashed password, and the one person that it acts as."""

    email = models.EmailField(unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    objects = BaseUserManager()

    class Meta:
        app_label = "store"
        db_table = "accounts"


class Invitation(models.Model):
    """A secret that lets whoever got it make the account of a person: its hash alone, until when, and when it was taken up."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    email = models.TextField()
    secret_hash = models.TextField(unique=True)
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "store"
        db_table = "invitations"


def add_invitation(
    *, id: UUID, person_id: UUID, email: str, secret_hash: str, at: datetime, expires_at: datetime
) -> None:
    """Write an invitation; earlier ones of the same person are over with it."""
    Invitation.objects.filter(person_id=person_id, used_at=None).update(expires_at=at)
    Invitation.objects.create(
        id=id, person_id=person_id, email=email, secret_hash=secret_hash, at=at, expires_at=expires_at
    )


def invitation(*, secret_hash: str) -> Invitation | None:
    """The invitation with this secret, locked, with its person and organisation."""
    found = Invitation.objects.select_related("person__organisation").select_for_update(of=("self",))
    return found.filter(secret_hash=secret_hash).first()


def has_account(*, person_id: UUID) -> bool:
    """Whether the person can sign in already."""
    return Account.objects.filter(person_id=person_id).exists()


def add_account(*, invited: Invitation, password: str, at: datetime) -> None:
    """Make the account that an invitation is for; its address is proved by the invitation. `password` is hashed already.

    Refuses: an address that another account has.
    """
    if Account.objects.filter(email__iexact=invited.email).exists():
        raise RuleBroken("another account has this e-mail address: ask to be invited under another one", field="email")
    made = Account.objects.create(
        email=invited.email, person_id=invited.person_id, password=password, created_at=at, is_active=True
    )
    EmailAddress.objects.create(user=made, email=invited.email, verified=True, primary=True)
    Invitation.objects.filter(id=invited.id).update(used_at=at)
