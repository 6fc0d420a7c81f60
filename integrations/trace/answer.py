"""The answer to "why was there no invite?": a pure function from what is known to plain words."""

from candidates.models import Outcome
from integrations.trace.known import Answer, Asked, Attempted, Known, Place, Stuck
from integrations.vocabulary import Status

AGAIN = "move them out of the stage and back in."
LOOK_AT_MAIL = "check the address, then send the invite again."
OVER = {
    Status.HIRED: "hired",
    Status.REJECTED: "rejected",
    Status.WITHDRAWN: "withdrawn",
}


def answer(known: Known) -> Answer:
    """Why there was an invite, or none: the newest of what happened decides."""
    attempt, stuck, asked = known.attempt, known.stuck, known.asked
    times = [at for at in (known.invited_at, attempt.at if attempt else None) if at]
    if stuck and all(stuck.at > at for at in times):
        return _of_stuck(known, stuck)
    if asked and all(asked.at > at for at in times):
        return _of_asked(known, asked)
    refused = attempt and attempt.outcome != Outcome.SENT and not attempt.confirmed_at
    if attempt and refused and not (known.invited_at and known.invited_at > attempt.at):
        return _of_refusal(known, attempt) + known.untold
    if known.invited_at or attempt:
        return _of_invite(known) + known.untold
    return _of_nothing(known)


# Invited


def _of_invite(known: Known) -> Answer:
    at = known.invited_at or (known.attempt.at if known.attempt else None)
    role = f" for {known.invite_role}" if known.invite_role else ""
    text = f"{known.who} was invited{role} on {known.say(at)}."
    state = f" The interview is {known.interview.lower()} now." if known.interview else ""
    tone, mailed = MAILED.get(known.mail, ("ok", ""))
    return Answer(tone, f"{text}{mailed}{state}", Place.CANDIDACY)


MAILED = {
    "sent": ("ok", " The invitation was mailed."),
    "waiting": ("warn", " The invitation waits for the mail server and goes out by itself."),
    "gave_up": ("bad", f" The invitation could not be mailed: {LOOK_AT_MAIL}"),
    "parked": ("bad", f" The invitation could not be written: {LOOK_AT_MAIL}"),
    "skipped": ("info", " No invitation was mailed, since a time was chosen for them."),
}


# Refused or held


def _of_refusal(known: Known, attempt: Attempted) -> Answer:
    reasons = " and ".join(_reason(known, code) for code in attempt.codes)
    verb = "is held back" if attempt.outcome == Outcome.L6 else "was not invited"
    place = PLACES.get(attempt.outcome, Place.ATTEMPT)
    tone = "warn" if attempt.outcome == Outcome.L6 else "bad"
    text = f"{known.who} {verb}: {reasons}."
    if attempt.dismissed_at:
        text += f" Somebody took it off the list on {known.say(attempt.dismissed_at)}."
    return Answer(tone, f"{text} {_cure(known, attempt)}", place)


def _reason(known: Known, code: Outcome) -> str:
    if code != Outcome.L1:
        return REASONS[code]
    job = f"the job “{known.job}”" if known.job else "the job"
    if known.job_is_closed:
        return f"{job} is closed and takes no invites"
    return f"{job} had no role then" if known.role else f"{job} has no role"


def _cure(known: Known, attempt: Attempted) -> str:
    cures = " ".join(_remedy(known, code) for code in attempt.codes)
    if attempt.outcome in (Outcome.L3, Outcome.L6):
        return cures
    return f"{cures} Then {AGAIN if attempt.from_ats else 'invite again.'}"


def _remedy(known: Known, code: Outcome) -> str:
    if code == Outcome.L1 and known.job_is_closed:
        return f"Open it again in {known.ats} or under Mapping > Jobs."
    if code == Outcome.L1 and known.role:
        return f"It leads to {known.role} now."
    return REMEDIES[code].format(ats=known.ats)


REASONS = {
    Outcome.L2: "the phone number is too short (minimum is 7 characters)",
    Outcome.L3: "they have an active interview for the role already",
    Outcome.L4: "recruiter and candidate would be the same person",
    Outcome.L5: "the name or the e-mail is missing or not valid",
    Outcome.L6: "they sat an identical interview in the last six months",
}
REMEDIES = {
    Outcome.L1: "Choose one under Mapping > Jobs, or set it in {ats}.",
    Outcome.L2: "Correct or remove the phone number in {ats}.",
    Outcome.L3: "Open that interview to change, cancel or reschedule it.",
    Outcome.L4: "Set another recruiter in {ats}, or correct the e-mail.",
    Outcome.L5: "Fill in the full name and a valid e-mail in {ats}.",
    Outcome.L6: "Look at the earlier interview, then confirm the invite or take it off the list.",
}
PLACES = {Outcome.L1: Place.JOBS, Outcome.L3: Place.CANDIDACY}


# A webhook that is not worked on to the end


def _of_stuck(known: Known, stuck: Stuck) -> Answer:
    came = f"A webhook about {known.who} came on {known.say(stuck.at)} and"
    if stuck.parked:
        mend = "Mend the cause, then work on it again from the log of webhooks."
        return Answer("bad", f"{came} is parked: {stuck.reason} {mend}", Place.DELIVERY)
    if stuck.discarded:
        then = "Work on it again from the log of webhooks if the invite is wanted."
        return Answer("info", f"{came} was discarded. {then}", Place.DELIVERY)
    if known.paused_at:
        since = f"because the connection is paused since {known.say(known.paused_at)}"
        then = "Resume the connection: the webhook is worked on then."
        return Answer("warn", f"{came} waits, {since}. {then}", Place.OVERVIEW)
    if known.key_refused_at:
        since = f"because {known.ats} refuses the key since {known.say(known.key_refused_at)}"
        then = "Replace the key: the webhook is worked on then."
        return Answer("bad", f"{came} waits, {since}. {then}", Place.KEY)
    if stuck.reason:
        again = max(filter(None, (stuck.again_at, known.away_until)), default=None)
        then = f"Nothing is lost; it is tried again at {known.say(again)}."
        return Answer("warn", f"{came} waits: {stuck.reason} {then}")
    return Answer("info", f"{came} is being worked on. Look again in a minute.")


def _of_asked(known: Known, asked: Asked) -> Answer:
    came = f"{known.who} was not invited: {asked.by} asked for it on {known.say(asked.at)}, and"
    if not asked.was_off:
        told = f"{came} was refused. {asked.said} Mend that; then {AGAIN}"
        return Answer("bad", told, Place.OVERVIEW)
    then = "Switch it on again" if asked.is_off else "It is on again"
    text = f"{came} inviting by webhook was off. {asked.said} {then}; then {AGAIN}"
    return Answer("bad", text, Place.OVERVIEW)


# No attempt was made


def _of_nothing(known: Known) -> Answer:
    if not known.is_connected:
        return Answer("info", f"Nobody has invited {known.who} yet.")
    no = f"{known.who} was not invited:"
    if known.removed_at:
        gone = f"the application was removed in {known.ats} on {known.say(known.removed_at)}."
        return Answer("info", f"{no} {gone}")
    if known.disconnected_at:
        gone = f"the connection's key was deleted on {known.say(known.disconnected_at)}."
        return Answer("bad", f"{no} {gone} Make a new connection.", Place.OVERVIEW)
    if known.heard_at or known.seen_at:
        return _of_stage(known, no)
    return _unheard(known)


def _of_stage(known: Known, no: str) -> Answer:
    """The ATS told of the application, and nothing in it asked for an invite."""
    if known.status in OVER:
        over = f"the application is {OVER[Status(known.status)]} in {known.ats}"
        return Answer("info", f"{no} {over}, and only active ones are invited.")
    if known.is_in_trigger:
        since = f" since {known.say(known.heard_at)}" if known.heard_at else ""
        never = f"and no webhook that asks for an invite has reached us{since}"
        check = f"Check the webhook in {known.ats}, then {AGAIN}"
        stage = f"the stage is “{known.stage}”, which invites"
        return Answer("bad", f"{no} {stage}, {never}. {check}", Place.OVERVIEW)
    if known.trigger_is_missing:
        gone = f"only the stage “{known.trigger}” invites, and {known.ats} has none of that name"
        then = "Choose the stage that invites under Mapping > Stages."
        return Answer("bad", f"{no} {gone}. {then}", Place.STAGES)
    if known.trigger and known.stage:
        stage = f"the stage is “{known.stage}”, and only “{known.trigger}” invites"
        then = "Move them there, or choose another stage that invites under Mapping > Stages."
        return Answer("info", f"{no} {stage}. {then}", Place.STAGES)
    at = known.say(known.heard_at or known.seen_at)
    asked = f"the last webhook about them, on {at}, asked for no invite."
    return Answer("info", f"{no} {asked} {known.said}".strip())


def _unheard(known: Known) -> Answer:
    """The ATS never told of the application: its webhook is the first thing to look at."""
    never = f"No webhook about {known.who} has reached us"
    if known.hook_refused_at:
        at = known.say(known.hook_refused_at)
        refused = f"and one was refused on {at} because its signature did not match"
        then = f"Type the webhook's secret anew on both sides, then {AGAIN}"
        return Answer("bad", f"{never}, {refused}. {then}", Place.KEY)
    if known.last_hook_at is None:
        then = f"Register the addresses of this connection in {known.ats}, then {AGAIN}"
        return Answer("bad", f"{never}, nor any other from {known.ats}. {then}", Place.OVERVIEW)
    last = f"the last of any came on {known.say(known.last_hook_at)}"
    then = f"If they were moved after that, check the webhook in {known.ats}, then {AGAIN}"
    where = f" Only a move to “{known.trigger}” invites." if known.trigger else ""
    return Answer("warn", f"{never}; {last}. {then}{where}", Place.OVERVIEW)
