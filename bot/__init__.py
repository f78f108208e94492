"""Relance: payment reminders that read the answers and ask the owner."""
