"""Parts of the clause reader: text, days, amounts, lexicons. Never the reading itself (bot.readers.clauses)."""
