"""`tradeward token`: makes a token for a person, by whoever sits at the console. Told once; only its hash is kept."""

import argparse
import json
import secrets
from typing import Any
from uuid import UUID

from tradeward.domain import vocabulary
from tradeward.domain.refusals import NotFound
from tradeward.domain.vocabulary import Actor, Role
from tradeward.interfaces import boot, clock
from tradeward.interfaces.cli import exits


def add(commands: argparse._SubParsersAction) -> None:
    """Register `token`."""
    parser = commands.add_parser("token", help="make a token for a person", description=__doc__)
    parser.add_argument("person", help="the person's id, psn_…")
    parser.add_argument("--label", default="console", help="what it is for (default: console)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make the token and print it. Refuses: a person that there is not (BAD_INPUT)."""
    boot.ready()
    secret = issue(person=_read(args.person), label=args.label)
    print(json.dumps({"person": args.person, "token": secret}) if args.json else secret)
    return exits.OK


def issue(*, person: str, label: str) -> str:
    """A fresh token for a person, made at the console."""
    from tradeward.interfaces import identity  # tables are there only once Django is set up
    from tradeward.usecases import tokens

    secret = identity.fresh_secret()
    tokens.issue(
        person_id=UUID(person), label=label, secret=secret, by=Actor(Role.OPERATOR), at=clock.now(),
        key=f"console:{secrets.token_hex(16)}",
    )  # fmt: skip
    return secret


def shown(ids: dict[str, Any]) -> dict[str, str]:
    """Ids as people see them."""
    return {noun: vocabulary.shown(noun, UUID(id)) for noun, id in ids.items() if noun in vocabulary.PREFIXES}


def _read(text: str) -> str:
    prefix, _, digits = text.partition("_")
    if prefix != vocabulary.PREFIXES["person"] or len(digits) != 32 or not set(digits) <= set("0123456789abcdef"):
        raise NotFound(f"{text} is no person's id: it looks like psn_ and 32 hexadecimal digits.", field="person")
    return digits
