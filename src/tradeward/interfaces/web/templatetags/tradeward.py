"""Tags and filters of the pages: addresses, words for lives, money, instants, the drawn components."""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation
from django.utils.safestring import SafeString

from tradeward.domain import lives, terms, vocabulary
from tradeward.gateways.paper import terms as paper_terms
from tradeward.gateways.paper.words import Words
from tradeward.interfaces.web import assets, jobs, picture, rail, shown, tasks
from tradeward.interfaces.web.forms import Form, widgets
from tradeward.interfaces.web.words import happenings, moves, rules, silence, states

register = template.Library()


@register.simple_tag
def asset(name: str) -> str:
    """Where a file of the pages lies."""
    return assets.address(name)


@register.simple_tag(takes_context=True)
def instant(context: Mapping[str, Any], value: datetime) -> str:
    """An instant on the viewer's own clock."""
    return shown.instant(value, context["request"].looking.zone)


@register.simple_tag(takes_context=True)
def away(context: Mapping[str, Any], value: datetime) -> str:
    """How far an instant is from now."""
    return shown.away(value, context["request"].looking.at)


@register.simple_tag(takes_context=True)
def place(context: Mapping[str, Any]) -> str:
    """The city whose clock the viewer's times are on."""
    return shown.place(context["request"].looking.zone)


@register.simple_tag
def fresh_key() -> str:
    """A key for a form that is drawn now."""
    return tasks.fresh_key()


@register.filter
def as_json(value: Any) -> str:
    """What a script reads from an attribute."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.filter
def day(value: date) -> str:
    """A calendar day."""
    return shown.day(value)


@register.simple_tag
def shown_id(noun: str, id: UUID) -> str:
    """An id as people see it."""
    return vocabulary.shown(noun, id)


@register.filter
def short(id: UUID) -> str:
    """The last digits of an id: enough to tell two apart on a page."""
    return id.hex[-6:]


@register.inclusion_tag("parts/money.html")
def money(amount: str, currency: str, query: str = "", of: UUID | str = "") -> dict[str, Any]:
    """An amount; `query` names the figure of the ledger that it is, and `of` whose: a test reckons it again from there."""
    return {"told": shown.money(amount, currency), "amount": amount, "currency": currency, "query": query, "of": of}


@register.inclusion_tag("parts/deadline.html", takes_context=True)
def deadline(
    context: Mapping[str, Any], one: Any, noun: str = "", verb: str = "", at: datetime | None = None
) -> dict[str, Any]:
    """The chip of a deadline: when, on the viewer's own clock, on whom it waits, and what happens if nobody acts."""
    looking = context["request"].looking
    when, key = at or one.at, (noun or one.noun, verb or one.verb)
    waits_on = getattr(one, "waits_on", "")
    return {
        "at": when, "told": shown.instant(when, looking.zone), "place": shown.place(looking.zone),
        "away": shown.away(when, looking.at),
        "near": shown.nearness(when, looking.at), "silence": silence.SILENCE.get(key, ""),
        "waits_on": "" if waits_on == vocabulary.Role.CLOCK else states.ROLES.get(waits_on, ""),
        "mine": waits_on == looking.actor.role,
    }  # fmt: skip


@register.inclusion_tag("parts/rail.html")
def state_rail(noun: str, state: str, journal: Any = (), id: UUID | None = None) -> dict[str, Any]:
    """The rail of a life, drawn from its table; `journal` says where it has been, `id` which of several of a kind it is."""
    been = rail.stayed([one for one in journal if one.noun == noun and id in (None, one.row_id)])
    stops = rail.rail(lives.LIVES[noun], state=state, been=been)
    return {"stops": [(states.STATES[noun][one.state], one.how) for one in stops], "noun": states.NOUNS[noun]}


@register.simple_tag
def risk_picture(points: Any, currency: str) -> SafeString:
    """The picture of the money at risk."""
    return picture.risk(points, currency=currency)


@register.simple_tag
def planned_picture(steps: Any, currency: str) -> SafeString:
    """The picture of the course that is agreed."""
    return picture.planned(steps, currency=currency)


@register.filter
def some(amount: str) -> bool:
    """Whether an amount is more than nothing."""
    return bool(amount) and Decimal(amount) > 0


@register.filter
def state_of(state: str, noun: str) -> str:
    """What a state is called."""
    return str(states.STATES[noun][state])


@register.filter
def role(name: str) -> str:
    """What a role is called."""
    return str(states.ROLES.get(name, name))


@register.filter
def noun_of(name: str) -> str:
    """What a noun is called."""
    return str(states.NOUNS.get(name, name))


@register.filter
def word(name: str, of: str) -> str:
    """What a word of the rules is called: `of` is a table of words by its name, such as grounds or choices."""
    table: Mapping[str, Any] = getattr(states, of.upper())
    return str(table.get(name) or rules.said(name.replace("_", " ")))


@register.filter
def field_name(name: str) -> str:
    """What a field is called."""
    return widgets.label_of(name)


@register.filter
def stands(form: Form, path: str) -> str:
    """What stands in a field of a form that a page draws itself."""
    return form.value(path)


@register.filter
def wrong_at(form: Form, path: str) -> str:
    """What is wrong with it."""
    return form.wrong.get(path, "")


@register.simple_tag
def reading_fields(form: Form, one: Any, sheet: Any) -> list[str] | None:
    """The readings of a measured term, a field each."""
    return jobs.fields_of(form, one, terms=len(sheet.readings))


@register.filter
def step(verb: str) -> str:
    """What is to be done next with a case."""
    return str(moves.MOVES["dispute", verb][0])


_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@register.filter
def named(text: Any, names: Mapping[UUID, str]) -> str:
    """A text with the ids in it that have a name written as that."""
    return _ID.sub(lambda found: names.get(UUID(found[0]), found[0]), str(text))


@register.filter
def happened(line: Any) -> str:
    """What a line of the journal says."""
    told = happenings.HAPPENINGS.get((line.noun, line.verb))
    return str(told) if told else f"{line.noun} {line.verb}"


@register.filter
def move_label(one: Any) -> str:
    """What the button of a move says."""
    return str(moves.MOVES[one.noun, one.verb][0])


@register.filter
def move_tells(one: Any) -> str:
    """What follows from a move."""
    return str(moves.MOVES[one.noun, one.verb][1])


@register.filter
def grave(one: Any) -> bool:
    """Whether a move takes something away for good."""
    return (one.noun, one.verb) in moves.GRAVE


@register.filter
def translated(text: str) -> str:
    """A sentence of the rules in the page's language."""
    return rules.said(text)


@register.filter
def agreed(text: str) -> str:
    """A term of a contract in the page's language, in the same words as on the paper; what a party wrote freely stays as it is."""
    if not (translation.get_language() or "en").startswith("zh"):
        return text
    found = terms.parse(text=text, id="term")
    return paper_terms.said(found, words=Words("zh")) if isinstance(found, terms.OfGoods) else text
