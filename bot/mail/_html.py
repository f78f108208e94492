"""HTML to text, in linear time, quotes marked with "> ". Never a renderer, never a link followed."""

from __future__ import annotations

import re
from html import unescape

LIMIT = 256 * 1024
"""Characters of HTML that are looked at."""

_BREAKS = re.compile(
    "address|article|aside|blockquote|body|center|dd|div|dl|dt|fieldset|figure|footer|form|h[1-6]|header|hr"
    "|li|main|nav|ol|p|pre|section|table|tbody|tfoot|thead|tr|ul"
)
_AFTER = ("/", "!", "?")
_SILENT = ("script", "style", "title", "head")
_TAG = re.compile(r"\s*(/?)\s*([a-zA-Z][a-zA-Z0-9:]*)")
_HUGE = re.compile(r"&#x?[0-9a-fA-F]{9,};?")
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt)?\s*[;\"']", re.IGNORECASE)
_QUOTE = re.compile(
    r"""yahoo_quoted|protonmail_quote\b|moz-forward-container|name\s*=\s*["']?quote\b|__quoted_text__"""
    r"""|tutanota_quote|freshdesk_quote|front-blockquote|hs_reply|messagereplysection|edo-original|zmail_extra"""
    r"""|gmx_quote|border-left\s*:\s*2px\s+solid\s+(?:\#c3d9e5|rgb\(195)""",
    re.IGNORECASE,
)
# Gmail and Outlook indent the author's own words with a bare blockquote too.
_INDENT = re.compile(r"border\s*:\s*(?:none|0)|border-style\s*:\s*none", re.IGNORECASE)
# Outlook puts these above the header lines of what it quotes, in whatever language they are.
_REPLY = re.compile(
    r"id\s*=\s*[\"']?(?:x_)*divrplyfwdmsg|border-top\s*:\s*solid\s+(?:\#e1e1e1|\#b5c4df)", re.IGNORECASE
)
_DIVIDER = "-----Original Message-----"
_MARKS = re.compile(
    r"<blockquote|yahoo_quoted|gmail_quote|protonmail_quote|moz-cite-prefix|mail-editor-reference|tutanota_quote"
    r"|messagereplysection|zmail_extra|zwchr|appendonsend|name\s*=\s*[\"']?quote\b|" + _REPLY.pattern,
    re.IGNORECASE,
)


def has_quote_mark(html: str) -> bool:
    """Does the HTML show where the quote begins? Then it tells more than the plain text beside it."""
    return _MARKS.search(html, 0, LIMIT) is not None


def to_text(html: str) -> str:
    """The text that a reader sees; every line of a known quote container begins with ``> ``."""
    writer = _Writer()
    for tag, text in _pieces(html[:LIMIT]):
        if tag:
            writer.tag(tag)
        else:
            writer.text(text)
    return writer.result()


def _pieces(html: str) -> list[tuple[str, str]]:
    """Tags and texts in order. Only ``str.find`` moves forward, so a hostile page costs no more than its length."""
    pieces: list[tuple[str, str]] = []
    lowered, at, end = html.lower(), 0, len(html)
    while at < end:
        opening = html.find("<", at)
        if opening < 0:
            opening = end
        if opening > at:
            pieces.append(("", html[at:opening]))
        if opening == end:
            break
        if not (html[opening + 1 : opening + 2].isalpha() or html[opening + 1 : opening + 2] in _AFTER):
            pieces.append(("", "<"))
            at = opening + 1
            continue
        at = _after_tag(html, lowered, opening, pieces)
    return pieces


def _after_tag(html: str, lowered: str, opening: int, pieces: list[tuple[str, str]]) -> int:
    """Read what begins with ``<`` at ``opening``; where to go on."""
    if html.startswith("<!--", opening):
        closing = html.find("-->", opening + 4)
        return closing + 3 if closing >= 0 else len(html)
    if html.startswith(("<!", "<?"), opening):
        closing = html.find(">", opening)
        return closing + 1 if closing >= 0 else len(html)
    closing = html.find(">", opening)
    if closing < 0:
        return len(html)
    tag = html[opening + 1 : closing]
    name = tag[:8].lower().split(maxsplit=1)[0] if tag.strip() else ""
    if name in _SILENT and not tag.endswith("/"):
        stop = lowered.find(f"</{name}", closing)
        return stop if stop >= 0 else closing + 1 if name == "head" else len(html)
    pieces.append((tag, ""))
    return closing + 1


class _Writer:
    """Collects lines. A container is followed by counting its own tag only: no stack that can grow."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._quote = _Container()
        self._hidden = _Container()
        self._pre = 0

    def tag(self, tag: str) -> None:
        match = _TAG.match(tag)
        if match is None:
            return
        closes, name = bool(match[1]), match[2].lower()
        if name == "br":
            self._break()
            return
        if _BREAKS.fullmatch(name):
            self._break(blank=name == "p")
        elif name in ("td", "th") and not closes:
            self._line.append(" ")
        if name == "pre":
            self._pre = max(0, self._pre + (-1 if closes else 1))
        self._containers(name, closes, tag[:2000])
        if name == "li" and not closes:
            self._line.append("- ")

    def _containers(self, name: str, closes: bool, tag: str) -> None:
        if closes:
            self._quote.close(name)
            self._hidden.close(name)
        elif not tag.endswith("/") and name not in ("img", "input", "meta", "link", "hr"):
            if name == "div" and _REPLY.search(tag):
                self._line.append(_DIVIDER)
                self._break()
            self._quote.open(name, starts=_quotes(name, tag))
            self._hidden.open(name, starts=_HIDDEN.search(tag) is not None)

    def text(self, text: str) -> None:
        if self._hidden.name:
            return
        # int() refuses thousands of digits: html.unescape would raise.
        text = unescape(_HUGE.sub("", text))
        if self._pre:
            first, *others = text.split("\n")
            self._line.append(first)
            for other in others:
                self._break()
                self._line.append(other)
        else:
            self._line.append(_SPACE.sub(" ", text))

    def _break(self, *, blank: bool = False) -> None:
        line = "".join(self._line)
        line = line.rstrip() if self._pre else _SPACE.sub(" ", line).strip()
        self._line.clear()
        prefix = "> " if self._quote.name else ""
        if line:
            self._lines.append(prefix + line)
        if blank and self._lines and self._lines[-1].strip("> "):
            self._lines.append(prefix.rstrip())

    def result(self) -> str:
        self._break()
        return "\n".join(self._lines).strip("\n")


class _Container:
    """The element that is open now, and how many of its own kind are open inside it."""

    def __init__(self) -> None:
        self.name = ""
        self._depth = 0

    def open(self, name: str, *, starts: bool) -> None:
        if self.name == name:
            self._depth += 1
        elif not self.name and starts:
            self.name, self._depth = name, 1

    def close(self, name: str) -> None:
        if self.name == name:
            self._depth -= 1
            if not self._depth:
                self.name = ""


def _quotes(name: str, tag: str) -> bool:
    if name == "blockquote":
        cited = "cite" in tag.lower() or "gmail_quote" in tag
        return cited or _INDENT.search(tag) is None
    return _QUOTE.search(tag) is not None
