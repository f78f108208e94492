"""An emulated Telegram Bot API server on loopback, with a phone and with faults. Nothing leaves the machine.

async with BotApi() as api:
    channel = telegram.build(telegram.Settings(token=api.token, base_url=api.url), desk)
    api.type(7, "/start ABC")            # chat 7 opens the bot and writes
    card = await api.wait_for(lambda: api.last(7))
    api.press(7, card.id, "Approve")     # by label, by whole callback data, or by the code at its end
    api.fail("sendMessage", 429, retry_after=1)
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self, TypeVar

from tests.channels.bot_api_html import Entity, Refused, check_photo, shown, tappable, units
from tests.channels.bot_api_http import Answer, HttpServer, Request

T = TypeVar("T")
ANY = "*"
_UPGRADED = "Bad Request: group chat was upgraded to a supergroup chat"


@dataclass(kw_only=True)
class Message:
    """A message in a chat. ``text`` is what the phone shows, ``source`` what was sent; ``edits`` counts changes."""

    id: int
    chat: int
    mine: bool
    text: str
    source: str = ""
    entities: tuple[Entity, ...] = ()
    markup: dict[str, Any] | None = None
    document: tuple[str, bytes] | None = None
    photo: bytes | None = None
    silent_preview: bool = False
    edits: int = 0

    @property
    def buttons(self) -> tuple[tuple[str, str], ...]:
        """Pairs (label, callback data), as they stand."""
        rows = (self.markup or {}).get("inline_keyboard", [])
        return tuple((b["text"], b["callback_data"]) for row in rows for b in row)

    @property
    def links(self) -> list[str]:
        """What in it can be tapped beside the buttons."""
        return tappable(self.text, self.entities)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What goes wrong with one call. ``kind``: status, before, after, slow."""

    kind: str
    status: int = 0
    description: str = ""
    retry_after: int | None = None
    seconds: float = 0.0


@dataclass
class _State:
    messages: dict[int, list[Message]] = field(default_factory=lambda: defaultdict(list))
    updates: list[dict[str, Any]] = field(default_factory=list)
    faults: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    queries: dict[str, str | None] = field(default_factory=dict)


class BotApi:
    """The server. ``calls`` is every (method, fields) that arrived, ``menu`` the registered commands."""

    def __init__(self, token: str = "4711:loopback-only-token-of-the-tests") -> None:
        self.token = token
        self.revoked = False
        self.calls: list[tuple[str, dict[str, str]]] = []
        self.menu: list[tuple[str, str]] = []
        self.blocked: set[int] = set()
        self.moved: dict[int, int] = {}
        self.offers: dict[str, list[dict[str, Any]] | None] = {}
        self.webhook = ""
        self._state = _State()
        self._ids = itertools.count(1000)
        self._changed = asyncio.Event()
        self._poll: asyncio.Future[None] | None = None
        self._http = HttpServer(self._handle)

    @property
    def url(self) -> str:
        """The base address, for ``base_url`` in the configuration."""
        return f"http://127.0.0.1:{self._http.port}"

    async def __aenter__(self) -> Self:
        await self._http.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.stop()

    # The phone.

    def know(self, chat: int) -> None:
        """The user has opened the bot: messages to this chat are accepted from now on."""
        self._state.messages[chat]

    def migrate(self, chat: int, to: int) -> None:
        """A group becomes a supergroup: the old chat refuses everything, and says where the new one is."""
        self.moved[chat] = to
        self._state.messages[to]

    def type(self, chat: int, text: str, *, reply_to: int | None = None, **more: Any) -> int:
        """The user writes; ``more`` overrides fields of the message. Returns the message's id."""
        message = Message(id=next(self._ids), chat=chat, mine=False, text=text)
        self._state.messages[chat].append(message)
        body = self._as_json(message)
        if reply_to is not None:
            body["reply_to_message"] = self._as_json(self.message(chat, reply_to))
        self.push({"message": body | more})
        return message.id

    def drop_file(
        self, chat: int, name: str, data: bytes, *, reply_to: int | None = None, size: int | None = None, **more: Any
    ) -> int:
        """The user sends a file; ``size`` is what Telegram says of it. Returns the message's id."""
        message = Message(id=next(self._ids), chat=chat, mine=False, text="", document=(name, data))
        self._state.messages[chat].append(message)
        body = self._as_json(message)
        body["document"]["file_size"] = len(data) if size is None else size
        if reply_to is not None:
            body["reply_to_message"] = self._as_json(self.message(chat, reply_to))
        self.push({"message": body | more})
        return message.id

    def press(self, chat: int, message_id: int, button: str) -> str:
        """Tap a button of a message, by label or by code. Returns the query's id. LookupError: no such button."""
        for label, data in self.message(chat, message_id).buttons:
            if button in (label, data) or data.endswith(f":{button}"):
                return self.forge(chat, data, message_id=message_id)
        raise LookupError(f"message {message_id} has no button {button!r}")

    def forge(self, chat: int, data: str, *, message_id: int = 1, **more: Any) -> str:
        """Tap with any data, whether there is such a button or not; ``more`` overrides fields of the query."""
        query = str(next(self._ids))
        self._state.queries[query] = None
        there = [m for m in self._state.messages[chat] if m.id == message_id]
        message = self._as_json(there[0]) if there else {"message_id": message_id, "chat": _chat(chat), "date": 0}
        body = {"id": query, "from": _user(chat), "chat_instance": "1", "data": data, "message": message}
        self.push({"callback_query": body | more})
        return query

    def search(self, chat: int, words: str) -> str:
        """Type ``@bot words`` in some chat. Returns the query's id; see ``offers``."""
        query = str(next(self._ids))
        self.offers[query] = None
        self.push({"inline_query": {"id": query, "from": _user(chat), "query": words, "offset": ""}})
        return query

    def push(self, update: dict[str, Any], *, update_id: int | None = None) -> int:
        """Queue a raw update (as it is, when it has an ``update_id``)."""
        number = next(self._ids) if update_id is None else update_id
        self._state.updates.append({"update_id": number} | update)
        self._touch()
        return number

    def messages(self, chat: int, *, mine: bool = True) -> list[Message]:
        """What the bot sent to a chat (or, with ``mine=False``, what the user wrote), oldest first."""
        return [m for m in self._state.messages.get(chat, []) if m.mine is mine]

    def last(self, chat: int) -> Message | None:
        """The bot's last message in a chat."""
        return next(reversed(self.messages(chat)), None)

    def message(self, chat: int, message_id: int) -> Message:
        """One message. LookupError if it is not there."""
        for message in self._state.messages.get(chat, []):
            if message.id == message_id:
                return message
        raise LookupError(f"no message {message_id} in chat {chat}")

    def delete(self, chat: int, message_id: int) -> None:
        """The user deletes a message."""
        self._state.messages[chat].remove(self.message(chat, message_id))

    def toast(self, query: str) -> str | None:
        """What answerCallbackQuery said; None while nothing did."""
        return self._state.queries[query]

    def count(self, method: str) -> int:
        """How many calls of a method arrived, failed ones too."""
        return sum(1 for name, _ in self.calls if name == method)

    @property
    def updates(self) -> list[dict[str, Any]]:
        """Updates that are not confirmed yet."""
        return self._state.updates

    @property
    def pending(self) -> int:
        """Updates that are not confirmed yet."""
        return len(self._state.updates)

    async def wait_for(self, condition: Callable[[], T], timeout: float = 60.0) -> T:
        """Wait until ``condition()`` is true and return its value. TimeoutError says which calls arrived."""
        try:
            async with asyncio.timeout(timeout):
                while not (value := condition()):
                    self._changed.clear()
                    # A condition may also read what is not ours: look again now and then.
                    await _signal(self._changed, 0.02)
                return value
        except TimeoutError:
            raise TimeoutError(f"not within {timeout} s; last calls: {self.calls[-5:]}") from None

    # The faults.

    def fail(
        self, method: str, status: int, *, times: int = 1, description: str = "", retry_after: int | None = None
    ) -> None:
        """Answer the next calls of a method ("*": of any) with an error."""
        text = description or f"emulated failure {status}"
        fault = Fault(kind="status", status=status, description=text, retry_after=retry_after)
        self._state.faults[method].extend([fault] * times)

    def drop(self, method: str, when: str = "before", *, times: int = 1) -> None:
        """Cut the connection "before" the call is done, or "after" it was done but before the answer."""
        self._state.faults[method].extend([Fault(kind=when)] * times)

    def slow(self, method: str, seconds: float, *, times: int = 1) -> None:
        """Answer late."""
        self._state.faults[method].extend([Fault(kind="slow", seconds=seconds)] * times)

    async def down(self) -> None:
        """The server goes away: connections are cut, new ones refused."""
        await self._http.stop()

    async def up(self) -> None:
        """The server is back on the same port."""
        await self._http.start()

    # The server.

    async def _handle(self, request: Request) -> Answer:
        if request.path.startswith("/file/"):
            return self._file(request.path)
        path, _, method = request.path.rpartition("/")
        self.calls.append((method, request.fields))
        fault = self._fault(method)
        if fault.kind == "slow":
            self._touch()
            await asyncio.sleep(fault.seconds)
        if fault.kind == "status":
            answer = _refusal(fault.status, fault.description, fault.retry_after)
        elif fault.kind == "before":
            answer = Answer(cut=True)
        elif path != f"/bot{self.token}" or self.revoked:
            answer = _refusal(401, "Unauthorized")
        else:
            answer = await self._done(method, request)
        self._touch()
        return Answer(cut=True) if fault.kind == "after" else answer

    def _file(self, path: str) -> Answer:
        self.calls.append(("file", {"path": path}))
        fault = self._fault("file")
        *start, chat, number = path.split("/")
        if fault.kind == "before":
            return Answer(cut=True)
        if "/".join(start) != f"/file/bot{self.token}/documents" or self.revoked or fault.kind == "status":
            return _refusal(fault.status or 404, "Not Found")
        document = self.message(int(chat), int(number)).document
        self._touch()
        return Answer(file=document[1] if document else b"")

    def _fault(self, method: str) -> Fault:
        for name in (method, ANY):
            if self._state.faults[name]:
                return self._state.faults[name].popleft()
        return Fault(kind="")

    async def _done(self, method: str, request: Request) -> Answer:
        try:
            result = self._simple(method, request) if method != "getUpdates" else await self._updates(request.fields)
        except Refused as refused:
            text = str(refused)
            if text.startswith(_UPGRADED):
                return _refusal(400, _UPGRADED, migrate_to=self.moved[int(request.fields["chat_id"])])
            code = 403 if text.startswith("Forbidden") else 409 if text.startswith("Conflict") else 400
            return _refusal(code, text)
        return Answer(body={"ok": True, "result": result})

    def _simple(self, method: str, request: Request) -> object:
        fields = request.fields
        match method:
            case "getMe":
                return _user(int(self.token.split(":")[0])) | {"is_bot": True, "username": "relance_test_bot"}
            case "sendMessage":
                return self._as_json(self._sent(fields))
            case "sendDocument":
                return self._as_json(self._sent_document(request))
            case "sendPhoto":
                return self._as_json(self._sent_photo(request))
            case "editMessageText" | "editMessageReplyMarkup":
                return self._as_json(self._edited(fields, with_text=method == "editMessageText"))
            case "answerInlineQuery":
                if fields.get("is_personal") != "true" or fields.get("cache_time") != "0":
                    raise Refused("Bad Request: somebody else would be shown this")
                self.offers[fields["inline_query_id"]] = json.loads(fields["results"])
            case "answerCallbackQuery":
                return self._answered(fields)
            case "getFile":
                chat, _, number = fields["file_id"].rpartition("-")
                document = self.message(int(chat), int(number)).document
                if document is None or len(document[1]) > 20_000_000:
                    raise Refused("Bad Request: file is too big")
                return {"file_id": fields["file_id"], "file_unique_id": "u", "file_path": f"documents/{chat}/{number}"}
            case "setMyCommands":
                self.menu = [(c["command"], c["description"]) for c in json.loads(fields["commands"])]
            case "deleteWebhook":
                self.webhook = ""
            case _:
                raise Refused(f"Bad Request: method {method} is not emulated")
        return True

    async def _updates(self, fields: dict[str, str]) -> list[dict[str, Any]]:
        if self.webhook:
            raise Refused("Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first")
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        mine = self._poll = asyncio.get_running_loop().create_future()
        offset = int(fields.get("offset", "0"))
        self._state.updates = [u for u in self._state.updates if u["update_id"] >= offset]
        until = time.monotonic() + float(fields.get("timeout", "0"))
        while not self._state.updates and (left := until - time.monotonic()) > 0:
            if mine.done():
                raise Refused("Conflict: terminated by other getUpdates request; make sure that only one bot runs")
            await asyncio.sleep(min(left, 0.005))
        return self._state.updates[: int(fields.get("limit", "100"))]

    def _sent(self, fields: dict[str, str]) -> Message:
        chat = self._reachable(fields)
        text, entities = shown(fields.get("text", ""), fields.get("parse_mode", ""))
        preview = json.loads(fields.get("link_preview_options", "{}"))
        message = Message(id=next(self._ids), chat=chat, mine=True, text=text, source=fields["text"], entities=entities)
        message.markup, message.silent_preview = _markup(fields), preview.get("is_disabled", False)
        self._state.messages[chat].append(message)
        return message

    def _sent_document(self, request: Request) -> Message:
        chat = self._reachable(request.fields)
        if not request.files:
            raise Refused("Bad Request: there is no document in the request")
        document = next(iter(request.files.values()))
        message = Message(id=next(self._ids), chat=chat, mine=True, text="", document=document)
        self._state.messages[chat].append(message)
        return message

    def _sent_photo(self, request: Request) -> Message:
        """Its caption is what the phone shows below it."""
        chat = self._reachable(request.fields)
        caption, entities = shown(request.fields.get("caption", ""), request.fields.get("parse_mode", ""))
        if not request.files:
            raise Refused("Bad Request: there is no photo in the request")
        photo = next(iter(request.files.values()))[1]
        check_photo(photo)
        if units(caption) > 1024:
            raise Refused("Bad Request: message caption is too long")
        message = Message(id=next(self._ids), chat=chat, mine=True, text=caption, photo=photo, entities=entities)
        self._state.messages[chat].append(message)
        return message

    def _edited(self, fields: dict[str, str], *, with_text: bool) -> Message:
        chat = self._reachable(fields)
        there = [m for m in self.messages(chat) if m.id == int(fields["message_id"])]
        if not there:
            raise Refused("Bad Request: message to edit not found")
        message, markup = there[0], _markup(fields)
        text, entities = message.text, message.entities
        if with_text:
            text, entities = shown(fields["text"], fields.get("parse_mode", ""))
        if (text, entities, markup) == (message.text, message.entities, message.markup):
            raise Refused(
                "Bad Request: message is not modified: specified new message content and reply markup are exactly"
                " the same as a current content and reply markup of the message"
            )
        message.text, message.entities, message.markup = text, entities, markup
        message.edits += 1
        return message

    def _answered(self, fields: dict[str, str]) -> bool:
        query, text = fields["callback_query_id"], fields.get("text", "")
        if query not in self._state.queries:
            raise Refused("Bad Request: query is too old and response timeout expired or query ID is invalid")
        if units(text) > 200:
            raise Refused("Bad Request: MESSAGE_TOO_LONG")
        self._state.queries[query] = text
        return True

    def _reachable(self, fields: dict[str, str]) -> int:
        chat = int(fields["chat_id"])
        if chat in self.moved:
            raise Refused(_UPGRADED)
        if chat in self.blocked:
            raise Refused("Forbidden: bot was blocked by the user")
        if chat not in self._state.messages:
            raise Refused("Bad Request: chat not found")
        return chat

    def _touch(self) -> None:
        self._changed.set()

    def _as_json(self, message: Message) -> dict[str, Any]:
        me = _user(int(self.token.split(":")[0])) | {"is_bot": True}
        writer = me if message.mine else _user(message.chat)
        body: dict[str, Any] = {"message_id": message.id, "chat": _chat(message.chat), "from": writer}
        body["date"] = int(time.time())
        if message.photo is not None:
            body["caption"] = message.text
            body["photo"] = [{"file_id": "p", "file_unique_id": "p", "width": 1080, "height": 1400}]
        elif message.document is None:
            body["text"] = message.text
        else:
            number = f"{message.chat}-{message.id}"
            body["document"] = {"file_id": number, "file_unique_id": number, "file_name": message.document[0]}
        if message.markup is not None:
            body["reply_markup"] = message.markup
        return body


async def _signal(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return


def _chat(chat: int) -> dict[str, Any]:
    return {"id": chat, "type": "private"} if chat > 0 else {"id": chat, "type": "supergroup", "title": "Group"}


def _user(number: int) -> dict[str, Any]:
    return {"id": number, "is_bot": False, "first_name": f"User {number}"}


def _markup(fields: dict[str, str]) -> dict[str, Any] | None:
    markup = json.loads(fields.get("reply_markup", "null"))
    rows = (markup or {}).get("inline_keyboard", [])
    for button in itertools.chain.from_iterable(rows):
        if not 1 <= len(button["callback_data"].encode()) <= 64:
            raise Refused("Bad Request: BUTTON_DATA_INVALID")
        if not button["text"].strip():
            raise Refused("Bad Request: text buttons are unallowed in the inline keyboard")
    return markup if rows else None


def _refusal(status: int, description: str, retry_after: int | None = None, migrate_to: int | None = None) -> Answer:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    if migrate_to is not None:
        body["parameters"] = {"migrate_to_chat_id": migrate_to}
    if retry_after is not None:
        body["parameters"] = {"retry_after": retry_after}
    return Answer(status=status, body=body)
