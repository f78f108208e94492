"""What the log says of a reminder and its answer: plain values, and no more than is known."""

from __future__ import annotations

from pathlib import Path

from structlog.testing import capture_logs

from tests.stories.town import town

BOIS = "compta@bois.example"


async def test_a_reminder_is_handed_over_and_its_answer_told_in_plain_values(tmp_path: Path) -> None:
    with capture_logs() as lines:
        async with town(tmp_path) as t:
            await t.invoices(f"F2026-001;2026-02-01;2026-03-02;1200,00;Bois SARL;{BOIS};business")
            await t.until("2026-03-03")
            await t.reply(BOIS, "Je conteste cette facture.")
    (handed,) = (line for line in lines if line["event"] == "handed over")
    (read,) = (line for line in lines if line["event"] == "mail understood")
    assert (handed["verdict"], type(handed["verdict"])) == ("accepted", str)
    assert read["labels"] == ["dispute"]
    assert {type(value) for value in (*read["labels"], read["decision"], read["asks"])} == {str}
