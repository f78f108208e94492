"""How a plural folder (laws, formats, readers, channels) is looked up by name. Never a registry to edit."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from types import ModuleType

from bot.errors import RelanceError


def names(shelf: str) -> tuple[str, ...]:
    """Members of ``bot.<shelf>``; a module that starts with an underscore is not a member."""
    package = importlib.import_module(f"bot.{shelf}")
    return tuple(sorted(m.name for m in pkgutil.iter_modules(package.__path__) if not m.name.startswith("_")))


def take(shelf: str, name: str) -> ModuleType:
    """Import one member. An unknown name is an error that lists what there is."""
    there = names(shelf)
    if name not in there:
        near = difflib.get_close_matches(name, there, 1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        raise RelanceError(f"there is no {name!r} among the {shelf}: {hint}available: {', '.join(there)}")
    return importlib.import_module(f"bot.{shelf}.{name}")
