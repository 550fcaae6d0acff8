"""How a form's fields are drawn: each as a widget for `templates/form/`, with its label, its explanation and what is wrong."""

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext

from tradeward.domain.saying import Field, Fields, Kind
from tradeward.interfaces.web.forms.form import LINES, Form
from tradeward.interfaces.web.words import states

_INPUTS = {
    Kind.AMOUNT: "decimal", Kind.NUMBER: "decimal", Kind.DIGITS: "numeric", Kind.WHOLE: "numeric", Kind.DAY: "date",
    Kind.INSTANT: "datetime-local",
}  # fmt: skip
_LONG = 600
"""From how many characters on a text has a box of several lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Widget:
    """A field as it is drawn. `draws` names the template; `rows` and `parts` are the widgets inside."""

    path: str
    draws: str
    label: str
    says: str
    value: str = ""
    required: bool = False
    wrong: str = ""
    mode: str = ""
    most: int = 0
    options: list[tuple[str, str, bool]] = field(default_factory=list)
    parts: list["Widget"] = field(default_factory=list)
    rows: list["Widget"] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The id of the element, for label and explanation."""
        return "f-" + "".join(one if one.isalnum() else "-" for one in self.path)

    @property
    def described(self) -> str:
        """The ids of what explains it."""
        return " ".join([f"{self.id}-says"] * bool(self.says) + [f"{self.id}-wrong"] * bool(self.wrong))


def of(form: Form) -> list[Widget]:
    """The widgets of a form."""
    return _all(form, form.fields, "")


def _all(form: Form, fields: Fields, path: str) -> list[Widget]:
    return [_one(form, one, f"{path}.{one.name}" if path else one.name) for one in fields]


def label_of(name: str) -> str:
    """What a field is called: its own name, as a word of the language."""
    return str(states.LABELS.get(name) or gettext(name.replace("_", " ").capitalize()))


def _one(form: Form, one: Field, path: str, *, label: str = "") -> Widget:
    hint = form.hint(path)
    shared = {
        "path": path, "label": label or label_of(one.name), "says": hint.says or gettext(one.says), "required": one.required,
        "wrong": form.wrong.get(path, ""),
    }  # fmt: skip
    if hint.hidden:
        return Widget(**shared, draws="hidden", value=form.value(path))
    return _DRAWN.get(one.kind, _plain)(form, one, path, shared)


def _plain(form: Form, one: Field, path: str, shared: dict) -> Widget:
    options, value = form.hint(path).options, form.value(path)
    if one.kind is Kind.CHOICE and not options:
        options = tuple((name, _word(name)) for name in one.choices)
    if options:
        return Widget(
            **shared, draws="choice", value=value, options=[(name, told, name == value) for name, told in options]
        )
    if one.kind is Kind.TEXT and one.max_length >= _LONG or one.kind is Kind.OPEN:
        return Widget(**shared, draws="box", value=value, most=one.max_length)
    if one.kind in (Kind.DAY, Kind.INSTANT):
        return Widget(**shared, draws="when", value=value, mode=_INPUTS[one.kind])
    return Widget(**shared, draws="line", value=value, mode=_INPUTS.get(one.kind, "text"), most=one.max_length)


def _word(name: str) -> str:
    return str(
        states.GROUNDS.get(name)
        or states.RELEASES.get(name)
        or states.CHOICES.get(name)
        or gettext(name.replace("_", " "))
    )


def _object(form: Form, one: Field, path: str, shared: dict) -> Widget:
    return Widget(**shared, draws="object", parts=_all(form, one.of, path))


def _list(form: Form, one: Field, path: str, shared: dict) -> Widget:
    (each,) = one.of
    if options := form.hint(path).options:
        chosen = set(form.values(path))
        return Widget(**shared, draws="several", options=[(name, told, name in chosen) for name, told in options])
    if each.kind in LINES:
        shared["says"] = f"{shared['says']} {gettext('One a line.')}"
        return Widget(**shared, draws="box", value=form.value(path), most=one.max_length * 100)
    rows = [_one(form, each, f"{path}.{n}", label=f"{label_of(each.name)} {n + 1}") for n in range(form.rows(path))]
    return Widget(**shared, draws="rows", rows=rows, value=str(len(rows)))


def _map(form: Form, one: Field, path: str, shared: dict) -> Widget:
    (each,) = one.of
    if keys := form.hint(path).keys:
        return Widget(**shared, draws="object", parts=[_keyed(form, each, f"{path}.{key}", told) for key, told in keys])
    rows = [
        Widget(path=f"{path}.{n}", draws="object", label=f"{shared['label']} {n + 1}", says="", parts=[
            Widget(path=f"{path}.{n}.key", draws="line", label=gettext("Name"), says="", value=form.value(f"{path}.{n}.key"),
                   mode="text", most=100),
            _one(form, each, f"{path}.{n}.value"),
        ])
        for n in range(form.rows(path))
    ]  # fmt: skip
    return Widget(**shared, draws="rows", rows=rows, value=str(len(rows)))


def _keyed(form: Form, each: Field, path: str, label: str) -> Widget:
    """A key's own value: its label says what it is."""
    drawn = _one(form, each, path, label=label)
    return replace(drawn, says="") if each.kind is Kind.TEXT else drawn


_DRAWN = {Kind.OBJECT: _object, Kind.VERBATIM: _object, Kind.LIST: _list, Kind.MAP: _map}
