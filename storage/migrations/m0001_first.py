"""Version 1: every table of the first release. Never edited again once released; a change is a new module."""

SQL = """
CREATE TABLE "account_state" (
    "account" VARCHAR(300) NOT NULL PRIMARY KEY,
    "payments_as_of" DATE,
    "notes" TEXT NOT NULL
);
CREATE TABLE "case" (
    "id" {ID},
    "account" VARCHAR(300) NOT NULL,
    "token" VARCHAR(16) NOT NULL UNIQUE,
    "debtor_key" VARCHAR(300) NOT NULL,
    "debtor_name" TEXT NOT NULL,
    "kind" VARCHAR(48) NOT NULL,
    "language" VARCHAR(48) NOT NULL,
    "country" VARCHAR(48) NOT NULL,
    "debtor_group" VARCHAR(300) NOT NULL,
    "opened_at" {MOMENT} NOT NULL,
    CONSTRAINT "uid_case_account_67f771" UNIQUE ("account", "debtor_key")
);
CREATE TABLE "contact" (
    "id" {ID},
    "email" VARCHAR(320) NOT NULL,
    "name" TEXT NOT NULL,
    "rank" INT NOT NULL,
    "unreachable_since" {MOMENT},
    "case_id" BIGINT NOT NULL REFERENCES "case" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_contact_case_id_ea1bd9" UNIQUE ("case_id", "email")
);
CREATE INDEX "contact_email" ON "contact" ("email");
CREATE TABLE "event" (
    "id" {ID},
    "account" VARCHAR(300) NOT NULL,
    "at" {MOMENT} NOT NULL,
    "what" VARCHAR(300) NOT NULL,
    "because" VARCHAR(48),
    "by" TEXT NOT NULL,
    "facts" TEXT NOT NULL,
    "case_id" BIGINT REFERENCES "case" ("id") ON DELETE RESTRICT
);
CREATE INDEX "event_case" ON "event" ("case_id");
CREATE TABLE "invoice" (
    "id" {ID},
    "account" VARCHAR(300) NOT NULL,
    "number" VARCHAR(300) NOT NULL,
    "issued" DATE NOT NULL,
    "due" DATE NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "order_reference" TEXT NOT NULL,
    "items" TEXT NOT NULL,
    "pdf" TEXT NOT NULL,
    "paused_until" DATE,
    "imported_at" {MOMENT} NOT NULL,
    "case_id" BIGINT NOT NULL REFERENCES "case" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_invoice_account_a45c4e" UNIQUE ("account", "number")
);
CREATE INDEX "invoice_case" ON "invoice" ("case_id");
CREATE TABLE "mail" (
    "id" {ID},
    "account" VARCHAR(300) NOT NULL,
    "folder" VARCHAR(300) NOT NULL,
    "uidvalidity" BIGINT NOT NULL,
    "uid" BIGINT NOT NULL,
    "digest" VARCHAR(128),
    "message_id" VARCHAR(500) NOT NULL,
    "raw" {BYTES} NOT NULL,
    "received_at" {MOMENT} NOT NULL,
    "state" VARCHAR(48) NOT NULL,
    "reading" TEXT,
    "trouble" TEXT NOT NULL,
    "case_id" BIGINT REFERENCES "case" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_mail_account_fcf297" UNIQUE ("account", "folder", "uidvalidity", "uid"),
    CONSTRAINT "uid_mail_account_009286" UNIQUE ("account", "digest")
);
CREATE INDEX "mail_message_id" ON "mail" ("account", "message_id");
CREATE INDEX "mail_state" ON "mail" ("state", "id");
CREATE INDEX "mail_case" ON "mail" ("case_id");
CREATE TABLE "hold" (
    "id" {ID},
    "because" VARCHAR(48) NOT NULL,
    "since" {MOMENT} NOT NULL,
    "until" DATE,
    "released_at" {MOMENT},
    "released_by" TEXT NOT NULL,
    "case_id" BIGINT NOT NULL REFERENCES "case" ("id") ON DELETE RESTRICT,
    "mail_id" BIGINT REFERENCES "mail" ("id") ON DELETE RESTRICT
);
CREATE INDEX "hold_case" ON "hold" ("case_id");
CREATE TABLE "notice" (
    "id" {ID},
    "account" VARCHAR(300) NOT NULL,
    "step" VARCHAR(300) NOT NULL,
    "text" VARCHAR(300) NOT NULL,
    "channel" VARCHAR(48) NOT NULL,
    "to_email" TEXT NOT NULL,
    "pay_by" DATE,
    "proposed_on" DATE NOT NULL,
    "draft" TEXT NOT NULL,
    "edited" {FLAG} NOT NULL,
    "state" VARCHAR(48) NOT NULL,
    "created_at" {MOMENT} NOT NULL,
    "approved_by" TEXT NOT NULL,
    "approved_at" {MOMENT},
    "not_before" {MOMENT},
    "attempts" INT NOT NULL,
    "message_id" VARCHAR(500),
    "raw" {BYTES} NOT NULL,
    "claimed_at" {MOMENT},
    "settled_at" {MOMENT},
    "answer" TEXT NOT NULL,
    "sent_on" DATE,
    "case_id" BIGINT NOT NULL REFERENCES "case" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_notice_account_62ab5a" UNIQUE ("account", "message_id")
);
CREATE INDEX "notice_state" ON "notice" ("state", "id");
CREATE INDEX "notice_case" ON "notice" ("case_id");
CREATE INDEX "notice_settled" ON "notice" ("account", "settled_at");
CREATE TABLE "notice_line" (
    "id" {ID},
    "step" VARCHAR(300) NOT NULL,
    "cycle" INT NOT NULL,
    "invoice_id" BIGINT NOT NULL REFERENCES "invoice" ("id") ON DELETE RESTRICT,
    "notice_id" BIGINT NOT NULL REFERENCES "notice" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_notice_line_invoice_64be21" UNIQUE ("invoice_id", "step", "cycle")
);
CREATE INDEX "notice_line_notice" ON "notice_line" ("notice_id");
CREATE TABLE "owner" (
    "id" {ID},
    "account" VARCHAR(300) NOT NULL,
    "channel" VARCHAR(48) NOT NULL,
    "address" VARCHAR(300) NOT NULL,
    "name" TEXT NOT NULL,
    "paired_at" {MOMENT} NOT NULL,
    CONSTRAINT "uid_owner_account_3befa9" UNIQUE ("account", "channel", "address")
);
CREATE INDEX "owner_address" ON "owner" ("channel", "address");
CREATE TABLE "pairing" (
    "id" {ID},
    "account" VARCHAR(300) NOT NULL,
    "code_hash" VARCHAR(128) NOT NULL UNIQUE,
    "expires_at" {MOMENT} NOT NULL,
    "used_at" {MOMENT}
);
CREATE TABLE "payment" (
    "id" {ID},
    "account" VARCHAR(300) NOT NULL,
    "key" VARCHAR(300) NOT NULL,
    "paid_on" DATE NOT NULL,
    "minor" BIGINT NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "kind" VARCHAR(48) NOT NULL,
    "note" TEXT NOT NULL,
    "recorded_at" {MOMENT} NOT NULL,
    "invoice_id" BIGINT NOT NULL REFERENCES "invoice" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_payment_account_015fae" UNIQUE ("account", "key")
);
CREATE INDEX "payment_invoice" ON "payment" ("invoice_id");
CREATE TABLE "promise" (
    "id" {ID},
    "day" DATE NOT NULL,
    "minor" BIGINT,
    "currency" VARCHAR(3),
    "made_on" DATE NOT NULL,
    "received_then" TEXT NOT NULL,
    "state" VARCHAR(48) NOT NULL,
    "case_id" BIGINT NOT NULL REFERENCES "case" ("id") ON DELETE RESTRICT,
    "mail_id" BIGINT REFERENCES "mail" ("id") ON DELETE RESTRICT
);
CREATE INDEX "promise_case" ON "promise" ("case_id");
CREATE TABLE "question" (
    "id" {ID},
    "account" VARCHAR(300) NOT NULL,
    "kind" VARCHAR(48) NOT NULL,
    "state" VARCHAR(48) NOT NULL,
    "options" TEXT NOT NULL,
    "created_at" {MOMENT} NOT NULL,
    "bound_to" VARCHAR(128) NOT NULL,
    "facts" TEXT NOT NULL,
    "answered_by" TEXT NOT NULL,
    "answered_at" {MOMENT},
    "chosen" VARCHAR(128) NOT NULL,
    "case_id" BIGINT REFERENCES "case" ("id") ON DELETE RESTRICT,
    "mail_id" BIGINT REFERENCES "mail" ("id") ON DELETE RESTRICT,
    "notice_id" BIGINT REFERENCES "notice" ("id") ON DELETE RESTRICT
);
CREATE INDEX "question_state" ON "question" ("state", "id");
CREATE INDEX "question_case" ON "question" ("case_id");
CREATE INDEX "question_notice" ON "question" ("notice_id");
CREATE TABLE "shown" (
    "id" {ID},
    "channel" VARCHAR(48) NOT NULL,
    "address" VARCHAR(300) NOT NULL,
    "reference" VARCHAR(300) NOT NULL,
    "question_id" BIGINT NOT NULL REFERENCES "question" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_shown_questio_b8552b" UNIQUE ("question_id", "channel", "address")
);
CREATE INDEX "shown_reference" ON "shown" ("channel", "address", "reference");
CREATE TABLE "watermark" (
    "id" {ID},
    "account" VARCHAR(300) NOT NULL,
    "folder" VARCHAR(300) NOT NULL,
    "uidvalidity" BIGINT NOT NULL,
    "uid" BIGINT NOT NULL,
    CONSTRAINT "uid_watermark_account_43953a" UNIQUE ("account", "folder")
);
"""

STATEMENTS = tuple(statement.strip() for statement in SQL.split(";") if statement.strip())
