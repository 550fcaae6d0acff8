"""`tradeward found`: opens an installation, once: the operator's organisation, its first person, and that person's token."""

import argparse
import json

from tradeward.domain import days
from tradeward.domain.refusals import RuleBroken
from tradeward.interfaces import boot, clock
from tradeward.interfaces.cli import exits


def add(commands: argparse._SubParsersAction) -> None:
    """Register `found`."""
    parser = commands.add_parser(
        "found", help="open an installation: the operator and a first token", description=__doc__
    )
    parser.add_argument("--name", required=True, help="the operator's company")
    parser.add_argument("--country", required=True, help="ISO 3166-1 code, such as NL")
    parser.add_argument("--zone", required=True, help="IANA time zone, such as Europe/Amsterdam")
    parser.add_argument("--account", required=True, help="the bank account in which money is held")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Found it and print the token, which is told this once. Refuses (BAD_INPUT): a second operator, a field that is none."""
    days.zone(args.zone)
    if len(args.country) != 2 or not (args.country.isascii() and args.country.isupper()):
        raise RuleBroken(f"country {args.country!r} is no ISO 3166-1 code of two capitals", field="country")
    for field in ("name", "account"):
        if not getattr(args, field).strip():
            raise RuleBroken(f"{field} is empty", field=field)
    boot.ready()
    from tradeward.interfaces.cli import token  # tables are there only once Django is set up
    from tradeward.usecases import organisations

    made = organisations.found(
        name=args.name, country=args.country, zone=args.zone, account=args.account, at=clock.now()
    )
    secret = token.issue(person=made["person"], label="founder")
    told = {**token.shown(made), "token": secret}
    if args.json:
        print(json.dumps(told))
        return exits.OK
    print(f"{args.name} is founded: organisation {told['organisation']}, first person {told['person']} (operator).")
    print(f"The person's token, told this once: {secret}")
    print(
        "Next: add people with it (POST /api/v1/organisations/{organisation}/people), and give each a token: tradeward token."
    )
    return exits.OK
