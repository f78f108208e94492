"""The words of German days (Germany, Austria, Switzerland), folded: umlauts bare or with an e."""

from __future__ import annotations

from bot.readers._spans import grammar as g

STEMS = {
    "montag": 0,
    "dienstag": 1,
    "mittwoch": 2,
    "donnerstag": 3,
    "freitag": 4,
    "samstag": 5,
    "sonnabend": 5,
    "sonntag": 6,
}
WEEKDAYS = {f"{stem}{s}": i for stem, i in STEMS.items() for s in ("", "s")}
WEEKDAYS |= {"donnstag": 3, "friitig": 4, "mantig": 0, "mentig": 0, "zischtig": 1, "mittwuch": 2, "samschtig": 5}
WEEKDAYS |= {"mondach": 0, "dinsdach": 1, "dienstach": 1, "middwoch": 2, "dunnersdach": 3, "donnersdach": 3}
WEEKDAYS |= {"freidach": 4, "freitach": 4, "samsdach": 5, "samstach": 5, "sundach": 6, "sunndach": 6}
_SHORT = {"mo": 0, "di": 1, "mi": 2, "do": 3, "fr": 4, "sa": 5, "so": 6}
_MONTHS = {
    name: i
    for i, names in enumerate(
        (
            "januar jaenner janner jan jän",
            "februar feber feb",
            "marz maerz mrz",
            "april apr",
            "mai",
            "juni jun",
            "juli jul",
            "august aug",
            "september sept sep",
            "oktober okt",
            "november nov",
            "dezember dez",
        ),
        1,
    )
    for name in names.replace("ä", "a").split()
}
_TO_19 = (
    "eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn"
    " achtzehn neunzehn"
)
_TENS = {20: "zwanzig", 30: "dreissig", 40: "vierzig", 50: "funfzig", 60: "sechzig", 70: "siebzig", 90: "neunzig"}


def _both(words: dict[str, int]) -> dict[str, int]:
    """Also with oe, ue for those who have no umlauts."""
    apart = {w.replace("funf", "fuenf").replace("zwolf", "zwoelf"): n for w, n in words.items()}
    return words | apart


_SMALL = {name: i for i, name in enumerate(_TO_19.split(), 1)}
_COMPOUND = {
    f"{'ein' if unit == 'eins' else unit}und{ten}": tens + n
    for tens, ten in _TENS.items()
    for unit, n in _SMALL.items()
    if n < 10
}
_NUMBERS = _both(
    _SMALL
    | {ten: n for n, ten in _TENS.items()}
    | {w: n for w, n in _COMPOUND.items() if n < 32 or n in (45, 48, 72)}
    | dict.fromkeys(("ein", "eine", "einem", "einer", "einen", "ner", "nem"), 1)
    | {"zwo": 2}
)
_IRREGULAR = {"eins": "erst", "drei": "dritt", "sieben": "siebt", "acht": "acht"}
ORDINALS = _both(
    {
        f"{_IRREGULAR.get(w, w + ('t' if n < 20 else 'st'))}{end}": n
        for w, n in (_SMALL | {"zwanzig": 20, "dreissig": 30} | {w: n for w, n in _COMPOUND.items() if n < 32}).items()
        for end in ("e", "en", "er")
    }
)
WORDS = g.Words(
    weekdays=WEEKDAYS | _SHORT,
    months=_MONTHS,
    numbers=_NUMBERS,
    ordinals=ORDINALS,
    units={
        **dict.fromkeys(("tag", "tage", "tagen"), "d"),
        **dict.fromkeys(("woche", "wochen"), "w"),
        **dict.fromkeys(("monat", "monate", "monaten"), "m"),
        **dict.fromkeys(("stunde", "stunden", "std", "h"), "h"),
        **dict.fromkeys(("jahr", "jahre", "jahren"), "y"),
        **dict.fromkeys(("werktag", "werktage", "werktagen", "arbeitstag", "arbeitstage", "arbeitstagen"), "b"),
        **dict.fromkeys(("bankarbeitstag", "bankarbeitstage", "bankarbeitstagen", "banktage", "banktagen"), "b"),
        **dict.fromkeys(("geschaftstage", "geschaftstagen", "geschaeftstagen"), "b"),
        **dict.fromkeys(("minute", "minuten", "min"), "i"),
    },
    feasts={
        "heiligabend": "12-24",
        "heiliger abend": "12-24",
        "heiligen abend": "12-24",
        "weihnachten": "12-25",
        "weihnacht": "12-25",
        "silvester": "12-31",
        "jahreswechsel": "12-31",
        "neujahr": "1-1",
        "dreikonig": "1-6",
        "dreikoenig": "1-6",
        "heilige drei konige": "1-6",
        "lichtmess": "2-2",
        "valentinstag": "2-14",
        "josefi": "3-19",
        "karfreitag": "e-2",
        "aschermittwoch": "e-46",
        "rosenmontag": "e-48",
        "faschingsdienstag": "e-47",
        "palmsonntag": "e-7",
        "mariae himmelfahrt": "8-15",
        "stephanstag": "12-26",
        "stefanitag": "12-26",
        "jahresende": "12-31",
        "grundonnerstag": "e-3",
        "ostern": "e0",
        "ostersonntag": "e0",
        "ostermontag": "e1",
        "tag der arbeit": "5-1",
        "maifeiertag": "5-1",
        "christi himmelfahrt": "e39",
        "himmelfahrt": "e39",
        "pfingsten": "e49",
        "pfingstmontag": "e50",
        "fronleichnam": "e60",
        "maria himmelfahrt": "8-15",
        "johanni": "6-24",
        "michaeli": "9-29",
        "tag der deutschen einheit": "10-3",
        "nationalfeiertag": "10-26",
        "reformationstag": "10-31",
        "halloween": "10-31",
        "allerheiligen": "11-1",
        "allerseelen": "11-2",
        "martini": "11-11",
        "sankt martin": "11-11",
        "nikolaus": "12-6",
        "nikolaustag": "12-6",
    },
    nth={
        "erste": 1,
        "ersten": 1,
        "erster": 1,
        "zweite": 2,
        "zweiten": 2,
        "zweiter": 2,
        "dritte": 3,
        "dritten": 3,
        "dritter": 3,
        "vierte": 4,
        "vierten": 4,
        "vierter": 4,
        "letzte": -1,
        "letzten": -1,
        "letzter": -1,
    },
    brief={
        "mo": 0,
        "di": 1,
        "mi": 2,
        "do": 3,
        "fr": 4,
        "sa": 5,
        "don": 3,
        "sam": 5,
    },
    suffix=r"(?:\.|ten|te|sten|ter)?",
)
