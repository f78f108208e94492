"""The section of the configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels import telegram
from bot.errors import ConfigError

TOKEN = "123456:ABC-def_ghi"


def mistakes(section: dict[str, object]) -> dict[str, str]:
    with pytest.raises(ConfigError) as caught:
        telegram.settings(section)
    assert TOKEN not in str(caught.value)
    return dict(caught.value.mistakes)


def test_a_token_stands_in_the_file_in_another_one_or_in_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    monkeypatch.setenv("RELANCE_TOKEN", TOKEN)
    for section in ({"token": TOKEN}, {"token_file": str(tmp_path / "token")}, {"token_env": "RELANCE_TOKEN"}):
        assert telegram.settings(section).token == TOKEN


def test_the_token_is_not_in_the_repr() -> None:
    assert TOKEN not in repr(telegram.settings({"token": TOKEN}))


@pytest.mark.parametrize("url", ["http://127.0.0.1:8081", "https://bot.example/api/", "http://[::1]:8081/bot"])
def test_the_address_may_be_another_servers(url: str) -> None:
    there = telegram.settings({"token": TOKEN, "base_url": url}).base_url
    assert there == url.rstrip("/").removesuffix("/bot")
    assert telegram.settings({"token": TOKEN}).base_url == "https://api.telegram.org"


def test_every_mistake_is_told_at_once_with_the_near_key() -> None:
    told = mistakes({"tokn": TOKEN, "base_url": "ftp://x", "poll_timeout": True, "zzz": 1})
    assert set(told) == {"tokn", "token", "base_url", "poll_timeout", "zzz"}
    assert "'token'" in told["tokn"]


@pytest.mark.parametrize(
    ("section", "key"),
    [
        ({}, "token"),
        ({"token": ""}, "token"),
        ({"token": 5}, "token"),
        ({"token": "not a token"}, "token"),
        ({"token": TOKEN, "token_env": "X"}, "token_env"),
        ({"token_file": "/nowhere/at/all"}, "token_file"),
        ({"token_env": "RELANCE_NOT_SET"}, "token_env"),
        ({"token": TOKEN, "base_url": "http://[::1"}, "base_url"),
        ({"token": TOKEN, "base_url": "https://x/?q"}, "base_url"),
        ({"token": TOKEN, "base_url": 3}, "base_url"),
        ({"token": TOKEN, "poll_timeout": 0}, "poll_timeout"),
    ],
)
def test_a_mistake_names_its_key(section: dict[str, object], key: str) -> None:
    assert set(mistakes(section)) == {key}
