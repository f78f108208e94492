"""What Relance remembers: tables and the one door to them. Never a decision, never a clock."""

from storage.store import Store

__all__ = ["Store"]
