"""The tables: columns, unique keys, indexes. Never a query, never a rule; a change here needs a new migration."""

from __future__ import annotations

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

NAME = 300
"""Names and references that people choose."""
ENUM = 48
"""Generous: a longer value of an enum must never need a rebuild of the table."""


# No docstrings on the classes: tortoise would write them into the database as comments.


def _to(model: str, *, null: bool = False) -> Any:
    """A foreign key. RESTRICT: nothing in this database disappears because something else did."""
    relation: Any = fields.ForeignKeyField
    return relation(f"storage.{model}", related_name=False, on_delete=fields.RESTRICT, null=null)


class CaseRow(Model):
    id: int = fields.BigIntField(primary_key=True)
    account = fields.CharField(NAME)
    token = fields.CharField(16, unique=True)
    debtor_key = fields.CharField(NAME)
    debtor_name = fields.TextField()
    kind = fields.CharField(ENUM)
    language = fields.CharField(ENUM)
    country = fields.CharField(ENUM)
    debtor_group = fields.CharField(NAME)
    opened_at = fields.DatetimeField()

    class Meta:
        table = "case"
        unique_together = (("account", "debtor_key"),)


class ContactRow(Model):
    id: int = fields.BigIntField(primary_key=True)
    case = _to("CaseRow")
    email = fields.CharField(320)
    name = fields.TextField()
    rank = fields.IntField()
    unreachable_since = fields.DatetimeField(null=True)

    case_id: int

    class Meta:
        table = "contact"
        unique_together = (("case", "email"),)
        indexes = (Index(fields=("email",), name="contact_email"),)


class InvoiceRow(Model):
    id: int = fields.BigIntField(primary_key=True)
    account = fields.CharField(NAME)
    case = _to("CaseRow")
    number = fields.CharField(NAME)
    issued = fields.DateField()
    due = fields.DateField()
    total_minor = fields.BigIntField()
    currency = fields.CharField(3)
    order_reference = fields.TextField()
    items = fields.TextField()
    pdf = fields.TextField()
    paused_until = fields.DateField(null=True)
    imported_at = fields.DatetimeField()

    case_id: int

    class Meta:
        table = "invoice"
        unique_together = (("account", "number"),)
        indexes = (Index(fields=("case_id",), name="invoice_case"),)


class PaymentRow(Model):
    id: int = fields.BigIntField(primary_key=True)
    account = fields.CharField(NAME)
    invoice = _to("InvoiceRow")
    key = fields.CharField(NAME)
    paid_on = fields.DateField()
    minor = fields.BigIntField()
    currency = fields.CharField(3)
    kind = fields.CharField(ENUM)
    note = fields.TextField()
    recorded_at = fields.DatetimeField()

    invoice_id: int

    class Meta:
        table = "payment"
        unique_together = (("account", "key"),)
        indexes = (Index(fields=("invoice_id",), name="payment_invoice"),)


class MailRow(Model):
    id: int = fields.BigIntField(primary_key=True)
    account = fields.CharField(NAME)
    folder = fields.CharField(NAME)
    uidvalidity = fields.BigIntField()
    uid = fields.BigIntField()
    digest = fields.CharField(128, null=True)
    message_id = fields.CharField(500)
    content = fields.BinaryField(source_field="raw")  # "raw" is a method of every tortoise model
    received_at = fields.DatetimeField()
    state = fields.CharField(ENUM)
    case = _to("CaseRow", null=True)
    reading = fields.TextField(null=True)
    trouble = fields.TextField()

    case_id: int | None

    class Meta:
        table = "mail"
        unique_together = (("account", "folder", "uidvalidity", "uid"), ("account", "digest"))
        indexes = (
            Index(fields=("account", "message_id"), name="mail_message_id"),
            Index(fields=("state", "id"), name="mail_state"),
            Index(fields=("case_id",), name="mail_case"),
        )


class HoldRow(Model):
    id: int = fields.BigIntField(primary_key=True)
    case = _to("CaseRow")
    because = fields.CharField(ENUM)
    since = fields.DatetimeField()
    until = fields.DateField(null=True)
    mail = _to("MailRow", null=True)
    released_at = fields.DatetimeField(null=True)
    released_by = fields.TextField()

    case_id: int
    mail_id: int | None

    class Meta:
        table = "hold"
        indexes = (Index(fields=("case_id",), name="hold_case"),)


class PromiseRow(Model):
    id: int = fields.BigIntField(primary_key=True)
    case = _to("CaseRow")
    mail = _to("MailRow", null=True)
    day = fields.DateField()
    minor = fields.BigIntField(null=True)
    currency = fields.CharField(3, null=True)
    made_on = fields.DateField()
    received_then = fields.TextField()
    state = fields.CharField(ENUM)

    case_id: int
    mail_id: int | None

    class Meta:
        table = "promise"
        indexes = (Index(fields=("case_id",), name="promise_case"),)


class NoticeRow(Model):
    id: int = fields.BigIntField(primary_key=True)
    account = fields.CharField(NAME)
    case = _to("CaseRow")
    step = fields.CharField(NAME)
    text = fields.CharField(NAME)
    channel = fields.CharField(ENUM)
    to_email = fields.TextField()
    pay_by = fields.DateField(null=True)
    proposed_on = fields.DateField()
    draft = fields.TextField()
    edited = fields.BooleanField()
    state = fields.CharField(ENUM)
    created_at = fields.DatetimeField()
    approved_by = fields.TextField()
    approved_at = fields.DatetimeField(null=True)
    not_before = fields.DatetimeField(null=True)
    attempts = fields.IntField()
    message_id = fields.CharField(500, null=True)
    content = fields.BinaryField(source_field="raw")  # "raw" is a method of every tortoise model
    claimed_at = fields.DatetimeField(null=True)
    settled_at = fields.DatetimeField(null=True)
    answer = fields.TextField()
    sent_on = fields.DateField(null=True)

    case_id: int

    class Meta:
        table = "notice"
        unique_together = (("account", "message_id"),)
        indexes = (
            Index(fields=("state", "id"), name="notice_state"),
            Index(fields=("case_id",), name="notice_case"),
            Index(fields=("account", "settled_at"), name="notice_settled"),
        )


# The key (invoice, step, cycle) is what keeps a step from being said twice, whatever crashes or races.
class NoticeLineRow(Model):
    id: int = fields.BigIntField(primary_key=True)
    notice = _to("NoticeRow")
    invoice = _to("InvoiceRow")
    step = fields.CharField(NAME)
    cycle = fields.IntField()

    notice_id: int
    invoice_id: int

    class Meta:
        table = "notice_line"
        unique_together = (("invoice", "step", "cycle"),)
        indexes = (Index(fields=("notice_id",), name="notice_line_notice"),)


class WatermarkRow(Model):
    id: int = fields.BigIntField(primary_key=True)
    account = fields.CharField(NAME)
    folder = fields.CharField(NAME)
    uidvalidity = fields.BigIntField()
    uid = fields.BigIntField()

    class Meta:
        table = "watermark"
        unique_together = (("account", "folder"),)


class QuestionRow(Model):
    id: int = fields.BigIntField(primary_key=True)
    account = fields.CharField(NAME)
    kind = fields.CharField(ENUM)
    state = fields.CharField(ENUM)
    options = fields.TextField()
    created_at = fields.DatetimeField()
    case = _to("CaseRow", null=True)
    notice = _to("NoticeRow", null=True)
    mail = _to("MailRow", null=True)
    bound_to = fields.CharField(128)
    facts = fields.TextField()
    answered_by = fields.TextField()
    answered_at = fields.DatetimeField(null=True)
    chosen = fields.CharField(128)
    undo = fields.TextField(null=True)
    undo_until = fields.DatetimeField(null=True)

    case_id: int | None
    notice_id: int | None
    mail_id: int | None

    class Meta:
        table = "question"
        indexes = (
            Index(fields=("state", "id"), name="question_state"),
            Index(fields=("case_id",), name="question_case"),
            Index(fields=("notice_id",), name="question_notice"),
            Index(fields=("undo_until",), name="question_undo"),
        )


class ShownRow(Model):
    id: int = fields.BigIntField(primary_key=True)
    question = _to("QuestionRow")
    channel = fields.CharField(ENUM)
    address = fields.CharField(NAME)
    reference = fields.CharField(NAME)

    question_id: int

    class Meta:
        table = "shown"
        unique_together = (("question", "channel", "address"),)
        indexes = (Index(fields=("channel", "address", "reference"), name="shown_reference"),)


class ShownAgainRow(Model):
    """Further places of a card, in a chat that shows it already."""

    id: int = fields.BigIntField(primary_key=True)
    question = _to("QuestionRow")
    channel = fields.CharField(ENUM)
    address = fields.CharField(NAME)
    reference = fields.CharField(NAME)

    question_id: int

    class Meta:
        table = "shown_again"
        unique_together = (("question", "channel", "address", "reference"),)
        indexes = (Index(fields=("channel", "address", "reference"), name="shown_again_reference"),)


class CorrectionRow(Model):
    id: int = fields.BigIntField(primary_key=True)
    account = fields.CharField(NAME)
    mail = _to("MailRow")
    was = fields.TextField()
    labels = fields.TextField()
    by = fields.TextField()
    at = fields.DatetimeField()

    mail_id: int

    class Meta:
        table = "correction"
        indexes = (Index(fields=("mail_id",), name="correction_mail"),)


# Append only: no code updates or deletes a row.
class EventRow(Model):
    id: int = fields.BigIntField(primary_key=True)
    account = fields.CharField(NAME)
    case = _to("CaseRow", null=True)
    at = fields.DatetimeField()
    what = fields.CharField(NAME)
    because = fields.CharField(ENUM, null=True)
    by = fields.TextField()
    facts = fields.TextField()

    case_id: int | None

    class Meta:
        table = "event"
        indexes = (Index(fields=("case_id",), name="event_case"),)


class OwnerRow(Model):
    id: int = fields.BigIntField(primary_key=True)
    account = fields.CharField(NAME)
    channel = fields.CharField(ENUM)
    address = fields.CharField(NAME)
    name = fields.TextField()
    paired_at = fields.DatetimeField()
    role = fields.CharField(ENUM, null=True)

    class Meta:
        table = "owner"
        unique_together = (("account", "channel", "address"),)
        indexes = (Index(fields=("channel", "address"), name="owner_address"),)


class PairingRow(Model):
    id: int = fields.BigIntField(primary_key=True)
    account = fields.CharField(NAME)
    code_hash = fields.CharField(128, unique=True)
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)
    role = fields.CharField(ENUM, null=True)

    class Meta:
        table = "pairing"


class AccountStateRow(Model):
    account = fields.CharField(NAME, primary_key=True)
    payments_as_of = fields.DateField(null=True)
    notes = fields.TextField()

    class Meta:
        table = "account_state"
