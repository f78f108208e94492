"""A shelf: one module a jurisdiction: dated facts with their sources. A new member is one new file and no other change."""
