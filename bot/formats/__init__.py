"""A shelf: one module an input format. One new file adds a member."""
