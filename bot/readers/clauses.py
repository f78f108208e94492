"""A reader by rules: clauses, scope, a lexicon for French and English. It asks when unsure, never guesses."""

from bot.readers._clauses.reader import LEXICONS, read

__all__ = ["LEXICONS", "read"]
