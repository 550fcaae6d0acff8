"""TO_BE_AGREED: the content is missing."""

from tradeward.domain.linting.rules.rule import Rule, phrase

_OPEN = (
    "agreed(?: up)?on|agreed|confirmed|advised|discussed|decided|determined|defined|negotiated|specified"
    "|finali[sz]ed|fixed|settled|announced|clarified|filled(?: in)?|worked out|nominated|named|chosen"
    "|selected|communicated|informed|instructed|told|made known"
)
_LEFT = (
    "agreed(?: up)?on|agreed|confirmed|advised|discussed|decided|determined|negotiated|finali[sz]ed"
    "|settled|clarified|worked out|informed|announced"
)
_GIVEN = (
    "given|supplied|provided|sent|notified|arranged|completed|approved|issued|updated|added|inserted"
    "|listed|quoted|offered|indicated|designated|set|established|calculated|resolved|checked|submitted"
    "|forwarded|released|shared"
)
_LATER = (
    r"(?: (?:later|afterwards|in due course|soon|separately|subsequently|then|when|before|after|upon|at|on"
    r"|by|between|with|mutually|together|case by case|in future|nearer|closer|prior|during|once|for each"
    r"|each|next|through))?"
)
_HEART = "satisfaction|satisfied|liking|taste|happy|pleased|delighted|convinced"

RULES: tuple[Rule, ...] = (
    phrase(
        "TO_BE_AGREED",
        name="tbd",
        says=r"\b(?P<mark>t\.?b\.?[acdn]\.?|t\.b\.[acdn]\.|tba/tbd|to be (?:continued|filled)|n\.n\.|xxx+|(?:is|are"
        r"|still|:) pending|under (?:discussion|negotiation|consideration)|not yet (?:decided|agreed|fixed"
        r"|known|defined|determined|finali[sz]ed|confirmed|settled|specified|final)|not (?:decided|fixed"
        r"|known) yet|undecided|open (?:point|issue|item|question|yet)|still (?:open|pending|missing|to come"
        r"|under)|(?:is|are|remains?|left|stays?) (?:still )?open|left blank|blank|unspecified|will follow"
        r"|to follow|follows (?:later|soon)|comes? later|let you know|inform you|tell you|keep you (?:informed"
        r"|posted)|we will (?:discuss|see|talk|decide|advise|confirm|inform)|further (?:notice|discussion"
        r"|instructions?|confirmation|advice|negotiation)|later (?:agreement|confirmation|decision|notice"
        r"|discussion|stage))\b",
        unless=r"(?:to|shall|will|must|not) follow (?:the|iso|en|astm|din|sample|drawing|earlier|approved|buyer|our"
        r"|your|pantone)|to follow (?:the|our|your|earlier|last|approved|buyer|this)|pending (?:resolution"
        r"|the outcome|such|an?y?\b|completion|determination|dispute|final|receipt)|until further notice"
        r"|blank(?:s|et|ed)?\s(?:thickness|of steel|diameter)",
        reach=30,
        bad=("Colour TBD.", "Artwork will follow.", "Port not yet decided."),
        good=("The label is to follow EN ISO 780:2015.",),
    ),
    phrase(
        "TO_BE_AGREED",
        name="to be confirmed",
        says=rf"\b(?P<mark>(?:(?:is|are|has|have|remains?|needs?|yet|still) )*(?:to be|to get|yet to be|needs to be"
        rf"|need to be) (?:further |mutually |jointly |finally |still |then )*(?:{_OPEN}){_LATER}"
        rf"|(?:will|shall|must|can|may) be (?:further |mutually |jointly |finally |then )*(?:{_LEFT}){_LATER}"
        rf"|(?:to be|will be|shall be|are|is|be)(?: \w+)? (?:(?:later |separately |subsequently "
        rf"|afterwards )(?:{_OPEN}|{_GIVEN})|(?:{_OPEN}|{_GIVEN}) (?:by \w+ )?(?:later|separately|subsequently"
        rf"|afterwards|in due course|in future|nearer|closer|case by case|soon)))",
        unless=r"(?:given|provided|sent|supplied|notified|informed|arranged|issued|advised|communicated|named"
        r"|nominated|designated|chosen|selected|indicated|listed|submitted|checked|approved|determined"
        r"|calculated|set|established|resolved|settled|fixed|completed|announced|confirmed|decided|forwarded"
        r"|updated|specified|instructed|added|inserted) (?:\w+ ){0,4}?(?:within <count>|not later|no later"
        r"|at the latest|latest|before <dom>|by <dom>|on or before|\d+ days|in accordance|pursuant"
        r"|under (?:iso|section|clause|article|rule|this)|as set forth|by arbitration|from|using|by (?:e-?mail"
        r"|fax|letter|dhl|courier|post|means|reference|multiplying|weigh\w+|dividing|registered|measur\w+"
        r"|bureau|sgs|t/t|the (?:arbitrat|court|weigh|average|method|formula|chamber|icc)))|free of charge"
        r"|settled (?:by|in|under) arbitration|\bat least <count>",
        reach=110,
        bad=(
            "Port to be advised.",
            "Inspection fee to be agreed between the parties.",
            "Trim colours will be decided later.",
        ),
        good=("The vessel's name is to be notified by e-mail within 2 days after loading.",),
    ),
    phrase(
        "TO_BE_AGREED",
        name="an agreement to come",
        says=r"\b(?P<mark>(?:as|if|when|where|unless)? ?(?:may be |might be |be )?(?:mutually|jointly) (?:agreed"
        r"|acceptable|agreeable|convenient|satisfactory|determined|decided)(?: (?:upon|by|between|date|time"
        r"|terms|price|later))?|(?:agreed|selected|accepted|chosen|appointed|approved"
        r"|nominated) (?:up)?on? ?by (?:both|the|all) (?:parties|sides)|(?:laborator(?:y|ies)|expert|party"
        r"|inspector|surveyor|agency|price|date|place|carrier|company) (?:to be )?agreed (?:upon )?(?:by"
        r"|between) (?:the |both )?(?:parties|buyer|sides)|(?:will|shall|to|must|can|may|need to"
        r"|needs to) (?:discuss|agree|negotiate|talk about|settle|clarify|decide|work out"
        r"|find)(?: \w+){0,5} (?:together|later|in good faith|amicabl[ey]|friendly|a solution|the (?:price"
        r"|terms|details|matter|amount|time|compensation)|on|upon|about|separately|accordingly|afterwards"
        r"|case by case|when|in due course|between|with)|(?:by|through|upon|with|under) (?:mutual|friendly"
        r"|amicable|further|later|subsequent) (?:agreement|consent|consultations?|negotiations?|discussions?"
        r"|arrangement)|case[- ]by[- ]case|separate agreement|as (?:per )?(?:mutual|later"
        r"|separately) agree(?:ment|d)|to be (?:a )?mutual|decide(?:s|d)? later)\b",
        unless=r"unless (?:otherwise )?mutually agreed|otherwise (?:mutually )?agreed|amend(?:ed|ment|ments)?\b"
        r"|terminat|governed|dispute|arbitrat",
        reach=80,
        bad=("Compensation is settled through friendly negotiation.", "Both sides will discuss the price later."),
        good=("Unless otherwise mutually agreed in writing, cartons carry mark file M-4 of 3 May 2027.",),
    ),
    phrase(
        "TO_BE_AGREED",
        name="somebody's satisfaction",
        says=rf"\b(?P<mark>(?:to|at|until|till|for|up to|meets?|meeting|upon|with|subject to|after|if|when|once"
        rf"|unless|must|should|shall|needs?|depends? on|subject to)(?: \w+){{0,3}} ?(?:<party>|<party>'s?"
        rf"|<word>'s|its|full|complete|entire|reasonable|sole|purchaser|end[- ]users?|designer|architect"
        rf"|engineer|owner|team|manager|boss|wife|department|inspector|merchandiser|agent|final"
        rf"|qc)(?: \w+){{0,4}} (?:{_HEART})\b|(?:reasonably |mutually |fully )?(?:satisfactory|acceptable"
        rf"|agreeable|convenient|pleasing|to the satisfaction) (?:to|of|for) (?:the |both |each )?(?:<party>"
        rf"|[a-z]+)|(?:buyer|seller|customer|client|we|he|she|they|you|purchaser|designer|boss|team|parties"
        rf"|owner)(?: \w+){{0,2}} (?:is|are|feels?|must be|has to be|should be|must feel|will be|shall be"
        rf"|be) (?:happy|satisfied|pleased|content|ok|okay|delighted|convinced|comfortable|fine)|in (?:the|its"
        rf"|his|their|our|buyer's|seller's|<party>'s?) (?:sole |reasonable |absolute |good |own "
        rf"|honest )*(?:opinion|judge?ment|view|discretion|eyes)|at (?:the )?(?:buyer|customer|purchaser|client"
        rf"|its|his|their|your)(?:'s|s')? (?:own |sole |absolute |free )*(?:discretion|choice|option|request"
        rf"|wish|will|convenience)|as (?:the )?(?:buyer|customer|client|you|we|purchaser|parties"
        rf"|designer)s? (?:may )?(?:wants?|wish(?:es)?|likes?|prefers?|desires?|decides?|determines?|deems?"
        rf"|sees? fit|expects?)|(?:is|are|be|feels?|been) (?:fully |completely |really |entirely )?(?:happy"
        rf"|satisfied|pleased|content|delighted|convinced) (?:with|of|about|by|that)"
        rf"|(?:<party>|designers?|boss|manager|team|users?) (?:must|should|has to|have to|needs to) (?:like"
        rf"|love|approve of|be fine with)|(?:must|shall|should|will|has to|to)? ?(?:satisfy|satisfies|please"
        rf"|pleases|impress|convince"
        rf"|convinces) (?:the |our |all |any |its |your |end )*(?:<party>|users?|clients?|designers?|consumers?"
        rf"|shops?|boss|inspectors?|team)|:? (?:buyer|customer|client|purchaser|seller|supplier"
        rf"|factory)'s (?:own )?(?:choice|option|wish|discretion)|customer(?:'s)? satisfaction|(?:buyer"
        rf"|customer|our"
        rf"|client|your)(?:'s"
        rf"|s')? (?:\w+ )?(?:expectations?|wishes|taste|preferences?|standards? and expectations?)|(?:buyer"
        rf"|customer|client|purchaser)(?:'s|s')? (?:reasonable )?(?:satisfaction|approval)|(?:subject to|needs?"
        rf"|requires?|await(?:s|ing)?) (?:<party>(?:'s|s')|our|final|its|their)(?:'s"
        rf"|s')? ?(?:\w+ ){{0,2}}approval)\b",
        unless=r"\bprior (?:written )?(?:approval|consent)|written (?:approval|consent|notice|authori[sz]ation)"
        r"|regulatory approval|approval (?:of|by) (?:the )?(?:fda|ema|authorit)|tolerance|±|more or less|insur"
        r"|at (?:the )?\w+'s option|\bapproval within|approv\w+ within|^ *whereas\b",
        reach=70,
        bad=(
            "The finish is to buyer's satisfaction.",
            "Packed in a way acceptable to the customer.",
            "We pay when our designer is happy.",
        ),
        good=(
            "5 % more or less at seller's option, from 20,000 kg.",
            "WHEREAS the purchaser wishes to buy hinges,",
        ),
    ),
    phrase(
        "TO_BE_AGREED",
        name="blank",
        says=r"(?P<mark>_{2,}|\.{4,}|…{2,}|\[ *(?:●|_+|insert[^\]]{0,40}|tbd|blank|date|amount|name|x+)? *\]"
        r"|<[^<>]{1,30}>|\?{2,}|\bx{3,}\b|: *(?:-{2,}|\?|n/a|none yet)\s*$)",
        whole=True,
        bad=("Port of loading: ________", "Price USD [●] per set"),
        good=("Port of loading: Mersin, Türkiye.",),
    ),
    phrase(
        "TO_BE_AGREED",
        name="somebody must approve",
        says=r"\b(?P<mark>(?:buyer|customer|client|purchaser|our boss|our team|designer|our designer|manager"
        r"|we) (?:must|has to|have to|needs to|need to|should) "
        r"(?:approve|accept|agree|confirm|be ok|say yes|sign off))\b",
        unless=r"within <count>|not later|\bby (?:e-?mail|letter)|before <dom>|sample no",
        near=r"\blook\b",
        bad=("Customer must approve the final look.",),
        good=("Buyer confirms the artwork by e-mail within 3 days after receipt.",),
    ),
    phrase(
        "TO_BE_AGREED",
        name="as agreed",
        says=r"^[\s]*(?:[a-z]+ ){1,3}(?:is |are )?(?P<mark>as agreed)[\s.!]*$",
        bad=("Surface treatment as agreed.",),
        good=("Surface treatment as in clause 4.2.",),
    ),
)
