"""The tables of who signs in: an account is one person's, made by taking an invitation or a sign-up of one's own up."""

from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.models import Session
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


class SignUp(models.Model):
    """A party that asked to trade here, until it proves its e-mail address: what it said of itself, and its secret's hash alone."""

    id = models.UUIDField(primary_key=True)
    email = models.TextField()
    kind = models.TextField()
    name = models.TextField()
    country = models.TextField()
    zone = models.TextField()
    account = models.TextField()
    label = models.TextField()
    secret_hash = models.TextField(unique=True)
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "store"
        db_table = "sign_ups"


class SignIn(models.Model):
    """A line of the sign-in journal: who tried to sign in, when, from where, and whether it was to be."""

    id = models.BigAutoField(primary_key=True)
    email = models.TextField()
    at = models.DateTimeField()
    network = models.TextField()
    browser = models.TextField()
    succeeded = models.BooleanField()

    class Meta:
        app_label = "store"
        db_table = "sign_ins"
        indexes = [models.Index(fields=["email", "-id"], name="sign_ins_of_somebody")]


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


def add_account(*, person_id: UUID, email: str, password: str, at: datetime) -> None:
    """Make a person's account, its address proved. `password` is hashed already. Refuses: an address that another account has."""
    if known(email=email):
        raise RuleBroken("another account has this e-mail address: ask to be invited under another one", field="email")
    made = Account.objects.create(email=email, person_id=person_id, password=password, created_at=at, is_active=True)
    EmailAddress.objects.create(user=made, email=email, verified=True, primary=True)


def known(*, email: str) -> bool:
    """Whether somebody signs in with this address."""
    return Account.objects.filter(email__iexact=email).exists()


def taken_up(found: Invitation | SignUp, *, at: datetime) -> None:
    """The invitation or the sign-up has its account."""
    type(found)._default_manager.filter(id=found.id).update(used_at=at)


def add_sign_up(*, id: UUID, secret_hash: str, at: datetime, expires_at: datetime, **said: str) -> None:
    """Write down what a party said of itself."""
    SignUp.objects.create(id=id, secret_hash=secret_hash, at=at, expires_at=expires_at, **said)


def sign_up(*, secret_hash: str) -> SignUp | None:
    """The sign-up with this secret, locked."""
    return SignUp.objects.select_for_update().filter(secret_hash=secret_hash).first()


def tried(*, email: str, network: str, browser: str, succeeded: bool, at: datetime) -> None:
    """Write a line of the sign-in journal."""
    SignIn.objects.create(email=email, network=network, browser=browser, succeeded=succeeded, at=at)


def end_session(*, id: int, person_id: UUID) -> bool:
    """End a session of a person's own; whether there was one."""
    found = UserSession.objects.filter(id=id, user__person_id=person_id).first()
    if found is None:
        return False
    Session.objects.filter(session_key=found.session_key).delete()
    found.delete()
    return True


def forget(*, sessions_before: datetime, sign_ups_before: datetime, sign_ins_before: datetime) -> None:
    """Delete what is over: sessions and what is known of their browsers, sign-ups that nobody took up, old lines of the journal."""
    Session.objects.filter(expire_date__lt=sessions_before).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    SignUp.objects.filter(used_at=None, expires_at__lt=sign_ups_before).delete()
    SignIn.objects.filter(at__lt=sign_ins_before).delete()
