"""`relance run` with a clock that was set by hand: a program for tests of kills and restarts on a given day.

python -m tests.flows.daemon CONFIG MOMENT [GRACE]
"""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime
from pathlib import Path

from bot import logs
from bot.app import assemble, serve
from bot.config import load
from tests.flows.clock import Clock


async def main(config: str, moment: str, grace: str = "5") -> None:
    logs.set_up("json")
    async with assemble(load(Path(config)), clock=Clock(datetime.fromisoformat(moment)), exclusive=True) as app:
        await serve(app, grace=float(grace))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
