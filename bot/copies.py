"""PDFs that owners drop into a chat, kept beside the database until their message has left. Never a chat."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from pathlib import Path

from bot.errors import RelanceError

LEFT = timedelta(days=30)
"""A file that no message needs any more is kept so long after it came: an answer may still be taken back."""


def keeper(folder: Path) -> Callable[[str, bytes], str]:
    """Keeps a file below ``folder`` and says where. Raises RelanceError when it cannot be written."""

    def keep(name: str, data: bytes) -> str:
        stem = re.sub(r"[^\w. -]+", "-", Path(name.replace("\\", "/")).stem).strip(" .-")[:80] or "document"
        # The same file under the same name is kept once; another one gets a folder of its own.
        place = folder / hashlib.sha256(data).hexdigest()[:16]
        try:
            place.mkdir(parents=True, exist_ok=True)
            file = place / f"{stem}.pdf"
            if not file.exists():
                draft = place / f"{stem}.part"
                draft.write_bytes(data)
                draft.replace(file)
            file.touch()
        except OSError as error:
            raise RelanceError(f"{place}: cannot be written: {error.strerror}") from None
        return str(file)

    return keep


def tidy(folder: Path, needed: Collection[str], now: datetime) -> int:
    """Remove what came long ago and is not among the ``needed`` paths; what cannot be removed stays. How many went."""
    gone = 0
    for file in folder.glob("*/*") if folder.is_dir() else ():
        try:
            came = datetime.fromtimestamp(file.stat().st_mtime, now.tzinfo)
            if file.is_file() and str(file) not in needed and now - came > LEFT:
                file.unlink()
                gone += 1
                if not any(file.parent.iterdir()):
                    file.parent.rmdir()
        except OSError:
            continue
    return gone
