"""Version 3: an owner decides, or only sees. No word in the column: decides, as everybody did before."""

STATEMENTS = (
    'ALTER TABLE "owner" ADD COLUMN "role" VARCHAR(48)',
    'ALTER TABLE "pairing" ADD COLUMN "role" VARCHAR(48)',
)
