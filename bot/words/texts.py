"""Finding, preparing and rendering the files of templates/. The only place that knows Jinja; it decides nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar, cast

from jinja2 import BaseLoader, Environment, StrictUndefined, Template, TemplateError, TemplateNotFound, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.core.event import Event
from bot.errors import TextError
from bot.words.forms import Forms

T = TypeVar("T")

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
FALLBACK = "en"
MARK = re.compile("\ue000(.*?)\ue001")
"""Where a block (invoices, payment, ...) stands in a rendered text. Values never hold these two characters."""

_NAME = re.compile(r"[a-z0-9_]+(?:/[a-z0-9_]+)*\.(?:txt|html)")
_CODE = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\})", re.DOTALL)
_SIDE = r"((?:[^\[\]|{}\n]|\{\{[^}\n]*\}\})*)"
_ONE_OR_MORE = re.compile(rf"(?<!\[)\[{_SIDE}\|{_SIDE}\](?!\])")
_BLOCK = re.compile(r"^\[\[([^\[\]\n]+)\]\][ \t]*$", re.MULTILINE)
_SUBJECT = re.compile(r"(\w+)(?:\s*\((\w+)\))?\s*:\s*(.*)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ue000\ue001]+")
_COMMAND = re.compile(r"(?<![\w/<>])/(?=\w{1,64}(?![\w/]|[.-]\w))")  # "/leave", but no path of a file


def fold(value: object) -> object:
    """A value stays on its line: whoever wrote it, it cannot start a paragraph or a block of its own."""
    return _CONTROL.sub(" ", value) if isinstance(value, str) and type(value) is str else value


def quiet(value: object) -> object:
    """In a chat "/leave" is a button: a name that looks like a command gets an invisible joint behind its slash."""
    told = fold(value)
    return _COMMAND.sub("/\u2060", told) if isinstance(told, str) and type(told) is str else told


def folded(value: T) -> T:
    """The same value with every text in it folded, however deep: what goes into a mail without passing a template."""
    if isinstance(value, tuple):
        return cast(T, tuple(folded(item) for item in value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: folded(getattr(value, f.name)) for f in fields(value)})
    return cast(T, fold(value))


class Book:
    """The texts of one language for one country. Looked up in the owner's folder first, then in ours."""

    def __init__(self, language: str, country: str, override: Path | None) -> None:
        self.language = language
        roots = [*([override] if override else []), TEMPLATES]
        tags = [f"{language}-{country}", language] if country else [language]
        self.folders = [root / tag for root in roots for tag in tags] + [TEMPLATES / "common"]
        self.forms = Forms(language, country)
        self._compiled: dict[tuple[str, bool], Template] = {}
        self.plain = self._environment(escape=False)
        self.html = self._environment(escape=True)
        self.chat = self._environment(escape=False, finalize=quiet)

    def _environment(self, *, escape: bool, finalize: Callable[[object], object] = fold) -> Environment:
        environment = ImmutableSandboxedEnvironment(
            loader=_Loader(self),
            undefined=StrictUndefined,
            autoescape=escape,
            finalize=finalize,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        for name in ("money", "monies", "day", "long_day", "short_day", "listed"):
            environment.filters[name] = _form(name, self.forms)
        environment.filters["words"] = self.words
        environment.filters["told"] = self.told
        return environment

    def words(self, key: object, file: str, kind: object = "") -> str:
        """``{{ because | words("because") }}``: the line of chat/because.txt; an unknown key stands for itself.

        ``kind``: a line ``kind.key`` comes first, as a button may have its own words on one kind of card.
        """
        name = f"chat/{file}.txt"
        if kind and f"{kind}.{key}" in self.lines(name):
            return self.line(name, f"{kind}.{key}")
        return self.line(name, str(key)) if str(key) in self.lines(name) else str(key).replace("_", " ")

    def told(self, event: Event) -> str:
        """``{{ event | told }}``: the line of chat/events.txt, with what the event says of itself."""
        name = "chat/events.txt"
        return self.line(name, event.what if event.what in self.lines(name) else "other", key=event.what, event=event)

    def path(self, name: str) -> Path | None:
        if not _NAME.fullmatch(name):
            return None
        return next((f / name for f in self.folders if (f / name).is_file()), None)

    def source(self, name: str) -> str:
        path = self.path(name)
        if path is None:
            raise TextError(f"there is no such text for the language {self.language!r}", template=name)
        try:
            return path.read_text(encoding="utf-8-sig")
        except (UnicodeDecodeError, OSError) as error:
            raise TextError(f"cannot be read: save it as UTF-8 ({error})", template=str(path)) from error

    def render(self, name: str, /, **facts: object) -> str:
        """A whole text; its subject lines, if it is a mail, are left out. Raises TextError."""
        environment = self.html if name.endswith(".html") else self._of(name)
        return self._render(lambda: environment.get_template(name), name, facts)

    def subject(self, name: str, kind: str, /, **facts: object) -> str:
        """The subject for a business or a consumer debtor. Raises TextError."""
        kinds = {self.labels.get(f"head.{k}", k).lower(): k for k in ("business", "consumer")}
        found: dict[str, tuple[int, str]] = {}
        for number, _, meant, text in heads(self.source(name), self.labels):
            found[kinds.get(meant.lower(), meant)] = (number, text)
        number, text = found.get(kind) or found.get("") or (1, "")
        if not text:
            raise TextError("has no subject: its first line must be 'Subject: …'", template=self.where(name), line=1)
        said = self._render(lambda: self._small(text, self._of(name)), name, facts, line=number)
        return re.sub(r"[ \t\n]+", " ", said).strip()

    def line(self, file: str, key: str, /, **facts: object) -> str:
        """One ``key = text`` of a file of short texts. Raises TextError when there is none."""
        found = self.lines(file).get(key)
        if found is None:
            raise TextError(f"there is no line {key!r} = …", template=self.where(file))
        number, text = found
        return self._render(lambda: self._small(text, self._of(file)), file, facts, line=number).strip()

    def lines(self, file: str) -> Mapping[str, tuple[int, str]]:
        """Every ``key = text``: the owner's own first, ours where he has none. Values are (line number, text)."""
        merged: dict[str, tuple[int, str]] = {}
        for folder in self.folders if _NAME.fullmatch(file) else ():
            if (folder / file).is_file():
                for number, row in enumerate((folder / file).read_text(encoding="utf-8-sig").splitlines(), 1):
                    key, equals, text = row.partition("=")
                    if equals and not row.startswith("#"):
                        merged.setdefault(key.strip(), (number, text.strip()))
        return merged

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Marks and words of the parts of a mail, prepared but not rendered."""
        return {key: text for key, (_, text) in self.lines("mail/labels.txt").items()}

    @cached_property
    def typography(self) -> tuple[tuple[str, str], ...]:
        """What is typed and what is shown: so that nobody must know how to type a narrow no-break space."""
        if self.path("typography.txt") is None:
            return ()
        rows = re.findall(r'^("(?:[^"\\]|\\.)*") => ("(?:[^"\\]|\\.)*")$', self.source("typography.txt"), re.MULTILINE)
        return tuple((json.loads(typed), json.loads(shown)) for typed, shown in rows)

    def _of(self, name: str) -> Environment:
        return self.chat if name.startswith("chat/") and not name.startswith("chat/answers/") else self.plain

    def _small(self, text: str, environment: Environment) -> Template:
        """A short text, compiled once: a mail has some twenty of them."""
        key = (text, environment is self.chat)
        if key not in self._compiled:
            self._compiled[key] = environment.from_string(self.prepare(text))
        return self._compiled[key]

    def prepare(self, text: str) -> str:
        """From what a person types to what Jinja reads: blocks, [one|several], typography outside of {{ }}."""
        text = _BLOCK.sub(lambda m: f"\ue000{m[1].strip()}\ue001", text)
        text = _ONE_OR_MORE.sub(r"{% if several %}\2{% else %}\1{% endif %}", text)
        pieces = _CODE.split(text)
        return "".join(piece if index % 2 else self.typeset(piece) for index, piece in enumerate(pieces))

    def typeset(self, text: str) -> str:
        """The typography of the language, as a printer would set what was typed."""
        for typed, shown in self.typography:
            text = text.replace(typed, shown)
        return text

    def where(self, name: str) -> str:
        """The file as a person finds it: fr/mail/kind.txt."""
        path = self.path(name)
        return f"{path.relative_to(path.parents[name.count('/') + 1])}" if path else f"{self.language}/{name}"

    def line_of_block(self, name: str, mark: str) -> tuple[str, int | None]:
        """Where ``[[mark]]`` stands: in a text, or in one that it includes."""
        for file in (name, *re.findall(r"{%-?\s*include\s+[\"']([^\"']+)", self.source(name))):
            rows = self.source(file).splitlines() if self.path(file) else []
            for number, row in enumerate(rows, 1):
                if (found := _BLOCK.fullmatch(row)) and found[1].strip() == mark:
                    return self.where(file), number
        return self.where(name), None

    def _render(
        self, template: Callable[[], Template], name: str, facts: Mapping[str, object], line: int | None = None
    ) -> str:
        try:
            return template().render(**facts)
        except TemplateNotFound as error:
            raise TextError(f"there is no text {error.name!r}", template=self.where(name)) from error
        except TemplateError as error:
            raise TextError(_reason(error), template=self.where(name), line=line or _line(error, name)) from error
        except (TypeError, ValueError, AttributeError, ArithmeticError, KeyError, RecursionError) as error:
            # A filter or a sum in an edited text was given something that it cannot work with.
            raise TextError(
                f"cannot be computed: {error}", template=self.where(name), line=line or _line(error, name)
            ) from error


def _form(name: str, home: Forms) -> Callable[..., str]:
    @pass_context
    def form(context: Context, value: object) -> str:
        given = context.get("forms", home)
        return str(getattr(given if isinstance(given, Forms) else home, name)(value))

    return form


class _Loader(BaseLoader):
    """Reads below the folders of one book and nowhere else."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        path = self.book.path(template)
        if path is None:
            raise TemplateNotFound(template)
        changed = path.stat().st_mtime_ns
        source = self.book.source(template)
        if template.endswith(".txt"):
            rows = source.split("\n")
            for number, *_ in (
                heads(source, self.book.labels) if template.startswith(("mail/", "chat/answers/")) else ()
            ):
                rows[number - 1] = ""
            source = self.book.prepare("\n".join(rows))
        return source, template, lambda: path.is_file() and path.stat().st_mtime_ns == changed


def heads(source: str, labels: Mapping[str, str]) -> Iterator[tuple[int, str, str, str]]:
    """The subject lines that a mail starts with: (line number, key, kind of debtor or "", text)."""
    keys = {"subject", labels.get("head.subject", "subject").lower()}
    for number, row in enumerate(source.split("\n"), 1):
        match = _SUBJECT.fullmatch(row.strip())
        if not match or match[1].lower() not in keys:
            return
        yield number, match[1], match[2] or "", match[3]


def _reason(error: TemplateError) -> str:
    return (error.message or str(error)).replace("\n", " ") + " (see docs/texts.md)"


def _line(error: Exception, name: str) -> int | None:
    number = getattr(error, "lineno", None)
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == name:
            number = trace.tb_lineno
        trace = trace.tb_next
    return number


class Texts:
    """All books. A language that has no text of that name is answered in English."""

    def __init__(self, override: Path | None = None) -> None:
        self.override = override
        self._books: dict[tuple[str, str], Book] = {}

    def book(self, language: str, country: str = "", *, name: str = "mail/labels.txt") -> Book:
        language = language if re.fullmatch(r"[a-z]{2,3}", language) else FALLBACK
        country = country if re.fullmatch(r"[A-Z]{2}", country) else ""
        book = self._book(language, country)
        return book if book.path(name) else self._book(FALLBACK, country)

    def _book(self, language: str, country: str) -> Book:
        key = (language, country)
        if key not in self._books:
            self._books[key] = Book(language, country, self.override)
        return self._books[key]

    def languages(self) -> tuple[str, ...]:
        """Languages that have a folder of their own, the owner's included."""
        roots = [r for r in (self.override, TEMPLATES) if r is not None and r.is_dir()]
        names = {f.name for root in roots for f in root.iterdir() if f.is_dir()}
        return tuple(sorted(n for n in names if re.fullmatch(r"[a-z]{2,3}", n)))
