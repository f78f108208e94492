"""Version 2: what readers may learn from (an owner's correction of a reading), and what a tap can still take back."""

SQL = """
CREATE TABLE "correction" (
    "id" {ID},
    "account" VARCHAR(300) NOT NULL,
    "was" TEXT NOT NULL,
    "labels" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" {MOMENT} NOT NULL,
    "mail_id" BIGINT NOT NULL REFERENCES "mail" ("id") ON DELETE RESTRICT
);
CREATE INDEX "correction_mail" ON "correction" ("mail_id");
ALTER TABLE "question" ADD COLUMN "undo" TEXT;
ALTER TABLE "question" ADD COLUMN "undo_until" {MOMENT};
CREATE INDEX "question_undo" ON "question" ("undo_until");
"""
STATEMENTS = tuple(statement.strip() for statement in SQL.split(";") if statement.strip())
