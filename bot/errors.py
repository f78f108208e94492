"""The small tree of errors that Relance raises on purpose. A message says what, where, and what to do, in one line."""

from __future__ import annotations

from collections.abc import Iterable


class RelanceError(Exception):
    """Something that a person can understand and mend; shown without a traceback."""


class ConfigError(RelanceError):
    """Mistakes in a configuration section, all of them at once.

    ``mistakes`` holds pairs (dotted key, what is wrong and what is allowed).
    """

    def __init__(self, mistakes: Iterable[tuple[str, str]]) -> None:
        self.mistakes: tuple[tuple[str, str], ...] = tuple(mistakes)
        super().__init__("; ".join(f"{key}: {what}" for key, what in self.mistakes))


class DeliveryError(RelanceError):
    """A server or a chat did not take what we gave it. ``permanent``: trying again will not help."""

    def __init__(self, message: str, *, permanent: bool) -> None:
        super().__init__(message)
        self.permanent = permanent


class MailboxError(RelanceError):
    """The mailbox cannot be reached or answers nonsense. ``permanent``: the login was refused."""

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent


class AdviceError(RelanceError):
    """The model that is asked for a second opinion is away, slow, or answers nonsense. Nothing depends on it."""


class TextError(RelanceError):
    """A template cannot be rendered. ``template`` and ``line`` say where."""

    def __init__(self, message: str, *, template: str, line: int | None = None) -> None:
        super().__init__(f"{template}{f':{line}' if line else ''}: {message}")
        self.template = template
        self.line = line


class StoreError(RelanceError):
    """The database cannot be opened, is in use, or is newer than this program."""


class RefusedError(StoreError):
    """The database is there and will not have what it was given: trying again will not help."""


class MissingError(StoreError):
    """A row that was named is not there (any more): trying again will not help."""
