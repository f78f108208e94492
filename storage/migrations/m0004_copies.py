"""Version 4: a card that is shown again (by /today) is closed, and may be replied to, there too."""

SQL = """
CREATE TABLE "shown_again" (
    "id" {ID},
    "channel" VARCHAR(48) NOT NULL,
    "address" VARCHAR(300) NOT NULL,
    "reference" VARCHAR(300) NOT NULL,
    "question_id" BIGINT NOT NULL REFERENCES "question" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_shown_again_questio_9b3b04" UNIQUE ("question_id", "channel", "address", "reference")
);
CREATE INDEX "shown_again_reference" ON "shown_again" ("channel", "address", "reference");
"""
STATEMENTS = tuple(statement.strip() for statement in SQL.split(";") if statement.strip())
