"""A language model behind any OpenAI-compatible address (Ollama and others). Knows HTTP, never what is asked or why."""

from __future__ import annotations

import asyncio
import ipaddress
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.errors import AdviceError
from bot.mail.section import Section, is_loopback

if TYPE_CHECKING:
    import httpx

KEYS = ("url", "model", "key", "key_file", "key_env", "timeout")
_LONGEST_ANSWER = 64 * 1024  # bytes
_TOKENS = 500


@dataclass(frozen=True, kw_only=True)
class Settings:
    """``url``: up to and with /v1. ``timeout``: seconds for a whole answer."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    timeout: float = 30.0


def settings(raw: Mapping[str, object]) -> Settings | None:
    """Read the section; None when there is none, or its url is empty. Raises ConfigError with every mistake."""
    if not raw or raw.get("url") == "":
        return None
    section = Section(raw, keys=KEYS)
    url = section.text("url").rstrip("/")
    found = Settings(
        url=url,
        model=section.text("model"),
        key=section.secret("key") or "",
        timeout=section.number("timeout", 30.0, least=1, most=300),
    )
    if url and (wrong := _wrong(url)):
        section.wrong("url", wrong)
    section.finish()
    return found


class Advisor:
    """See `bot.office.Advisor`. A connection a question: there are few."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    async def ask(self, instructions: str, text: str) -> str:
        """What the model answers. Raises AdviceError when it is away, slow, or refuses."""
        question = {
            "model": self.settings.model,
            "messages": [{"role": "system", "content": instructions}, {"role": "user", "content": text}],
            "response_format": {"type": "json_object"},
            "temperature": 0,
            "max_tokens": _TOKENS,
            "stream": False,
        }
        answer = await self._call("POST", "/chat/completions", question)
        try:
            content = json.loads(answer)["choices"][0]["message"]["content"]
        except (ValueError, LookupError, TypeError, RecursionError):
            raise self._trouble("answers, but not as OpenAI does; check url") from None
        if not isinstance(content, str):
            raise self._trouble("answers without a text; check model")
        return content

    async def ping(self) -> None:
        """Whether somebody is there and lets us in."""
        await self._call("GET", "/models", None)

    async def _call(self, method: str, path: str, body: Mapping[str, object] | None) -> bytes:
        import httpx  # late: who asks no model pays nothing

        key = self.settings.key
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        try:
            # One limit around all: those of the client count each byte anew.
            async with (
                asyncio.timeout(self.settings.timeout),
                httpx.AsyncClient(timeout=self.settings.timeout, trust_env=False) as client,
                client.stream(method, self.settings.url + path, json=body, headers=headers) as response,
            ):
                if response.status_code != httpx.codes.OK:
                    raise self._trouble(f"answers {response.status_code}; check url, model and key")
                return await self._read(response)
        except TimeoutError:
            raise self._trouble(f"no answer within {self.settings.timeout:g} s; timeout can be longer") from None
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            why = " ".join(str(error).split())[:200] or type(error).__name__
            raise self._trouble(f"cannot be reached ({why}); is it running?") from None

    async def _read(self, response: httpx.Response) -> bytes:
        whole = bytearray()
        async for part in response.aiter_bytes():
            whole += part
            if len(whole) > _LONGEST_ANSWER:
                raise self._trouble("answers without an end")
        return bytes(whole)

    def _trouble(self, what: str) -> AdviceError:
        return AdviceError(f"{urlsplit(self.settings.url).netloc}: {what}")


def _wrong(url: str) -> str:
    """Why a mail must not be sent there; "" when it may."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "is not an address; write it as in http://127.0.0.1:11434/v1"
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment or parts.username:
        return "must be an address as in http://127.0.0.1:11434/v1 or https://api.example.com/v1"
    if parts.scheme == "http" and not _is_near(host):
        return "must start with https:// unless the model runs on this machine or in this network: mails go there"
    return ""


def _is_near(host: str) -> bool:
    """This machine, its private network, or a name that only this network knows."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return is_loopback(host) or "." not in host
