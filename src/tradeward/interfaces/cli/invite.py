"""`tradeward invite`: invites a person to sign in, by whoever sits at the console; the address is told once."""

import argparse
import json
import secrets

from tradeward.domain.vocabulary import Actor, Role
from tradeward.interfaces import boot, clock, ids
from tradeward.interfaces.cli import exits


def add(commands: argparse._SubParsersAction) -> None:
    """Register `invite`."""
    parser = commands.add_parser("invite", help="invite a person to sign in", description=__doc__)
    parser.add_argument("person", help="the person's id, psn_…")
    parser.add_argument("email", help="the e-mail address that they sign in with")
    parser.add_argument("--root", default="http://127.0.0.1:8000", help="where the service answers")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make the invitation and print its address. Refuses: a person that there is not, an address that is none (BAD_INPUT)."""
    boot.ready()
    from tradeward.interfaces import identity  # tables are there only once Django is set up
    from tradeward.usecases import logins

    secret = identity.fresh_secret()
    told = logins.invite(
        person_id=ids.read("person", args.person), email=args.email, secret=secret, by=Actor(Role.OPERATOR), at=clock.now(),
        key=f"console:{secrets.token_hex(16)}",
    )  # fmt: skip
    address = f"{args.root.rstrip('/')}/invitation/{secret}"
    print(json.dumps({**told, "address": address}) if args.json else address)
    return exits.OK
