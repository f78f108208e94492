"""Every reason that Relance can give, one enum: in the log, the database, the owner's message and the tests."""

from __future__ import annotations

from enum import StrEnum


class Because(StrEnum):
    """Why a decision is what it is. The value is stored; never rename one, add one."""

    SETTLED = "settled"
    TOLD_TO_STOP = "told_to_stop"
    INSOLVENT = "insolvent"
    DISPUTED = "disputed"
    HARDSHIP = "hardship"
    REFUSED_TO_PAY = "refused_to_pay"
    PLAN_REQUESTED = "plan_requested"
    WRONG_CONTACT = "wrong_contact"
    SAYS_PAID = "says_paid"
    INFO_REQUESTED = "info_requested"
    UNSURE = "unsure"
    AWAY = "away"
    PAUSED = "paused"
    SILENCE = "silence"
    HANDED_OVER = "handed_over"
    WRITTEN_OFF = "written_off"
    MEDIATION = "mediation"
    AGENCY = "agency"
    PROMISE_RUNNING = "promise_running"
    PROMISE_KEPT = "promise_kept"
    PROMISE_BROKEN = "promise_broken"
    PLAN_RUNNING = "plan_running"
    UNREACHABLE = "unreachable"
    BOUNCED = "bounced"
    BANK_DATA_STALE = "bank_data_stale"
    WAITING_FOR_OWNER = "waiting_for_owner"
    IN_FLIGHT = "in_flight"
    DOUBTFUL = "doubtful"
    TOO_SOON = "too_soon"
    CLOSED_DAY = "closed_day"
    STEP_DUE = "step_due"
    TIME_BARRED = "time_barred"
    STEP_LATER = "step_later"
    LADDER_ENDED = "ladder_ended"
    NOTHING_DUE = "nothing_due"
    OWNER_CHOSE = "owner_chose"
    ANSWERED = "answered"


FOR_GOOD = frozenset(
    {
        Because.TOLD_TO_STOP,
        Because.INSOLVENT,
        Because.DISPUTED,
        Because.HARDSHIP,
        Because.REFUSED_TO_PAY,
        Because.PLAN_REQUESTED,
        Because.WRONG_CONTACT,
        Because.SAYS_PAID,
        Because.INFO_REQUESTED,
        Because.UNSURE,
        Because.HANDED_OVER,
        Because.WRITTEN_OFF,
        Because.MEDIATION,
        Because.AGENCY,
    }
)
"""Holds that stay until the owner, or a rule that the owner set, releases them."""
