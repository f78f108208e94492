"""`relance read`: files and lines in, summaries and objects out, a bad line spoils only itself."""

import io
import json
from pathlib import Path

import pytest

from bot.__main__ import main

MAIL = (
    "From: jean@dupont.fr\r\nSubject: Re: facture F-118\r\nDate: Wed, 4 Mar 2026 09:00:00 +0100\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n\r\nBonjour,\r\nvirement vendredi.\r\n\r\n"
    "Le 2 mars 2026 à 09:00, M <c@m.fr> a écrit :\r\n> contestez-vous ?\r\n"
).encode()


def line(id: object = 1, body: str = "Virement vendredi.", **more: object) -> str:
    row = {"id": id, "sent_at": "2026-03-04T09:00:00+01:00", "subject": "Re: facture", "body": body} | more
    return json.dumps(row, ensure_ascii=False)


def lines(tmp_path: Path, *rows: str) -> str:
    path = tmp_path / "replies.jsonl"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return str(path)


def test_one_object_a_line_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    invoice = {"number": "F-118", "amount": "1240.00", "currency": "EUR", "due": "2026-01-31"}
    path = lines(
        tmp_path,
        line("a", "Je paierai la moitié le 10 mars.\n\n> Merci de payer.", invoice=invoice),
        line("b", "J'ai payé hier."),
        line("c", ""),
    )
    assert main(["read", "--reader", "clauses", "--jsonl", path]) == 0
    rows = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
    assert [row["id"] for row in rows] == ["a", "b", "c"]
    assert rows[0] == {
        "id": "a",
        "language": "fr",
        "intents": [{"label": "promise", "confidence": 0.9, "evidence": "Je paierai la moitié le 10 mars"}],
        "promises": [{"date": "2026-03-10", "amount": "620.00", "evidence": "Je paierai la moitié le 10 mars"}],
        "claimed_paid_on": None,
        "decision": "act",
    }
    assert rows[1]["claimed_paid_on"] == "2026-03-03"
    assert rows[2]["decision"] == "ask"


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("{", "not JSON"),
        ("[1]", "not an object"),
        ('{"id": 1, "sent_at": "2026-03-04T09:00:00+01:00"}', '"body" must be a text'),
        ('{"id": 1, "sent_at": "2026-03-04T09:00:00", "body": "x"}', "time zone"),
        ('{"id": 1, "sent_at": "soon", "body": "x"}', '"sent_at"'),
        (line(invoice=[]), '"invoice" must be an object'),
        (line(invoice={"amount": "lots"}), '"invoice" needs an amount'),
    ],
)
def test_a_bad_line_spoils_only_itself(bad: str, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "--jsonl", lines(tmp_path, line("a"), bad, "", line("b"))]) == 1
    out, err = capsys.readouterr()
    assert [json.loads(text)["id"] for text in out.splitlines()] == ["a", "b"]
    assert "line 2: " in err
    assert why in err
    assert len(err.splitlines()) == 1


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(line("a").encode() + b"\n\xff\n"))
    monkeypatch.setattr("sys.stdin", stdin)
    assert main(["read", "--jsonl", "-"]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["id"] == "a"
    assert "line 2" in err


def test_files_in_plain_lines_and_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "reply.eml"
    path.write_bytes(MAIL)
    assert main(["read", "--reader", "clauses", str(path)]) == 0
    out = capsys.readouterr().out
    assert "promise 85 %: virement vendredi" in out
    assert "promised: 2026-03-06" in out
    assert main(["read", "--reader", "clauses", "--json", str(path)]) == 0
    assert json.loads(capsys.readouterr().out)["promises"][0]["date"] == "2026-03-06"


def test_a_hostile_mail_commands_no_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "reply.eml"
    path.write_bytes(MAIL.replace(b"vendredi.", "vendredi \x1b]0;x\x07 \x9b31m\u202e.".encode()))
    assert main(["read", str(path)]) == 0
    out = capsys.readouterr().out
    assert "vendredi" in out
    assert not [c for c in out if c != "\n" and not c.isprintable()]
    bounce = b"From: mailer-daemon@x\r\nReturn-Path: <>\r\nContent-Type: multipart/report; boundary=x\r\n\r\n--x\r\n"
    bounce += b"Content-Type: message/delivery-status\r\n\r\nX: y\r\n\r\nFinal-Recipient: rfc822; \x1b[2Ja@b.fr\r\n"
    path.write_bytes(bounce + b"Action: failed\r\n\r\n--x--\r\n")
    assert main(["read", str(path)]) == 1
    err = capsys.readouterr().err
    assert "a bounce (permanent)" in err
    assert "\x1b" not in err


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "reply.eml"
    path.write_bytes(MAIL)
    assert main(["read", str(tmp_path / "none.eml"), str(path)]) == 1
    out, err = capsys.readouterr()
    assert "promise" in out
    assert "none.eml" in err
    assert main(["read", "--jsonl", str(tmp_path / "none.jsonl")]) == 1


def test_nothing_to_read_is_wrong_usage() -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["read"])
    assert stopped.value.code == 2
