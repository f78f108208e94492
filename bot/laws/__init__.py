"""A shelf: one module a jurisdiction: dated facts with their sources. One new file adds a member."""
