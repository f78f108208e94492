"""Every rule of every lexicon: its example is seen by that rule, its counter-example is not."""

from datetime import date

import pytest

from bot.core import when
from bot.core.days import never
from bot.core.when import Written
from bot.readers._clauses import en, fr
from bot.readers._clauses.rules import Lexicon, Rule
from bot.readers._clauses.text import clauses, fold

RULES = [(name, lexicon, rule) for name, lexicon in (("fr", fr.LEXICON), ("en", en.LEXICON)) for rule in lexicon.rules]
WRITTEN = Written(on=date(2026, 10, 21), holiday=never)


def sees(rule: Rule, lexicon: Lexicon, words: str) -> bool:
    for clause in clauses(words, lexicon.scope):
        days = when.find(clause.text, lexicon.days, WRITTEN)
        if rule.find(clause, dated=bool(days)):
            return True
    return False


@pytest.mark.parametrize(("name", "lexicon", "rule"), RULES, ids=[f"{n}-{r.example}" for n, _, r in RULES])
def test_examples(name: str, lexicon: Lexicon, rule: Rule) -> None:
    assert sees(rule, lexicon, rule.example), rule.pattern.pattern
    assert rule.counter, "a rule without a counter-example is not finished"
    assert not sees(rule, lexicon, rule.counter), rule.pattern.pattern


@pytest.mark.parametrize("pattern", [r.pattern for _, _, r in RULES] + [r.unless for _, _, r in RULES if r.unless])
def test_patterns_are_written_on_folded_text(pattern: object) -> None:
    words = getattr(pattern, "pattern", "")
    assert fold(words) == words.lower(), "no accents, no curly marks"
