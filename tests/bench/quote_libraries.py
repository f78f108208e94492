"""Other people's splitters, run by the interpreter of an environment that has them: cases on stdin, answers on stdout.

Nothing of this house is imported: `tests.bench.quotes` starts it with `--libraries PYTHON`.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import sys
from collections.abc import Callable
from typing import Any

# (as it came, is it HTML?, its text by our own converter, language) -> what was said
Splitter = Callable[[str, bool, str, str], str]


def email_reply_parser(raw: str, is_html: bool, text: str, language: str) -> str:
    return str(importlib.import_module("email_reply_parser").EmailReplyParser.parse_reply(text))


def mail_parser_reply(raw: str, is_html: bool, text: str, language: str) -> str:
    parser = importlib.import_module("mailparser_reply").EmailReplyParser(languages=[language])
    replies = parser.read(text).replies
    return str(replies[0].body) if replies else ""


def quotequail(raw: str, is_html: bool, text: str, language: str) -> str:
    library = importlib.import_module("quotequail")
    if is_html:
        parts = library.quote_html(raw)
        return to_plain("\n".join(part for seen, part in parts if seen))
    return "\n".join(part for seen, part in library.quote(text) if seen)


def unquotemail(raw: str, is_html: bool, text: str, language: str) -> str:
    unquote = importlib.import_module("unquotemail").Unquote
    if is_html:
        return to_plain(unquote(raw, "").get_html())
    return str(unquote("", text, sender="").get_text())


def talon(raw: str, is_html: bool, text: str, language: str) -> str:
    quotations = importlib.import_module("talon.quotations")
    return to_plain(quotations.extract_from_html(raw)) if is_html else str(quotations.extract_from_plain(text))


def to_plain(page: str) -> str:
    soup = importlib.import_module("bs4").BeautifulSoup(page or "", "html.parser")
    for silent in soup(["style", "script", "head"]):
        silent.decompose()
    return str(soup.get_text(" "))


SPLITTERS: dict[str, Splitter] = {
    "email-reply-parser": email_reply_parser,
    "mail-parser-reply": mail_parser_reply,
    "quotequail": quotequail,
    "unquotemail": unquotemail,
    "talon": talon,
}


def answers(splitter: Splitter, cases: list[dict[str, Any]]) -> list[str | None]:
    said: list[str | None] = []
    for case in cases:
        try:
            said.append(splitter(case["raw"], case["is_html"], case["text"], case["language"]))
        except Exception as error:  # a library that falls over has no answer, and its fall is a figure too
            print(f"{splitter.__name__}: {error!r}", file=sys.stderr)
            said.append(None)
    return said


def main() -> None:
    cases = json.load(sys.stdin)
    found: dict[str, Any] = {}
    for name, splitter in SPLITTERS.items():
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        found[f"{name} {version}"] = answers(splitter, cases)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
