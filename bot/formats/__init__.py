"""A shelf: one module an input format. A new member is one new file and no other change."""
