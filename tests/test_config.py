"""config.toml: what a mistake says, what the defaults are, and that the example documents every key, no other."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import SCHEMA, Config, load, parse
from bot.config._lines import lines
from bot.core import scenario
from bot.core.days import Quiet
from bot.core.ladder import TO_DEBTOR, Approve, Channel
from bot.errors import ConfigError
from bot.mail import outbox as smtp
from bot.offices import trouble_of

HERE = Path(__file__).parent
EXAMPLE = HERE.parent / "config.example.toml"
SMALL = """
[[account]]
id = "atelier"
name = "Atelier Martin"
email = "compta@atelier.example"
"""


def read(text: str) -> Config:
    return parse(text.encode(), Path("config.toml"))


def mistakes_in(path: Path) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(path)
    return [f"{key}: {what}" for key, what in caught.value.mistakes]


FILES = sorted((HERE / "configs").glob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_wrong_file_says_exactly_what_is_wrong(path: Path) -> None:
    assert mistakes_in(path) == path.with_suffix(".txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_message_tells_a_secret(path: Path) -> None:
    assert "very-secret" not in "".join(mistakes_in(path))


def test_a_name_on_a_shelf_is_checked_against_the_shelf() -> None:
    owner = '[[account.owner]]\nchannel = "telegarm"\naddress = "1"\nname = "Claire"\n'
    with pytest.raises(ConfigError) as caught:
        read(SMALL + 'reader = "clause"\n' + owner + "[channel.teminal]\n")
    reader, address, channel = caught.value.mistakes
    assert reader[0] == "config.toml:6: account[1].reader"
    assert reader[1].endswith('did you mean "clauses"?')
    assert address[0] == "config.toml:8: account[1].owner[1].channel"
    assert address[1].endswith('did you mean "telegram"?')
    assert channel == ("config.toml:11: channel.teminal", "unknown key, did you mean terminal?")


def test_an_owner_is_seated_where_the_chat_is_configured() -> None:
    owner = '[[account.owner]]\nchannel = "telegram"\naddress = "1"\nname = "Claire"\n'
    assert read(SMALL + owner + '[channel.telegram]\ntoken = "1:x"\n').accounts[0].owners[0].channel == "telegram"


def test_a_language_is_a_folder_of_texts_ours_or_ones_own(tmp_path: Path) -> None:
    text = SMALL + 'language = "nl"\ntemplates = "eigen"\n'
    (tmp_path / "eigen" / "nl").mkdir(parents=True)
    assert parse(text.encode(), tmp_path / "config.toml").accounts[0].account.language == "nl"
    (tmp_path / "eigen" / "nl").rmdir()
    with pytest.raises(ConfigError, match="no texts in this language; there are en, fr"):
        parse(text.encode(), tmp_path / "config.toml")


@pytest.mark.parametrize(("code", "known"), [("NL", True), ("XK", True), ("AQ", True), ("QQ", False), ("EU", False)])
def test_a_country_is_one_that_there_is(code: str, known: bool) -> None:
    text = SMALL + f'country = "{code}"\n[account.window]\nzone = "Europe/Paris"\n'
    if known:
        assert read(text).accounts[0].account.country == code
    else:
        with pytest.raises(ConfigError, match="the code of a country"):
            read(text)


def test_the_servers_mistakes_come_in_the_same_round() -> None:
    servers = '[account.smtp]\nprot = 25\n[channel.telegram]\ntokn = "x"\n'
    with pytest.raises(ConfigError) as caught:
        parse((SMALL + "undo_minutes = 500\n" + servers).encode(), Path("config.toml"), trouble_of)
    keys = [key.partition(": ")[2] for key, _ in caught.value.mistakes]
    assert "account[1].undo_minutes" in keys
    assert "account[1].smtp.prot" in keys
    assert "account[1].smtp.host" in keys
    assert "channel.telegram.tokn" in keys


def test_a_secret_that_cannot_be_read_names_its_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=f"{tmp_path}/nothing cannot be read"):
        smtp.settings({"host": "h", "user": "u", "password_file": f"{tmp_path}/nothing"})


def test_quiet_hours_and_the_minutes_to_undo() -> None:
    assert read(SMALL).account("atelier").account.quiet is None
    account = (
        read(SMALL + 'undo_minutes = 0\n[account.quiet]\nstart = "20:00"\nend = "07:30"\n').account("atelier").account
    )
    assert (account.quiet, account.undo_minutes) == (Quiet(start=time(20), end=time(7, 30)), 0)
    with pytest.raises(ConfigError) as caught:
        read(SMALL + 'undo_minutes = 500\n[account.quiet]\nstart = "eight"\n')
    keys = {key.rpartition(" ")[2] for key, _ in caught.value.mistakes}
    assert keys == {"account[1].undo_minutes", "account[1].quiet.start", "account[1].quiet.end"}


def test_a_file_that_is_not_there_says_how_to_make_one(tmp_path: Path) -> None:
    assert mistakes_in(tmp_path / "config.toml") == [
        f"{tmp_path}/config.toml: no such file; `relance init` writes one, --config names another"
    ]


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    assert mistakes_in(tmp_path) == [f"{tmp_path}: cannot be read: Is a directory"]


def test_a_small_file_is_enough() -> None:
    config = read(SMALL)
    setup = config.account("atelier")
    account = setup.account
    assert (account.language, account.country, account.min_gap_days) == ("fr", "FR", 7)
    assert (account.window.start, account.window.end, account.window.zone) == (time(9), time(17, 30), "Europe/Paris")
    assert setup.ladders == scenario.ladders()
    assert setup.reader == "trained"
    assert config.warnings == ()


def test_windows_line_ends_and_byte_mark_are_fine() -> None:
    config = parse(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode(), Path("config.toml"))
    assert config.accounts[0].account.name == "Atelier Martin"


@pytest.mark.parametrize(
    "iban", ["BE68 5390 0754 7034", "ES91 2100 0418 4502 0005 1332", "fr7630006000011234567890189"]
)
def test_an_iban_of_any_bank_is_taken(iban: str) -> None:
    assert read(f'{SMALL}iban = "{iban}"\n').accounts[0].account.iban == iban.replace(" ", "").upper()


def with_email(email: str) -> str:
    return re.sub(r'^email = ".*"$', f'email = "{email}"', SMALL, flags=re.MULTILINE)


def test_an_address_is_one_that_every_server_takes() -> None:
    assert read(with_email("compta@société.fr")).accounts[0].account.email == "compta@xn--socit-esab.fr"
    assert read(with_email("Compta+x@exemple.fr")).accounts[0].account.email == "Compta+x@exemple.fr"
    with pytest.raises(ConfigError, match="no accents before the @"):
        read(with_email("é@exemple.fr"))
    with pytest.raises(ConfigError, match="one e-mail address"):
        read(with_email(f"compta@{'é' * 70}.fr"))


def test_an_unknown_account_names_the_near_one() -> None:
    with pytest.raises(ConfigError, match=r"no account 'atelir', did you mean atelier\?"):
        read(SMALL).account("atelir")


def test_the_database_is_beside_the_file_wherever_we_start(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(SMALL)
    assert load(tmp_path / "config.toml").database == f"sqlite://{tmp_path}/relance.db"
    absolute = '[relance]\ndatabase = "sqlite:///var/lib/relance.db"\n' + SMALL
    assert read(absolute).database == "sqlite:///var/lib/relance.db"
    postgres = '[relance]\ndatabase = "postgres://me:pw@host/db"\n' + SMALL
    assert read(postgres).database == "postgres://me:pw@host/db"


def test_a_leafs_mistake_gets_file_line_and_full_key() -> None:
    config = read(SMALL + '[account.smtp]\nhost = "h"\nprot = 25\n')
    leaf = ConfigError([("prot", "unknown key"), ("user", "is missing")])
    assert str(config.locate(leaf, f"{config.accounts[0].at}.smtp")) == (
        "config.toml:6: account[1].smtp.user: is missing; config.toml:8: account[1].smtp.prot: unknown key"
    )


def test_secrets_are_not_in_a_repr() -> None:
    config = read(
        '[relance]\ndatabase = "postgres://me:very-secret@host/db"\n'
        + SMALL
        + '[account.smtp]\npassword = "very-secret"\n[account.imap]\npassword = "very-secret"\n'
        + '[channel.telegram]\ntoken = "very-secret"\n'
    )
    assert "very-secret" not in repr(config)
    assert config.channels["telegram"]["token"] == "very-secret"


def test_what_is_allowed_but_seldom_wise_is_a_warning() -> None:
    config = read(
        SMALL
        + """min_gap_days = 3
[account.window]
start = "06:00"
[account.ladder.regular]
steps = [{ name = "kind", day = 1 }, { name = "firm", day = 3 }, { name = "last", day = 40 }]
"""
    )
    assert [f"{key}: {what}" for key, what in config.warnings] == [
        "config.toml:6: account[1].min_gap_days: less than 7 days between two messages may count as harassment",
        "config.toml:7: account[1].window: mail outside 08:00-19:00 may count as harassment",
        "config.toml:10: account[1].ladder.regular.steps[2].day: less than min_gap_days (3) after kind: "
        "it will leave later than written",
        "config.toml:10: account[1].ladder.regular.steps[3].day: friendly means usually end 28 days after the due date",
    ]


def test_a_group_of_ones_own_gets_its_ladder_and_every_other_the_regular_one() -> None:
    config = read(SMALL + '[account.ladder.VIP]\nsteps = [{ name = "hello", day = 9 }]\n')
    setup = config.accounts[0]
    assert setup.ladder("vip").steps[0].text == "hello"
    assert setup.ladder("anybody") == setup.ladder("regular") == scenario.ladders()["regular"]


# --- the ladders that come with Relance


@pytest.mark.parametrize("courtesy", [False, True])
def test_every_default_ladder_is_lawful_and_patient(courtesy: bool) -> None:
    for ladder in scenario.ladders(courtesy=courtesy).values():
        said = [step for step in ladder.steps if step.channel in TO_DEBTOR]
        gaps = [later.day - earlier.day for earlier, later in pairwise(said)]
        assert min(gaps) >= 6, ladder.group
        assert ladder.steps[-1].day == scenario.LAST_DAY
        formal = [step for step in ladder.steps if step.formal]
        assert [step.approve for step in formal] == [Approve.ASK]
        assert formal[0].day > max(step.day for step in said if not step.formal)
        assert all(step.text for step in said)


def test_groups_differ_where_their_reason_says() -> None:
    usual, eager = scenario.ladders(), scenario.ladders(courtesy=True)
    assert [group for group, ladder in usual.items() if ladder.index("courtesy") is not None] == ["new"]
    assert "late" not in [group for group, ladder in eager.items() if ladder.index("courtesy") is not None]
    strategic = usual["strategic"]
    assert all(step.approve is Approve.ASK for step in strategic.steps if step.channel is Channel.MAIL)
    call, firm = strategic.step("call_card"), strategic.step("firm")
    assert call is not None
    assert firm is not None
    assert call.day < firm.day


# --- the example


def documented(tree: Mapping[str, object], at: str = "") -> Iterator[str]:
    """Dotted keys as SCHEMA writes them; an opaque table is one key, and a ladder's group is ``*``."""
    for name, value in tree.items():
        key = f"{at}.{name}" if at else name
        yield key
        below = "account.ladder.*" if at == "account.ladder" else key
        for member in value if isinstance(value, list) else [value]:
            if isinstance(member, dict) and (below in SCHEMA or name == "ladder"):
                yield from documented(member, below)


def test_the_example_documents_every_key_and_nothing_else() -> None:
    known = {f"{at}.{name}" if at else name for at, keys in SCHEMA.items() for name in keys}
    found = set(documented(tomllib.loads(EXAMPLE.read_text("utf-8")))) - {"account.ladder.regular"}
    assert found == known


def test_every_key_of_the_example_is_explained_just_above_it() -> None:
    above = ""
    for line in EXAMPLE.read_text("utf-8").splitlines():
        if re.match(r"(\w+ = |\[)", line) and not above.startswith("#"):
            assert line == "[relance]", f"no comment above {line}"
        above = line


def test_the_example_loads_and_its_ladder_is_the_usual_one() -> None:
    config = load(EXAMPLE)
    assert config.warnings == ()
    assert config.accounts[0].ladder("regular") == scenario.ladders()["regular"]
    usual = read(SMALL).accounts[0]
    assert config.accounts[0].account.window == usual.account.window
    assert config.accounts[0].account.envelope == usual.account.envelope


# --- lines


def test_a_line_is_found_whatever_stands_around() -> None:
    text = '''a = 1 # [not.a.table]
"b c" = """
[nor.this]
x = 1
"""
[t]
x.y = [ 1, # one
  { k = 'it''s', m = "}" }, [ "]" ]
]
z = ''
[[t.u]]
q = 1
[[t.u]]
q = "\\" # = "
r = 2020-01-01T00:00:00
'''.replace("'it''s'", "'it'")
    tomllib.loads(text)
    found = lines(text)
    assert found["b c"] == 2
    assert (found["t"], found["t.x.y"], found["t.x.y[2].m"], found["t.x.y[3]"]) == (6, 7, 8, 8)
    assert (found["t.z"], found["t.u[1].q"], found["t.u[2].q"], found["t.u[2].r"]) == (10, 12, 14, 15)
    assert not [key for key in found if key.startswith(("nor", "not"))]


VALUES = st.recursive(
    st.one_of(st.integers().map(str), st.sampled_from(["true", '"a]#"', "'{'", '"""\n"""', '""', "'' "])),
    lambda inner: st.lists(inner, max_size=3).map(lambda some: "[" + ", ".join(some) + "]"),
    max_leaves=6,
)


@given(st.lists(VALUES, max_size=8))
def test_every_key_is_found_on_its_line(values: list[str]) -> None:
    text, expected = "", {}
    for number, value in enumerate(values):
        expected[f"k{number}"] = text.count("\n") + 1
        text += f"k{number} = {value} # c\n"
    tomllib.loads(text)
    found = lines(text)
    assert {key: line for key, line in found.items() if "[" not in key} == expected
