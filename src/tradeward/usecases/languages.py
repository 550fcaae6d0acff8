"""The language somebody reads: chosen on any page, and that of the letters they get."""

from tradeward.domain.refusals import RuleBroken
from tradeward.domain.vocabulary import Actor
from tradeward.store import people, transactions

LONGEST = 20


@transactions.durable
def choose(*, language: str, by: Actor) -> None:
    """Remember the language that a person chose, an IETF tag that the pages have; choosing it again changes nothing.

    Refuses: RuleBroken (no such tag), whoever acts as no person.
    """
    if not language.replace("-", "").isalnum() or not language.isascii() or len(language) > LONGEST:
        raise RuleBroken("language is no language tag, such as en or zh-hans", field="language")
    if by.person_id is None:
        raise RuleBroken("You act as no person: no language is remembered.", field="language")
    people.speaks(id=by.person_id, language=language)
