"""A shelf: one module a way of understanding replies. One new file adds a member."""
