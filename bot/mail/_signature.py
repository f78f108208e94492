"""What nobody said: signatures, footers of telephones, legal footers, banners of mail gateways."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.mail import _footer_words as words

CUT = "\f"
"""Stands where a quote was taken out: a signature above it ends there, for many sign above and answer below."""
_WORD = re.compile(r"\w+")
_BANNER = 4  # Lines that a banner's warning may take.


@dataclass
class _Sorted:
    kept: list[str] = field(default_factory=list)
    signature: list[str] = field(default_factory=list)
    signing: bool = False


def without_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    found = _Sorted()
    for paragraph in _paragraphs(lines):
        if paragraph == [CUT]:
            found.signing = False
            continue
        _sort(paragraph, found)
        found.kept.append("")
    return found.kept, found.signature


def _sort(paragraph: list[str], found: _Sorted) -> None:
    notice = _notice(paragraph)
    banner = 0
    for at, line in enumerate(paragraph):
        banner = max(banner - 1, _banner(paragraph, at))
        if line.strip("\u00a0 ") == "--":
            found.signing = True
            found.signature.append(line)
        elif at >= notice or banner or is_footer(line) or (found.signing and not _speaks(line)):
            found.signature.append(line)
        else:
            found.kept.append(line)
            found.signing = found.signing and words.POSTSCRIPT.match(line) is None


def _paragraphs(lines: list[str]) -> list[list[str]]:
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line == CUT:
            paragraphs += [[CUT], []]
        elif line:
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    return paragraphs


def is_footer(line: str) -> bool:
    return len(line) < 160 and words.FOOTER.match(line) is not None and words.PAYS.search(line) is None


def _notice(paragraph: list[str]) -> int:
    """Where the legal footer begins: it speaks of secrecy and of a wrong addressee. Behind the last line: nowhere."""
    text = " ".join(paragraph)
    if len(text) > 45 and words.SECRET.search(text):
        begins = next((at for at, line in enumerate(paragraph) if words.NOTICE.match(line)), None)
        if words.MISTAKE.search(text) and words.YOU_ARE.search(text):
            return begins or 0
        if begins is not None:
            notice = " ".join(paragraph[begins:])
            if words.SECRET.search(notice) and (words.ADDRESSEE.search(notice) or words.MAYBE.search(notice)):
                return begins
    return len(paragraph)


def banner_lines(lines: list[str], at: int) -> int:
    return _banner(lines, at)


def _banner(lines: list[str], at: int) -> int:
    """Number of lines of a gateway's warning that begins at ``at``."""
    first = lines[at]
    if len(first) > 600:
        return 0
    if words.TAG.fullmatch(first) or words.SELDOM.match(first):
        return 1
    if not (words.STRANGER.search(first) or words.CARE.search(first)):
        return 0
    joined = ""
    for length, line in enumerate(lines[at : at + _BANNER], 1):
        joined = f"{joined} {line}"
        if len(joined) > 600 or not line:
            return 0
        if words.STRANGER.search(joined) and words.CARE.search(joined):
            return length + _rest(lines, at + length)
    return 0


def _rest(lines: list[str], at: int) -> int:
    """Lines on which the warning's last sentence goes on."""
    end = at
    while end < min(at + 3, len(lines)) and lines[end][:1].islower() and lines[end - 1][-1:] not in ".!])>":
        end += 1
    return end - at


def _speaks(line: str) -> bool:
    """Below a signature mark: is it a sentence rather than a name, a telephone number, an address?"""
    if words.POSTSCRIPT.match(line):
        return True
    return len(_WORD.findall(line)) >= 5 and words.SPEAKS.search(line) is not None
