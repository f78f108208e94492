"""A shelf: one module a chat with the owner. One new file adds a member."""
