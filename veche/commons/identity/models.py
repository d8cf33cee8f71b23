"""Accounts that hold nothing personal, and the vault that holds all of it sealed.

Only this app may import the module. The values of the vault are encrypted with a key of the
person's own, which is stored wrapped by a key that never enters the database: erasing that one
row makes every copy of the rest unreadable.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from veche.commons.identity.rules.documents import DOCUMENT_KINDS
from veche.commons.identity.rules.persons import BY_STATE, ROLES, UNCONFIRMED
from veche.kernel.ids import new_id

# Among fingerprints of erased contacts: what a sign-in service called the person.
OUTSIDE = "other"


class ContactKind(models.TextChoices):
    PHONE = "phone"
    EMAIL = "email"


class DetailKind(models.TextChoices):
    BIRTH_DATE = "birth_date"
    NAME = "name"
    ADDRESS = "address"
    HOME_PLACE = "home_place"
    # How somebody lets themselves be called in public where they work.
    CREW_NAME = "crew_name"


class Person(models.Model):
    """An account: a random id, how sure the town is of it, whether it may be used.

    The days on which its owner last said where they live and when they were born stay here, not
    in the vault: an erasure must not let anyone say it anew and vote in another district.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    level = models.SmallIntegerField(default=UNCONFIRMED)
    is_active = models.BooleanField(default=True)
    session_epoch = models.IntegerField(default=0)
    home_declared_on = models.DateField(null=True)
    birth_date_declared_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level__gte=UNCONFIRMED, level__lte=BY_STATE),
                name="identity_person_level",
            )
        ]


class DataKey(models.Model):
    """The key of all that is sealed about one person; erasing it erases them."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE)
    wrapped_key = models.BinaryField()


class Contact(models.Model):
    """Where codes are sent; found by a keyed fingerprint, readable only with the person's key."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    kind = models.CharField(max_length=5, choices=ContactKind)
    blind_index = models.BinaryField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "blind_index"], name="identity_contact_of_one_person"
            )
        ]


class PersonalDetail(models.Model):
    """One thing known about a person, sealed, and at which level it was declared."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    kind = models.CharField(max_length=16, choices=DetailKind)
    sealed = models.BinaryField()
    declared_level = models.SmallIntegerField(default=UNCONFIRMED)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="identity_detail_once")
        ]


class RoleGrant(models.Model):
    """A person acts for the town in a role, by an act, from one instant until another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    role = models.CharField(max_length=16, choices=[(role, role) for role in ROLES])
    act = models.CharField(max_length=300)
    starts_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role"],
                condition=Q(ends_at=None),
                name="identity_role_granted_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="identity_role_ends_after_start",
            ),
        ]


class Challenge(models.Model):
    """A code that was sent: kept as a keyed digest, for one browser, for some minutes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=5, choices=ContactKind)
    blind_index = models.BinaryField()
    sealed_address = models.BinaryField()
    code_mac = models.BinaryField()
    attempts = models.SmallIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)


class Passkey(models.Model):
    """A key that lives in a person's device: here lies only the public half of it.

    `user_handle` is what the device was told of the account: random-looking, the same for all
    keys of one account, and no id of ours.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    credential_id = models.BinaryField(max_length=1023, unique=True)
    public_key = models.BinaryField()
    user_handle = models.BinaryField(max_length=64)
    sign_count = models.BigIntegerField(default=0)
    sealed_name = models.BinaryField()
    added_on = models.DateField()
    used_on = models.DateField(null=True)


class ExternalIdentity(models.Model):
    """That a sign-in service knows this person: a keyed fingerprint of its name for them."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    provider = models.CharField(max_length=16)
    blind_index = models.BinaryField(max_length=32, unique=True)
    linked_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "provider"], name="identity_one_of_each_provider"
            )
        ]


class EarlierPerson(models.Model):
    """An account that has become another one: whoever asks for its votes finds them by this."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    joined_on = models.DateField()


class SignIn(models.Model):
    """A browser in which somebody is signed in: coarse words and days, no address, no hour."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    way = models.CharField(max_length=20)
    device = models.CharField(max_length=40, default="")
    signed_in_on = models.DateField()
    seen_on = models.DateField(db_index=True)


class ApiToken(models.Model):
    """A key for a program: a keyed digest, what it is good for, until when.

    `handle` is the part by which it is found and its owner knows it; it opens nothing alone.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    handle = models.CharField(max_length=12, unique=True)
    mac = models.BinaryField(max_length=32)
    sealed_name = models.BinaryField()
    scopes = models.JSONField()
    added_on = models.DateField()
    ends_on = models.DateField(db_index=True)
    used_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("added_on")), name="identity_token_ends_after_start"
            )
        ]


class NoticeAddress(models.Model):
    """Where notices reach a person besides their contacts: a browser, an account of a messenger."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    kind = models.CharField(max_length=8)
    blind_index = models.BinaryField(max_length=32)
    sealed = models.BinaryField()
    added_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "blind_index"], name="identity_notice_address_once"
            )
        ]


class Addressee(models.Model):
    """Under which name somebody writes to the town, and where to they want the answer.

    Sealed under a key of its own: the law keeps such cases for years, so an erased account cuts
    the link to the person and leaves the paper's name, which goes by itself with the case.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True)
    purpose = models.CharField(max_length=16)
    sealed = models.BinaryField()
    added_on = models.DateField()


class AddresseeKey(models.Model):
    """The key of one name and address: apart, as data keys are, so that copies age out."""

    addressee = models.OneToOneField(Addressee, primary_key=True, on_delete=models.CASCADE)
    wrapped_key = models.BinaryField()


class VolunteerName(models.Model):
    """The name somebody gave for certificates of help and lists of hours; by consent alone."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE)
    sealed_surname = models.BinaryField()
    sealed_name = models.BinaryField()
    # Empty where there is none.
    sealed_patronymic = models.BinaryField()
    agreed_on = models.DateField()


class Ceremony(models.Model):
    """What a browser was asked to prove and has not proved yet; used once, kept for minutes.

    The browser's session holds the id alone, so an answer works only where it was asked for.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16)
    sealed = models.BinaryField()
    expires_at = models.DateTimeField(db_index=True)


class ErasedContact(models.Model):
    """The fingerprint of an erased contact: whoever comes back gets the same opaque id.

    Without it an erasure would give a second ballot in a poll that is still open.
    """

    kind = models.CharField(max_length=5, choices=[*ContactKind.choices, (OUTSIDE, "Outside")])
    blind_index = models.BinaryField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    forget_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "blind_index"], name="identity_erased_once")
        ]


class DocumentMark(models.Model):
    """The keyed fingerprint of a document a clerk has seen: one document, one person.

    The number itself is kept nowhere. After an erasure the mark stays for a term, for the same
    reason as `ErasedContact`. The day and the clerk say who answers for it; no hour, because the
    order of visits beside the order of ballots would tell who filled in which.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in DOCUMENT_KINDS])
    blind_index = models.BinaryField()
    checked_by = models.UUIDField()
    checked_on = models.DateField()
    forget_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "blind_index"], name="identity_document_of_one_person"
            )
        ]


class CounterCode(models.Model):
    """A code on a resident's screen, told to the clerk: this account is of who stands here."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE)
    code_mac = models.BinaryField(unique=True)
    expires_at = models.DateTimeField(db_index=True)
