"""A shelf: one module a way of understanding replies. A new member is one new file and no other change."""
