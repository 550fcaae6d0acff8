"""An inspector's pages: the jobs by day, and one job with the report to fill in where the goods stand (RULES §4, §6)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tradeward.domain import decision, saying
from tradeward.domain.refusals import UNKNOWN, NotFound, RuleBroken
from tradeward.domain.vocabulary import Role
from tradeward.interfaces import doing, ids, uploads
from tradeward.interfaces.web import asking, door, tasks
from tradeward.interfaces.web.forms import Form, Hint, Hints
from tradeward.interfaces.web.words import moves as words
from tradeward.queries import jobs
from tradeward.usecases import evidence, moves

_INSPECTOR = frozenset({Role.INSPECTOR})
_OPEN = frozenset({"booked", "reported"})
_MOST_FIELDS = 600
"""So many readings have a field each; more of them are typed a line each."""
_FEW = 5
"""Fields for a measured term of which no sampling says how many readings it takes."""
_PHOTOS = 20


def desk(request: HttpRequest, looking: door.Looking) -> HttpResponse:
    """The desk of an inspector: what waits for a report by the day on which it is due, and what was reported."""
    found = jobs.jobs(looking.actor, at=looking.at)
    waiting = [one for one in found if one.due_at]
    days = [(day, list(of_day)) for day, of_day in groupby(waiting, key=lambda one: _day(one, looking))]
    return render(request, "jobs/desk.html", {"days": days, "done": [one for one in found if not one.due_at]})


def _day(one: jobs.Job, looking: door.Looking) -> date:
    assert one.due_at is not None, "it waits"
    return one.due_at.astimezone(looking.zone).date()


@asking.files_to_disk
@door.page(of=_INSPECTOR, methods=("GET", "HEAD", "POST"))
def job(request: HttpRequest, looking: door.Looking, inspection: str) -> HttpResponse:
    """`/jobs/INSPECTION`: what is to be looked at, and the report; once it is decided, the computed verdict."""
    found = jobs.one(looking.actor, inspection_id=ids.read("inspection", inspection), at=looking.at)
    task = tasks.Task(
        label=gettext("Report"),
        tells=str(words.MOVES["inspection", "report"][1]),
        fields=saying.SAID["inspection", "report"],
        act=_report(request, found),
        done=gettext("The report is filed."),
        back=f"/jobs/{inspection}",
        hints=_hints(found, looking),
        multipart=True,
        template="jobs/job.html",
        beside=lambda form: {"job": found, "open": found.inspection.state in _OPEN, "address": f"/jobs/{inspection}"},
        sorts=lambda form: _sort(form, found),
    )
    return tasks.page(request, looking, task, order=found.order)


def _report(request: HttpRequest, found: jobs.JobPage) -> Any:
    """Photos first, each once for what is in it, then the report: sent again, neither is there twice (DESIGN §5)."""

    def act(*, report: Mapping[str, Any] | None = None, **who: Any) -> dict[str, Any]:
        told = dict(report or {})
        place = ", ".join(str(told[name]) for name in decision.NOT_JUDGED if told.get(name))
        photos = request.FILES.getlist("photo")
        if len(photos) > _PHOTOS:
            raise RuleBroken(f"photo: at most {_PHOTOS} at once", field="photo")
        for one in photos:
            came = uploads.Came(one)
            own = {**who, "key": f"{who['key']}:{came.sha256[:32]}"}
            doing.done(
                evidence.add, order_id=found.order.sheet.id, content=came, name=one.name or "",
                media_type=one.content_type or "", origin=place, **own,
            )  # fmt: skip
        return moves.make(noun="inspection", id=found.inspection.id, verb="report", told={"report": told}, **who)

    return act


def _hints(found: jobs.JobPage, looking: door.Looking) -> Hints:
    """What stands there at first: what was reported before, else the sample that the plan asks for, no defect, now."""
    report, plan = found.inspection.report, found.sheet
    kept = {f"report.{name}": str(value) for name, value in report.items() if isinstance(value, str | int)}
    seen_at = datetime.fromisoformat(report["seen_at"]) if report.get("seen_at") else looking.at
    kept["report.seen_at"] = seen_at.astimezone(looking.zone).strftime("%Y-%m-%dT%H:%M")
    if not report:
        kept |= {"report.sample_size": str(plan.units)} if plan.units else {}
        kept |= {f"report.defects.{one.name}": "0" for one in plan.classes}
    kept |= {f"report.defects.{name}": str(count) for name, count in (report.get("defects") or {}).items()}
    kept |= {f"report.results.{term}": told for term, told in (report.get("results") or {}).items()}
    kept |= {f"report.measurements.{term}": "\n".join(all) for term, all in (report.get("measurements") or {}).items()}
    return {path: Hint(value=value) for path, value in kept.items()} | {
        "report.measurements": Hint(keys=tuple((one.term, one.property) for one in plan.readings)),
        "report.results": Hint(keys=tuple((one.term, one.says) for one in plan.looks)),
    }


def _sort(form: Form, found: jobs.JobPage) -> None:
    """Readings that came in a field each are put a line each; a button of a tally counts one up or down."""
    if form.typed is None:
        return
    typed = {name: list(values) for name, values in form.typed.items()}
    for one in found.sheet.readings:
        path = f"report.measurements.{one.term}"
        typed[path] = ["\n".join(value.strip() for value in typed.get(path, ()) if value.strip())]
    path, _sign, step = form.value("more").partition(":")
    if step in ("1", "-1"):
        now = form.value(path)
        count = int(now) if now.isdecimal() and now.isascii() and len(now) < 6 else 0
        typed[path] = [str(max(0, count + int(step)))]
    form.typed = typed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Leaving:
    """A way out of a job: the verb of the inspection, the button, what follows, and whether a tie is to be named."""

    verb: str
    label: Any
    tells: Any
    tie: bool = False


LEAVING = {
    "decline": _Leaving(verb="decline", label=_("Decline the job"), tells=words.MOVES["inspection", "decline"][1]),
    "tie": _Leaving(
        verb="decline", label=_("Declare a conflict"), tie=True,
        tells=_("You are tied to one of the sides, so somebody else looks. You are not drawn for this inspection again."),
    ),
    "not_presented": _Leaving(
        verb="not_presented", label=_("Goods not presented"), tells=words.MOVES["inspection", "not_presented"][1]
    ),
}  # fmt: skip
"""By the word of the address."""


@door.page(of=_INSPECTOR, methods=("GET", "HEAD", "POST"))
def leave(request: HttpRequest, looking: door.Looking, inspection: str, what: str) -> HttpResponse:
    """`/jobs/INSPECTION/WHAT`: decline a job, declare a conflict, or say that the goods were not presented."""
    id, leaving = ids.read("inspection", inspection), LEAVING.get(what)
    found = jobs.one(looking.actor, inspection_id=id, at=looking.at)
    if leaving is None:
        raise NotFound(UNKNOWN)

    def act(**said: Any) -> dict[str, Any]:
        if leaving.tie and not str(said.get("tie", "")).strip():
            raise RuleBroken(gettext("tie is missing: say what ties you to which side"), field="tie")
        who = {name: said.pop(name) for name in ("by", "at", "key")}
        return moves.make(noun="inspection", id=id, verb=leaving.verb, told=said, **who)

    fields = tuple(replace(one, required=True) for one in saying.SAID["inspection", leaving.verb] if leaving.tie)
    task = tasks.Task(
        label=str(leaving.label), tells=str(leaving.tells), fields=fields, act=act, back=f"/jobs/{inspection}",
        done=gettext("Done: %(move)s.") % {"move": leaving.label}, leads=lambda told: "/desk", grave=True,
    )  # fmt: skip
    return tasks.page(request, looking, task, order=found.order)


def fields_of(form: Form, one: jobs.Reading, *, terms: int) -> list[str] | None:
    """What stands in the fields of a measured term, one a reading; None where there are too many to have a field each."""
    values = [line for line in form.value(f"report.measurements.{one.term}").splitlines() if line]
    count = max(one.readings or _FEW, len(values))
    if count * terms > _MOST_FIELDS:
        return None
    return values + [""] * (count - len(values))
