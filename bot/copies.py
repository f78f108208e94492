"""PDFs that owners drop into a chat, kept beside the configuration until their message has left. Never a chat."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

from bot.errors import RelanceError


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
        except OSError as error:
            raise RelanceError(f"{place}: cannot be written: {error.strerror}") from None
        return str(file)

    return keep
