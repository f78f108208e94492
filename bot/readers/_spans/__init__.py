"""Candidates in a reply: days, amounts, the language. What a candidate is meant for is decided elsewhere."""
