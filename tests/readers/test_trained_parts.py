"""The parts of the trained reader that need no weights: pieces, places, labels that may stand together, words."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.reading import GRAVE, Label
from bot.readers._trained import evidence, pieces, text
from bot.readers._trained.cut import LONGEST, cut, tokens_of
from bot.readers._trained.labels import LABELS, Bars, choose
from bot.readers._trained.pieces import Pieces

LETTERS = "abcdefghijklmnopqrstuvwxyzé1240,.|:"
SMALL = Pieces(
    [
        *((piece, 0.0) for piece in ("<s>", "<pad>", "</s>", "<unk>")),
        *((letter, -8.0) for letter in LETTERS),
        ("▁", -5.0),
        ("▁je", -3.0),
        ("▁paie", -4.0),
        ("▁pai", -4.5),
        ("rai", -4.0),
        ("▁vendredi", -5.0),
        ("▁1", -5.0),
        ("240", -6.0),
    ]
)
EVEN = Bars(scale=(1.0,) * 12, shift=(0.0,) * 12, act=0.5, grave=0.2)


def cut_as(said: str) -> list[str]:
    _, offsets = SMALL.encode(said)
    return [said[a:b] for a, b in offsets[1:-1]]


class TestPieces:
    def test_the_likeliest_cutting_wins(self) -> None:
        assert cut_as("je paierai vendredi") == ["je", "paie", "rai", "vendredi"]
        assert [number for number, *_ in [SMALL.encode("je")[0][1:2]]] == [SMALL.encode("je")[0][1]]

    def test_places_are_those_of_the_original(self) -> None:
        assert cut_as("je  paie\n1\u202f240") == ["je", "paie", "1", "", "240"]
        apart = "paie\u0301"  # e and its accent apart, as macOS writes it
        assert "".join(cut_as(apart)) == apart

    def test_an_unknown_letter_is_unknown_and_has_a_place(self) -> None:
        ids, offsets = SMALL.encode("je 支")
        assert ids[-2] == pieces.UNKNOWN
        assert offsets[-2] == (3, 4)

    @given(st.text(max_size=300))
    def test_whatever_is_written_places_rise_and_stay_inside(self, said: str) -> None:
        ids, offsets = SMALL.encode(said)
        assert len(ids) == len(offsets)
        inner = offsets[1:-1]
        assert all(0 <= a <= b <= len(said) for a, b in inner)
        assert [a for a, _ in inner] == sorted(a for a, _ in inner)

    def test_a_file_of_them_is_read_back(self, tmp_path: Path) -> None:
        file = tmp_path / "pieces.tsv"
        file.write_text("<s>\t0\n<pad>\t0\n</s>\t0\n<unk>\t0\n▁je\t-3.5\n▁\t-4\nj\t-9\ne\t-9\n", encoding="utf-8")
        assert pieces.load(file).encode("je je")[0] == [0, 4, 4, 2]

    @pytest.mark.parametrize("said", ["a" * 6000, "é " * 3000, "\u0301" * 6000, "支" * 6000])
    def test_a_hostile_text_costs_little(self, said: str) -> None:
        started = time.process_time()
        SMALL.encode(said)
        assert time.process_time() - started < 5


class TestText:
    @pytest.mark.parametrize(
        ("subject", "kept"),
        [
            ("Re: Facture 12", "Facture 12"),
            ("RE: TR: Facture 12", "Facture 12"),
            ("AW: WG: Rechnung", "Rechnung"),
            ("R: Fattura", "Fattura"),
            ("Réponse automatique : absent", "Réponse automatique : absent"),
            ("", ""),
        ],
    )
    def test_prefixes_go(self, subject: str, kept: str) -> None:
        shown = text.shown(subject, "Bonjour")
        assert shown == f"query: {kept} | Bonjour"
        assert shown[text.offset(subject) :] == "Bonjour"

    def test_lengths_are_bounded(self) -> None:
        assert len(text.shown("s" * 10_000, "t" * 100_000)) < 7000


class TestCut:
    def test_of_a_long_text_the_beginning_and_the_end_stay(self) -> None:
        ids, offsets = cut(range(1000), [(i, i + 1) for i in range(1000)])
        assert len(ids) == len(offsets) == LONGEST
        assert (ids[0], ids[-1]) == (0, 999)

    def test_tokens_of_a_stretch(self) -> None:
        offsets = np.array([(0, 0), (0, 3), (3, 6), (7, 9), (9, 9)])
        assert list(tokens_of(offsets, 3, 8)) == [2, 3]
        assert list(tokens_of(offsets, 6, 7)) == []


def chosen(**logits: float) -> set[Label]:
    row = [logits.get(str(label), -5.0) for label in LABELS]
    return set(choose(row, EVEN).sure)


class TestLabels:
    def test_all_that_are_likely(self) -> None:
        assert chosen(paid=2, dispute=1) == {Label.PAID, Label.DISPUTE}

    def test_other_stands_alone_or_goes(self) -> None:
        assert chosen(other=3, paid=1) == {Label.OTHER}
        assert chosen(other=1, paid=3) == {Label.PAID}

    def test_insolvency_brings_hardship(self) -> None:
        assert chosen(insolvency=2) == {Label.INSOLVENCY, Label.HARDSHIP}

    def test_never_refusal_and_dispute(self) -> None:
        assert chosen(refusal=1, dispute=2) == {Label.DISPUTE}
        assert chosen(refusal=3, dispute=2) == {Label.REFUSAL}

    def test_something_is_always_said_and_how_unlikely_it_is(self) -> None:
        found = choose([-3.0] * 12, EVEN)
        assert len(found.sure) == 1
        assert found.whole < EVEN.act

    def test_a_grave_label_that_lurks_is_feared(self) -> None:
        row = [-5.0] * 12
        row[LABELS.index(Label.PROMISE)], row[LABELS.index(Label.DISPUTE)] = 4.0, -0.5
        found = choose(row, EVEN)
        assert set(found.sure) == {Label.PROMISE}
        assert found.feared == pytest.approx(0.3775, abs=1e-3)

    @given(st.lists(st.floats(-50, 50), min_size=12, max_size=12))
    def test_whatever_the_scores_the_guide_holds(self, row: list[float]) -> None:
        found = choose(row, EVEN)
        labels = set(found.sure)
        assert labels
        assert Label.OTHER not in labels or len(labels) == 1
        assert Label.INSOLVENCY not in labels or Label.HARDSHIP in labels
        assert not {Label.REFUSAL, Label.DISPUTE} <= labels
        assert all(0 <= p <= 1 for p in (*found.sure.values(), found.whole, found.feared))
        assert found.feared == 0 or GRAVE - labels


class TestEvidence:
    SAID = "Bonjour,\nle chauffage fuit depuis votre visite. Je paie vendredi, merci"

    def test_the_stretch_that_weighs_most(self) -> None:
        offsets = [(i, i + 1) for i in range(len(self.SAID))]
        shares = np.zeros(len(self.SAID))
        shares[self.SAID.index("fuit") : self.SAID.index("fuit") + 4] = 1.0
        assert evidence.words(self.SAID, 0, np.array(offsets), shares) == "le chauffage fuit depuis votre visite"

    def test_long_sentences_are_cut_at_commas(self) -> None:
        first = "nous avons bien reçu votre courrier du mois dernier, il est chez le comptable qui revient bientôt"
        long = f"{first}, je paie lundi"
        assert [long[a:b].strip() for a, b in evidence.stretches(long)][-1] == "je paie lundi"

    @given(st.text(max_size=200))
    def test_stretches_cover_what_was_said(self, said: str) -> None:
        assert "".join(said[a:b] for a, b in evidence.stretches(said)).split() == said.split()
