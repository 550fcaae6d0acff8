"""OPEN_LIST: a list that does not end."""

from tradeward.domain.linting.rules.rule import Rule, phrase

RULES: tuple[Rule, ...] = (
    phrase(
        "OPEN_LIST",
        name="and so on",
        says=r"(?P<mark>\betc\b\.?|\bet cetera|\band so (?:on|forth)|\band the like|\band (?:other|others|more"
        r"|similar)(?: (?:similar|such|like|related|necessary|relevant|usual|normal|common))* (?:things|items"
        r"|matters|documents|parts|points|requirements|materials|defects|accessories|tests|problems|costs"
        r"|papers|details|issues|properties|goods|stuff|components|substances|certificates)[\s]*(?:[.,;)]|$)"
        r"|\band (?:others|more|similar)(?: ones)?[\s.,;]*$|\bor (?:the like|similar(?: ones| things| items)?"
        r"|such|others)[\s.,;]*$|\bor other (?:similar|such|comparable|like)\b|,? ?(?:\.\.\.|…)\s*(?:$|\)"
        r"|and))",
        unless=r"(?:and|or) other (?:such )?(?:documents?|materials?|items|tests?|costs?|details?|requirements?"
        r"|services?|components?) (?:\w+ ){0,6}(?:required|provided|set forth|specified|listed|described"
        r"|developed|produced|agreed)",
        reach=90,
        bad=(
            "Seller provides keys, bolts, oil etc.",
            "Tests for lead, cadmium and so on.",
            "Labels, hang tags and other accessories.",
        ),
        good=("Seller provides keys, bolts and oil, items 4 to 6 of list KL-2.",),
    ),
    phrase(
        "OPEN_LIST",
        name="including but not limited to",
        says=r"\b(?P<mark>(?:includ(?:e|es|ing|ed)|such as|comprising|in particular)?,? ?(?:but|and)? ?(?:is|are"
        r"|shall|be|being)? ?not (?:be )?(?:limited|restricted|confined) to|including,? (?:without"
        r"|but without) (?:any )?(?:limitation|being limited)|without limitation|without limiting|inter alia"
        r"|among(?:st)? (?:others|other things)|among(?:st)? them)\b",
        unless=r"\b(?:all|any|every|each|no|laws?|regulations?) [^.;]{0,120}(?:includ|without limit|not limited)"
        r"|\"[^\"]{1,60}\" (?:means|shall mean)|without limiting (?:the )?(?:generality|foregoing|any|other)"
        r"|liabilit|damages",
        reach=130,
        bad=(
            "Spares include, but are not limited to, belts.",
            "Duties of the seller including without limitation cleaning.",
        ),
        good=("Spares: belts B-12 and rollers R-4, nothing else.",),
    ),
    phrase(
        "OPEN_LIST",
        name="such as",
        says=r"\b(?P<mark>such as|for example|for instance|e\.? ?g\.)",
        unless=r"such as (?:may|is|are|those|it|they|shall)|such assistance",
        reach=20,
        bad=("Hazards such as nails and clips are removed.", "Metals, e.g. lead or zinc, are absent."),
        good=("The metals lead, zinc and cadmium, each ≤ 5 mg/kg by EN 71-3:2019.",),
    ),
    phrase(
        "OPEN_LIST",
        name="like",
        says=r"\b(?P<mark>like) (?:<word>)(?: \w+)?(?:,| and| or|/|\))",
        unless=r"same like|like (?:quality|kind|new)|(?:look|would|should|is|are|be|colou?r|shape) like|unlike|the like"
        r"|like(?:ly|wise)",
        reach=20,
        bad=("Remove things like nails and clips.",),
        good=("Nails and clips are removed.",),
    ),
)
