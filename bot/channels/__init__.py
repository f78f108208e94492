"""A shelf: one module a chat with the owner. A new member is one new file and no other change."""
