"""Random cases walked day by day: whatever is paid, said, paused or down, what must always be true stays true."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.because import FOR_GOOD, Because
from bot.core.case import Account, Case, Invoice, Kind, Place, Promise, PromiseState
from bot.core.days import add_business_days, is_business_day
from bot.core.decide import Ask, Close, Decision, Send, Settle, Wait, decide
from bot.core.forecast import after
from bot.core.ladder import TO_DEBTOR, Approve, Channel, Ladder, Message, Step
from bot.core.law import Law
from bot.core.money import Money
from bot.core.promises import deadline, received
from bot.core.scenario import ladders
from tests.core.given import ACCOUNT, DUPONT, LADDER, case, held, march

DAYS = 90
FIRST = march(2)
# Steps on the due date, closer than a payment takes, by letter, and after the formal one.
QUICK = Ladder(
    group="quick",
    steps=(
        Step(name="today", day=0),
        Step(name="letter", day=1, channel=Channel.LETTER),
        Step(name="call", day=2, channel=Channel.CALL),
        Step(name="firm", day=3),
        Step(name="formal", day=6, approve=Approve.ASK, formal=True),
        Step(name="last", day=9),
    ),
)
LADDERS: tuple[Ladder, ...] = (*ladders(courtesy=True).values(), *ladders().values(), LADDER, QUICK, QUICK)
HOLDS = sorted(FOR_GOOD | {Because.PAUSED, Because.AWAY})
LAW = Law(country="FR")


@dataclass(frozen=True)
class Event:
    """Something that happens in the morning of a day, before anything is decided."""

    what: str  # pay, hold, release, pause, promise, down or skip
    which: int = 0  # the invoice, or the reason of a hold
    size: int = 0  # cents, or days


@dataclass
class World:
    """One case, its rules, what happened so far, and what was said."""

    case: Case
    account: Account
    ladder: Ladder
    closed: frozenset[date]
    patience: int  # days that the owner takes to answer a question
    today: date = FIRST
    answered_on: date = FIRST
    down_until: date = FIRST
    skips: bool = False
    wrote_on: list[date] = field(default_factory=list)

    def holiday(self, day: date) -> bool:
        return day in self.closed

    def decide(self) -> Decision:
        return decide(
            replace(self.case, blocking_question=self.today < self.answered_on),
            self.today,
            account=self.account,
            ladder=self.ladder,
            law=LAW,
            holiday=self.holiday,
        )

    # --- what happens -------------------------------------------------------------------------------------------

    def suffer(self, event: Event) -> None:
        which = event.which % len(self.case.invoices)
        match event.what:
            case "pay":
                paid = self.case.invoices[which]
                self._change(which, received=paid.received + Money(event.size, "EUR"))
            case "pause":
                self._change(which, paused_until=self.today + timedelta(days=event.size % 30))
            case "hold":
                until = self.today + timedelta(days=event.size % 30) if event.size % 3 else None
                self.case = held(self.case, HOLDS[event.which % len(HOLDS)])
                self.case = replace(self.case, holds=(*self.case.holds[:-1], replace(self.case.holds[-1], until=until)))
            case "release":
                self.case = replace(self.case, holds=())
            case "promise":
                promise = Promise(
                    id=len(self.case.promises) + 1,
                    day=self.today + timedelta(days=event.size % 40),
                    amount=Money(event.size, "EUR") if event.which else None,
                    made_on=self.today,
                    received_then=received(self.case),
                )
                self.case = replace(self.case, promises=(*self.case.promises, promise))
            case "down":
                self.down_until = self.today + timedelta(days=event.size % 30)
            case _:
                self.skips = not self.skips

    def _change(self, which: int, **change: object) -> None:
        invoices = list(self.case.invoices)
        invoices[which] = replace(invoices[which], **change)  # type: ignore[arg-type]
        self.case = replace(self.case, invoices=tuple(invoices))

    # --- what follows -------------------------------------------------------------------------------------------

    def live(self) -> Decision:
        """Take the day as far as it goes; the decision that ends it."""
        for _ in range(30):
            decision = self.decide()
            match decision:
                case Send(message=message):
                    self.check(message)
                    self.take(message)
                case Settle(promise=promise, state=state):
                    over = tuple(replace(p, state=state) if p is promise else p for p in self.case.promises)
                    self.case = replace(self.case, promises=over)
                    if state is PromiseState.BROKEN:
                        self.answered_on = self.today + timedelta(days=self.patience)
                case _:
                    return decision
        raise AssertionError("a day without an end")

    def take(self, message: Message) -> None:
        """The message is delivered; a text that asks may be skipped by the owner; a question waits for his answer."""
        if message.step.approve is Approve.ASK and self.skips:
            steps = {line.invoice.id: line.step.name for line in message.lines}
            self.case = replace(
                self.case,
                invoices=tuple(
                    replace(i, places=(*i.places, Place(step=steps[i.id], on=self.today, said=False)))
                    if i.id in steps
                    else i
                    for i in self.case.invoices
                ),
            )
            return
        self.case = after(self.case, message, self.today)
        if message.step.channel in TO_DEBTOR:
            self.wrote_on.append(self.today)
        if message.step.channel is Channel.QUESTION:
            self.answered_on = self.today + timedelta(days=self.patience)

    # --- what must always be true -------------------------------------------------------------------------------

    def check(self, message: Message) -> None:
        today = self.today
        assert is_business_day(today, self.holiday), "nothing on a closed day"
        assert not [h for h in self.case.holds if h.until is None or today < h.until], "nothing while a hold runs"
        assert today >= self.answered_on, "nothing while the owner is asked"
        for promise in self.case.promises:
            running = promise.state is PromiseState.RUNNING
            assert not running or today > deadline(promise, self.account.bank_days, self.holiday), "a promise runs"
        assert message.lines, "about something"
        assert message.contact == DUPONT.contact
        assert message.step.day == max(line.step.day for line in message.lines), "the tone of the highest step"
        assert len({line.invoice.id for line in message.lines}) == len(message.lines)
        if message.step.formal or message.step.channel not in TO_DEBTOR:
            assert {line.step for line in message.lines} == {message.step}, "it travels alone"
        assert {line.step.channel for line in message.lines} == {message.step.channel}
        assert message.step.formal or not any(line.step.formal for line in message.lines)
        for line in message.lines:
            assert line.invoice in self.case.invoices
            self.check_step(line.invoice, self.ladder.steps.index(line.step))
        if message.step.channel in TO_DEBTOR:
            self.check_mail(message)

    def check_step(self, invoice: Invoice, index: int) -> None:
        today, step = self.today, self.ladder.steps[index]
        assert not invoice.settled, "nothing that is paid"
        assert invoice.paused_until is None or today >= invoice.paused_until, "nothing that is paused"
        assert today >= invoice.due + timedelta(days=step.day), "nothing before its day"
        assert step.name not in [p.step for p in invoice.places], "no step twice"
        passed = [self.ladder.index(p.step) or 0 for p in invoice.places]
        before = max(passed, default=-1)
        assert all(s.day < 0 for s in self.ladder.steps[before + 1 : index]), "no step is skipped"
        assert before < index, "steps rise"
        if passed:
            rhythm = timedelta(days=step.day - self.ladder.steps[before].day)
            assert today - invoice.places[-1].on >= rhythm, "the ladder's own rhythm"
        if step.formal:
            assert "firm" in [p.step for p in invoice.places], "nothing formal before a firm word"
        if step.day < 0:
            assert all(today < i.due for i in self.case.open_invoices), "a courtesy only while nothing is due"
        if step.channel in TO_DEBTOR:
            for place in invoice.places:
                if place.pay_by is not None:
                    arrived = add_business_days(place.pay_by, self.account.bank_days, self.holiday)
                    assert today > place.pay_by, "the date we named has passed"
                    assert today >= arrived, "and the money had time to arrive"

    def check_mail(self, message: Message) -> None:
        gap = timedelta(days=self.account.min_gap_days)
        assert not self.wrote_on or self.today - self.wrote_on[-1] >= gap, "not too often"
        assert message.pay_by is not None
        assert message.pay_by > self.today, "a date to come"
        if message.step.day < 0:
            assert message.pay_by == min(line.invoice.due for line in message.lines)
            return
        assert is_business_day(message.pay_by, self.holiday)
        least = 3
        if message.step.formal:
            consumer = self.case.debtor.kind is Kind.CONSUMER
            least = LAW.notice_days_consumer if consumer else LAW.notice_days_business
        assert message.pay_by - self.today >= timedelta(days=least), "time to pay"
        assert message.totals == (Money(sum(line.invoice.outstanding.minor for line in message.lines), "EUR"),)

    def check_end(self, decision: Decision) -> None:
        """The day ends with a reason, and with a day to come where it names one."""
        assert isinstance(decision, Wait | Close), f"nothing asks for {decision}"
        assert isinstance(decision, Close) == (not self.case.open_invoices and self._no_promise_runs())
        if isinstance(decision, Wait) and decision.until is not None:
            assert decision.until > self.today, "a wait ends later"
            eve = replace(self, today=decision.until - timedelta(days=1)).decide()
            card = isinstance(eve, Send) and eve.message.step.channel not in TO_DEBTOR
            assert not isinstance(eve, Send) or (card and decision.because is Because.TOO_SOON), "nothing is due before"
        if isinstance(decision, Wait) and decision.because is Because.LADDER_ENDED:
            last = self.ladder.steps[-1].name
            assert all(last in [p.step for p in i.places] for i in self.case.overdue(self.today)), "no step is lost"

    def _no_promise_runs(self) -> bool:
        return all(p.state is not PromiseState.RUNNING for p in self.case.promises)


def invoices() -> st.SearchStrategy[tuple[Invoice, ...]]:
    one = st.builds(
        lambda due, cents: Invoice(
            id=0,
            number="F",
            issued=FIRST + timedelta(days=due - 30),
            due=FIRST + timedelta(days=due),
            total=Money(cents, "EUR"),
            received=Money(0, "EUR"),
        ),
        due=st.integers(-60, 50),
        cents=st.integers(1, 3000),
    )
    return st.lists(one, min_size=1, max_size=4).map(
        lambda found: tuple(replace(i, id=n, number=f"F{n}") for n, i in enumerate(found, 1))
    )


EVENTS = st.builds(
    Event,
    what=st.sampled_from(
        ["pay", "hold", "hold", "hold", "release", "release", "pause", "pause", "promise", "down", "skip"]
    ),
    which=st.integers(0, len(HOLDS) - 1),
    size=st.integers(1, 1000),
)
WORLDS = st.builds(
    World,
    case=st.builds(
        lambda owed, kind: replace(case(*owed), debtor=replace(DUPONT, kind=kind)), invoices(), st.sampled_from(Kind)
    ),
    account=st.builds(
        lambda gap, bank: replace(ACCOUNT, min_gap_days=gap, bank_days=bank), st.integers(1, 14), st.integers(0, 3)
    ),
    ladder=st.sampled_from(LADDERS),
    closed=st.frozensets(st.integers(0, 120).map(lambda n: FIRST + timedelta(days=n)), max_size=12),
    patience=st.integers(0, 9),
)
STORIES = st.dictionaries(st.integers(0, DAYS - 1), st.lists(EVENTS, min_size=1, max_size=3), min_size=3, max_size=20)


@settings(max_examples=150, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(world=WORLDS, story=STORIES)
def test_whatever_happens(world: World, story: dict[int, list[Event]]) -> None:
    for day in range(DAYS):
        world.today = FIRST + timedelta(days=day)
        for event in story.get(day, ()):
            world.suffer(event)
        if world.today >= world.down_until:
            world.check_end(world.live())
    settle_down(world)


def settle_down(world: World) -> None:
    """Everything is released and nobody answers any more: each wait names the day on which it goes on, to the end."""
    taken_back = tuple(replace(p, state=PromiseState.WITHDRAWN) for p in world.case.promises)
    world.case = replace(world.case, holds=(), promises=taken_back)
    for _ in range(200):
        decision = world.live()
        world.check_end(decision)
        if isinstance(decision, Ask | Close) or decision == Wait(because=Because.LADDER_ENDED):
            break
        assert isinstance(decision, Wait)
        asked = decision.because is Because.WAITING_FOR_OWNER
        until = world.answered_on if asked else decision.until
        assert until is not None, f"{decision.because} would wait for ever"
        world.today = until
    last = world.ladder.steps[-1].name
    assert all(last in [p.step for p in i.places] for i in world.case.open_invoices), "every step was taken"
