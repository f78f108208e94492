"""Every stretch of a reply that may be an amount: figures, words, halves, the rest. Never whose money it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import pairwise

from bot.core import money
from bot.core.days import never
from bot.core.when import Written
from bot.readers._spans import amount_words, days, spoken
from bot.readers._spans.folded import MAX_CHARACTERS, Folded, fold

REST = "rest"
_MOST = 100  # Candidates of one text.
_GROUPED = r"\d{1,3}(?:(?P<g>[ .,'])\d{3})(?:(?P=g)\d{3}){0,3}(?:[.,]\d{1,2})?(?!\d)"
_LAKH = r"\d{1,2}(?:,\d\d){1,3},\d{3}(?:\.\d\d)?(?!\d)"
_PLAIN = r"\d{1,9}(?:[.,]\d{1,2})?(?!\d)"
_NUMBER = rf"(?P<x>{_LAKH}|{_GROUPED}|{_PLAIN})"
_TIMES = (
    r"(?P<k> ?k\b| ?t(?= ?(?:€|eur\b))"
    r"| ?(?:mille|mil|tausend|tsd|thousand|mila|duizend|grand|lucas|luca|ruggen|k)\b| ?lakhs?\b| ?hundred\b"
    r"| ?(?:millones|millon|millions?|mio\.?|mln\.?|milioni|miljoen|palos)\b)"
)
_AFTER = (
    r" ?(?:€|£|\$|₦|₹|₱|₽|(?:e|eur|euros?|euro's|eurs|euri|eurini|eurillos|eurazos|ouros|oiro|oro"
    r"|gbp|quid|pounds?|sterling|usd|cad|aud|nzd"
    r"|dollars?|bucks|piasses?|piastres?|chf|sfr|fr|francs?|franken|franchi|stutz|frankli"
    r"|balles|boules|fcfa|cfa|xof|xaf|xpf|f"
    r"|pesos|pesitos|mxn|mn|clp|cop|ars|rs|inr|rupees|naira|ngn|rands?|zar|piepen"
    r"|ocken|tacken|mause|pavos|piek|ballen"
    r"|dirhams?|mad|dinars?|tnd|soles|pen|piek|euri|cent)\b\.?)"
)
_BEFORE = (
    r"(?:€|£|\$|₦|₹|₱|₽|us\$|ca\$|c\$|\b(?:eur|euros?|gbp|usd|cad|aud|chf|sfr|fr|rs|inr|ngn|zar|mxn"
    r"|cop|clp|ars|fcfa|xof|cfa)\b\.?|\b[rn](?=\d))"
)
_TAIL = r"(?:[.,] ?-{1,2}(?!\d)|/-|[.,] ?--)"
_EDGE = r"(?<![\w/.,:#°])(?<!\w-)"


def _second(pattern: str, number: int) -> str:
    """The same pattern with other names for its groups."""
    for name in ("x", "g", "k"):
        pattern = pattern.replace(f"(?P<{name}>", f"(?P<{name}{number}>").replace(
            f"(?P={name})", f"(?P={name}{number})"
        )
    return pattern


_MARKED = re.compile(
    rf"{_BEFORE} ?{_NUMBER}{_TIMES}?{_TAIL}?(?![\w%])"
    rf"|{_EDGE}{_second(_NUMBER, 2)}(?:{_second(_TIMES, 2)}?(?:{_TAIL}?{_AFTER}|{_TAIL})|{_second(_TIMES, 3)})"
)
# "15 h", "3 weeks", "2 x", "40 kg": counted things, no money. Invoice, street and phone numbers by the word before.
_COUNTED = (
    r"(?!(?:st|nd|rd|th|er|e|eme|de|ste|o|º|°|h|h\d\d|u|j)\b)"
    r"(?! ?(?:%|x ?\d|x ?[€£$]|hrs?\b|uhr|heures?\b|hours?\b|horas?\b|ore\b|uur\b|min(?:ut\w*)?\b|jours?\b"
    r"|days?\b|tage?n?\b|dias?\b|giorn\w+|gg\b|dagen"
    r"|semaines?\b|weeks?\b|wochen?\b|semanas?\b|settiman\w+|weken\b|mois\b|months?\b|monate?n?\b"
    r"|mes(?:es|i)\b|maanden\b|ans\b|years?\b"
    r"|jahre?n?\b|anos?\b|ann[oi]\b|jaar\b|fois\b|times\b|mal\b|veces\b|vez\b|volte\b|keer\b"
    r"|rates?\b|raten\b|cuotas\b|termijnen\b"
    r"|mensualites?\b|echeances\b|m2\b|m3\b|km\b|kg\b|cm\b|mm\b|grad\b|grados\b|gradi\b"
    r"|degres\b|degrees\b|graden\b|pm\b|o'clock|rue\b|avenue\b|bd\b|boulevard\b|chemin\b|street\b|road\b|lane\b"
    r"|personas\b|personnes\b|people\b|personen\b|mann\b|man\b|kinder\b|ninos\b|bambini\b"
    r"|enfants\b|cartons?\b|boxes\b|kisten\b|cajas\b"
    r"|pezzi\b|stuck\b|stuks\b|unidades\b|facturas?\b|factures?\b|invoices\b|rechnungen\b"
    r"|fatture\b|facturen\b|nummer\b))"
)
_CALLED = re.compile(
    r"(?<![\w'])(?:factures?|fact|fac|rechnung(?:snummer)?|invoices?|inv|facturas?|fra"
    r"|fattura|factuur(?:nummer)?|fatt|ref|reference|rg|nr|no|n|num"
    r"|numero|nummer|number|po|job|order|commande|bestellung|auftrag|pedido|ordine|tel"
    r"|telefon|telefoon|telephone|phone|mobil|mobile|fax|cell"
    r"|rue|avenue|strasse|str|straat|calle|via|check|cheque|chq|batch|lot|konto|account"
    r"|bl|lieferschein|seite|page|pagina|chapter|room|zimmer"
    r"|kw|week|semaine|woche|settimana|semana|line|ligne|zeile|position|pos|article|artikel"
    r"|psalm|§|id|ticket|case|hrb|siret|siren|tva|vat|ust|cif"
    r"|nif|piva|iva|bic|cro|trn|utr|auth|mandat|mandato|dossier|decreto|folio|ending)[.:]? ?(?:n°|nr\.?|no\.?|#)?:? ?$"
)
_YEARS = range(2015, 2040)
_NTH = re.compile(r"\d ?e\.?$|\d\. -{1,2}$")  # "de 30e": a day, where "300e" is money.
_CENTS = re.compile(
    r"(?:(?<=€)|(?<=eur )|(?<=euros )|(?<=euro )|(?<= euros)|(?<= euro)) ?(\d\d)(?=[ ,.;!?\n]"
    r"|$)(?![.,]\d| ?(?:€|%|h\b|eur|jours|mois|tage))"
)
_PERIOD = r" ?(?:month|mois|monat|mes|maand|mnd|mo\b|mth|week|sem|woche)"
_BARE = re.compile(rf"{_EDGE}{_NUMBER}{_TAIL}?{_COUNTED}(?![\w%]|/(?!{_PERIOD})|[.,:]\d|-\d|-\w)")
# What is a number of something else, wherever it stands: IBANs, phone numbers, addresses, mixed codes, times.
_MASKED = re.compile(
    r"\b[a-z]{2}\d\d(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,4})?\b"
    r"|(?<![\w€£$])\+\d{1,3}[ \d()./-]{6,18}\d"
    r"|(?<![\w.,€£$])0\d{1,4}(?:[ ./-]\d{2,8}){1,5}(?![\w,])"
    r"|(?<![\w.,€£$])0\d{6,12}\b"
    r"|\bhttps?://\S{1,300}|\bwww\.\S{1,200}|[\w.+-]{1,64}@[\w.-]{1,200}"
    r"|\b(?:at|um|gegen|a las|alle|om) (?:[01]?\d|2[0-3])\.[0-5]\d(?!\d|[.,]\d"
    r"| ?(?:[€£$k]|eur|gbp|usd|chf|each|per|a\b))"
    r"|\b\d{1,2}[h:]\d\d\b|\b\d{1,2} ?(?:[ap]m\b(?! \d)|uhr(?: \d\d)?)|\b\d{1,2}\.\d\d ?(?:uhr|[ap]\.?m\b|uur|in the)"
    r"|\b\d{10,}\b|\b\d{4}-\d\d-\d\d\b"
)
_POSTCODE = re.compile(r"(?m)(?:^|, )((?:[A-Z]{1,2}-)?\d{4,5}(?: ?[A-Z]{2})?) [A-ZÀ-Ý][\w' /.()-]{2,30}$")
_PERCENT = re.compile(
    r"(?<![\w.,])(\d{1,2})(?:[.,]\d)? ?(?:%|prozent\b|percent\b|per cent\b|pour ?cent\b"
    r"|por ciento\b|per ?cento\b|procent\b)"
)
_SAME = re.compile(
    r"\b(?:the same(?: again| amount| sum)?|same again|ditto|la meme (?:somme|chose)|le meme montant"
    r"|autant|pareil|idem|dasselbe|das gleiche|nochmal so viel"
    r"|derselbe betrag|lo mismo|la misma cantidad|otro tanto|igual cantidad|lo stesso(?: importo)?"
    r"|altrettant[io]|la stessa cifra|idem|hetzelfde(?: bedrag)?"
    r"|nog eens zoveel|evenveel)\b(?! (?:for|pour|fur|para|per|voor|problem|thing|time|way|mit|que|di|as|than|de))"
)
_FRACTION = re.compile(r"(?<![\w.,/])1/([234])(?![\w/])")


@dataclass(frozen=True, kw_only=True)
class Found:
    """``text[start:end]`` may be an amount. ``amount`` in major units; None for the rest (``rule`` is "rest").

    ``bare``: nothing says that it is money.
    """

    start: int
    end: int
    amount: Decimal | None
    rule: str
    bare: bool = False

    @property
    def rest(self) -> bool:
        return self.rule == REST


def find(text: str, language: str, whole: Decimal | None, currency: str) -> tuple[Found, ...]:
    """Candidates in the order of the text; they do not overlap. ``whole``: of which a half may be meant."""
    folded = fold(text)
    search = _Search(folded=folded, whole=whole, currency=currency, taken=bytearray(len(folded.text) + 1))
    for match in _MASKED.finditer(folded.text):
        search.take(*match.span())
    codes = (language,) if language in amount_words.NUMBERS else tuple(amount_words.NUMBERS)
    found = list(search.marked())
    for code in codes:
        found += search.slang(code)
        found += search.words(code)
        found += search.shares(code)
        found += search.rests(code)
    found += search.percents()
    found = list(_with_others(found, search, codes))
    # A bare number inside a day is no amount.
    for day in days.claimed(text, language, _ANY_DAY):
        search.take_original(day.start, day.end)
    for match in _POSTCODE.finditer(text[:MAX_CHARACTERS]):
        search.take_original(*match.span(1))
    found += search.bare()
    found = list(_of_what_is_left(_with_thousands(_with_same(found, search), text, whole), search))
    return tuple(_without_empty_rests(sorted(found, key=lambda f: f.start), text)[:_MOST])


_TOLD = ("marked", "bare", "words")
_FAR = 1_000_000
_A_SHARE = re.compile(r"(\d)/(\d)")
_SHARES = ("percent", "1/2")
_ANY_DAY = Written(on=date(2026, 1, 14), holiday=never)
_BETWEEN = re.compile(
    r"[\s(:,=]*(?:de |d'|of |von |di |van |soit |i\.e\. |d\.h\. |being |namely |son |les |the |die |los |i )?[\s(]*",
    re.IGNORECASE,
)


# "640 a saldo", "640 as the balance".
_AS = re.compile(r"\s*(?:(?:a|als|as|como|come|pour|per|ter) (?:the |le )?)?", re.IGNORECASE)
_A_DAY = re.compile(rf",? (?:{amount_words.DAYS})\b (?:of|in|de|du|del|di|im|des|van)\b")  # the last Friday of May
_APART = re.compile(
    r"(?: (?:of|de|du|der|des|von|vom|del|di|della|van|ofwel)\b[^.;:\n\d]{0,28}|)"
    r"[ ]?[,(:=–-][ ]?(?:soit |also |i\.e\. |es decir |cio[eè] |dus )?[(]?\s?"
)


def _without_empty_rests(found: list[Found], text: str) -> list[Found]:
    """ "The rest (320 €)", "the 320 remaining", "two thirds, 244 €": the amount says it all."""
    kept = []
    for i, one in enumerate(found):
        after = [text[one.end : o.start] for o in found[i + 1 : i + 2] if o.rule in (*_TOLD, *_SHARES)]
        before = [text[o.end : one.start] for o in found[max(0, i - 1) : i] if o.rule in _TOLD]
        told = any(len(gap) < 14 and _BETWEEN.fullmatch(gap) for gap in after) or any(map(_AS.fullmatch, before))
        if not (one.rest and told) and not _told_again(one, found[i + 1 : i + 2], text):
            kept.append(one)
    return kept


def _told_again(one: Found, following: Sequence[Found], text: str) -> bool:
    """ "Half of what we owe you, £280": the share is only told again where the figure stands beside it."""
    if "/" not in one.rule and one.rule != "percent":
        return False
    for after in following:
        gap = text[one.end : after.start]
        if after.rule in _TOLD and after.amount == one.amount and len(gap) < 32 and _APART.fullmatch(gap):
            return True
    return False


def _with_others(found: list[Found], search: _Search, codes: Sequence[str]) -> Iterator[Found]:
    """ "Half on the 5th, the other on the 20th": after a half or a third, another one."""
    yield from found
    if any(f.rule == "1/2" for f in found):
        for code in codes:
            for match in _compiled(amount_words.OTHERS[code]).finditer(search.folded.text):
                yield from search.part(match.span(), 1, 2)
    if any(f.rule == "1/3" for f in found):
        for code in codes:
            for match in _compiled(amount_words.OTHER_THIRDS[code]).finditer(search.folded.text):
                if not _A_DAY.match(search.folded.text, match.end()):
                    yield from search.part(match.span(), 1, 3)


def _with_same(found: list[Found], search: _Search) -> Iterator[Found]:
    """ "104 on 1 April and the same on 1 May": the amount before."""
    yield from found
    for match in _SAME.finditer(search.folded.text):
        start, _ = search.folded.span(*match.span())
        before = [f for f in found if f.end <= start and f.amount is not None]
        if before:
            yield from search.again(match.span(), max(before, key=lambda f: f.start))


def _with_thousands(found: Iterator[Found], text: str, whole: Decimal | None) -> Iterator[Found]:
    """ "100k now and the remaining 85": 85,000, where it makes up the invoice; "700, the other 700" of 1.4 million."""
    every = list(found)
    some = [f.amount for f in every if f.amount and f.rule == "marked" and text[f.start : f.end].lower().endswith("k")]
    small = [f for f in every if f.bare and f.amount and f.amount < 1000]
    if whole is not None and any(
        a.amount + b.amount == whole / 1000 for a, b in pairwise(small) if a.amount and b.amount
    ):
        some += [f.amount * 1000 for f in small if f.amount]
    for one in every:
        more = one.amount * 1000 if one.rule == "bare" and one.amount and one.amount < 1000 else None
        yield replace(one, amount=more) if more and any(more + k == whole for k in some) else one


def _of_what_is_left(found: Iterator[Found], search: _Search) -> Iterator[Found]:
    """ "4,800 we contest. That leaves 22,450. One half ...": a share told after what is left is a share of that."""
    every = sorted(found, key=lambda f: f.start)
    told = {f.amount: f.start for f in reversed(every) if f.rule in _TOLD and f.amount and not f.bare}
    whole = search.whole
    left = [a for a in told if whole is not None and whole < a * 2 and told.get(whole - a, _FAR) < told[a]]
    for one in every:
        share = _A_SHARE.fullmatch(one.rule)
        if share and left and one.start > told[left[0]] and one.amount not in told:
            part = left[0] * int(share[1]) / int(share[2])
            one = replace(one, amount=money.from_decimal(part, search.currency).decimal)
        yield one


@dataclass(frozen=True, kw_only=True)
class _Search:
    folded: Folded
    whole: Decimal | None
    currency: str
    taken: bytearray

    def take(self, start: int, end: int) -> bool:
        """Claim a stretch; False where something holds it."""
        if end <= start or self.taken.find(1, start, end) >= 0:
            return False
        self.taken[start:end] = b"\x01" * (end - start)
        return True

    def take_original(self, start: int, end: int) -> None:
        places = self.folded.places
        inside = [i for i in range(len(self.folded.text)) if start <= places[i] < end] if end > start else []
        for i in inside:
            self.taken[i] = 1

    def _found(
        self, span: tuple[int, int], amount: Decimal | None, rule: str, *, bare: bool = False
    ) -> Iterator[Found]:
        if self.take(*span):
            start, end = self.folded.span(*span)
            yield Found(start=start, end=end, amount=amount, rule=rule, bare=bare)

    def marked(self) -> Iterator[Found]:
        for match in _MARKED.finditer(self.folded.text):
            digits = match["x"] or match["x2"]
            value = _value(digits, match["k"] or match["k2"] or match["k3"], self.currency)
            cents = _CENTS.match(self.folded.text, match.end())
            if value and cents and value == int(value) and money.exponent(self.currency) == 2:
                value += Decimal(cents[1]) / 100
            if value and not (value <= 31 and _NTH.search(match[0])):
                yield from self._found((match.start(), cents.end() if cents else match.end()), value, "marked")

    def bare(self) -> Iterator[Found]:
        for match in _BARE.finditer(self.folded.text):
            value = _value(match["x"], None, self.currency)
            if value is None or value < 10 or (value in _YEARS and match["x"].isdigit()):
                continue
            if _CALLED.search(self.folded.text, max(0, match.start() - 24), match.start()):
                continue
            yield from self._found(match.span(), value, "bare", bare=True)

    def words(self, code: str) -> Iterator[Found]:
        for match in spoken.AND_A_HALF.finditer(self.folded.text) if code == "en" else ():
            units = int(match["n"]) if match["n"].isdigit() else amount_words.NUMBERS["en"][match["n"]]
            value = money.from_decimal(Decimal(units * 1000 + 500), self.currency).decimal
            yield from self._found(match.span(), value, "words")
        for match in spoken.words(code, _AFTER).finditer(self.folded.text):
            number = spoken.number(match["x"], amount_words.NUMBERS[code], hundreds=code == "en")
            bare = match["cur"] is None
            if number is None or match["x"] in spoken.NO_NUMBER or (bare and "," in match["x"]):
                continue
            if bare and code == "en" and spoken.HOUR.search(self.folded.text, max(0, match.start() - 9), match.end()):
                continue
            # Below a hundred only where a time follows, and never what may be a day: "I'll send fifty on Monday".
            if bare and number < 100 and (number < 32 or not spoken.SPENT.match(self.folded.text, match.end())):
                continue
            value = money.from_decimal(Decimal(number), self.currency).decimal
            yield from self._found(match.span(), value, "words", bare=bare)

    def slang(self, code: str) -> Iterator[Found]:
        for words, number in amount_words.SLANG.get(code, {}).items():
            value = money.from_decimal(Decimal(number), self.currency).decimal
            for match in _compiled(words).finditer(self.folded.text):
                yield from self._found(match.span(), value, "slang", bare=True)

    def shares(self, code: str) -> Iterator[Found]:
        for table, count, parts in (
            (amount_words.HALVES, 1, 2),
            (amount_words.TWO_THIRDS, 2, 3),
            (amount_words.THIRDS, 1, 3),
            (amount_words.QUARTERS, 1, 4),
        ):
            for match in _compiled(table[code]).finditer(self.folded.text):
                yield from self._found(match.span(), self._part(count, parts), f"{count}/{parts}", bare=parts > 2)

    def percents(self) -> Iterator[Found]:
        for match in _PERCENT.finditer(self.folded.text):
            yield from self._found(match.span(), self._part(int(match[1]), 100), "percent", bare=match[1] != "50")
        for match in _FRACTION.finditer(self.folded.text):
            yield from self._found(match.span(), self._part(1, int(match[1])), f"1/{match[1]}", bare=True)

    def rests(self, code: str) -> Iterator[Found]:
        for match in _compiled(amount_words.RESTS[code]).finditer(self.folded.text):
            yield from self._found(match.span(), None, REST)

    def part(self, span: tuple[int, int], count: int, parts: int) -> Iterator[Found]:
        yield from self._found(span, self._part(count, parts), f"{count}/{parts}")

    def again(self, span: tuple[int, int], before: Found) -> Iterator[Found]:
        yield from self._found(span, before.amount, "same", bare=before.bare)

    def _part(self, count: int, parts: int) -> Decimal | None:
        if self.whole is None:
            return None
        return money.from_decimal(self.whole * count / parts, self.currency).decimal


def _value(digits: str, times: str | None, currency: str) -> Decimal | None:
    if re.fullmatch(_LAKH, digits) and digits.count(",") > 1:
        digits = digits.replace(",", "")
    try:
        amount = money.parse(digits, currency if times is None else "EUR").decimal
    except ValueError:
        return None
    if times:
        word = times.strip()
        factor = 100_000 if word.startswith("lakh") else 100 if word == "hundred" else 1000
        if word.startswith(("mill", "mio", "mln", "milion", "milj", "palo")) and word != "mille":
            factor = 1_000_000
        amount *= factor
    return amount.quantize(Decimal(1).scaleb(-money.exponent(currency)), ROUND_HALF_UP)


@cache
def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b")
