"""VAGUE_TIME: when, without a number."""

from tradeward.domain.linting.rules.rule import Rule, phrase

_BOUNDED = (
    r"(?:\b(?:and|but|or)\b,?|,|;|\() ?(?:in (?:any|no|every) (?:event"
    r"|case),? ?)?(?:shall )?(?:be )?(?:not |no |at the )?(?:later than|latest|within|in any case within"
    r"|in no event more than|not more than|not to exceed|not exceeding|no more than)(?: \w+){0,3}"
    r"|(?:in any (?:event|case)|at the latest|no later than|not later than|in no event later than"
    r"|but within|and within|latest) "
)
_ASAP = (
    r"a\.?s\.?a\.?p\b\.?|as (?:soon|early|quickly|fast|promptly|rapidly|swiftly|speedily"
    r"|expeditiously)(?: \w+)? as (?:(?:is |it is |reasonably |commercially |practically |technically "
    r"|humanly )*(?:possible|practicable|practical|feasible|reasonable|convenient|available|ready|you can"
    r"|we can|they can|can be|can|may be))|at (?:the|your|our|its|their"
    r"|his) earliest(?: (?:possible )?(?:convenience|opportunity|possible|date|time|moment))?"
    r"|earliest (?:possible|convenience)"
)
_HASTE = (
    r"prompt|promptly|immediate|immediately|timely|timeous(?:ly)?|(?:in|on) (?:a )?timely (?:manner"
    r"|fashion|basis|way)|urgent|urgently|(?:very |quite |too )soon|soonest|shortly|quick|quickly|quickest"
    r"|fast|fastest|rapid|rapidly|speedy|speedily|swift|swiftly|expeditious|expeditiously|expedited"
    r"|instant|instantly|forthwith"
    r"|without (?:any )?(?:undue |unnecessary |unreasonable |further |culpable )?delays?|undue delay"
    r"|straight ?away|right away|at once|in due (?:course|time)|in good time|(?:in|at"
    r"|on) (?:the )?(?:right|proper|due|suitable|appropriate|reasonable) time|on time|in time|(?:in"
    r"|within) (?:a )?(?:reasonable|short|appropriate|acceptable|normal|usual|suitable|sufficient"
    r"|very short|customary|limited) (?:time|period|term|delay|notice|timeframe|time frame|lead time"
    r"|while)s?(?: of time)?|(?:reasonable|sufficient|adequate|short|proper|due|ample|timely|enough"
    r"|appropriate)(?: prior| advance| written)*(?: and \w+)? (?:notice|notification"
    r"|time)\b(?: in advance)?|with(?:in)? reasonable (?:promptness|dispatch|speed|diligence)|(?:well "
    r"|long )in advance|(?:a )?reasonable (?:time|period)|some time|sometime"
)
_RHYTHM = (
    "periodic|periodical|periodically|regular|regularly|frequent|frequently|(?:quite |very )?often"
    "|occasionally|now and then|at (?:regular|frequent|reasonable|suitable|agreed"
    "|certain) (?:intervals?|times?)|routinely|every (?:now and then|so often|few (?:days|weeks|months))"
    "|as (?:often|frequently|many times) as (?:needed|necessary|required)|at any time convenient"
    "|seasonally"
)
_NEAR = (
    "(?:shortly|soon|right|just|some time|sometime|a (?:short|little) (?:while|time)|a few (?:days|weeks)"
    "|some (?:days|weeks)|several (?:days|weeks)|long|well|immediately|directly|a couple of (?:days"
    "|weeks)) (?:before|after|prior to|following|upon|thereafter|afterwards|later|in advance|ahead)"
)

RULES: tuple[Rule, ...] = (
    phrase(
        "VAGUE_TIME",
        name="as soon as possible",
        says=rf"\b(?P<mark>{_ASAP})",
        unless=_BOUNDED,
        reach=90,
        bad=("Dispatch the spare nozzles ASAP.", "The pumps leave as soon as reasonably practicable."),
        good=("The pumps leave as soon as possible and not later than 9 May 2027.",),
    ),
    phrase(
        "VAGUE_TIME",
        name="haste",
        says=rf"\b(?P<mark>{_NEAR}|(?:prompt|fast|quick|rapid|timely|immediate|speedy|urgent|earliest|express"
        rf"|early) (?:delivery|shipping|shipment|dispatch|payment|response|reply|notice|service|despatch|production"
        rf"|turnaround|action)|{_HASTE})\b",
        unless=_BOUNDED + r"|\bswift(?: code| bic)?:? [a-z]{6}[a-z0-9]{2}",
        reach=90,
        bad=("Seller promptly replaces lost labels.", "Quick delivery of the looms.", "A swift answer is expected."),
        good=(
            "Payment to ICBC Ningbo, SWIFT ICBKCNBJNBP.",
            "Seller replies promptly, and in no event later than 3 days after the claim is received.",
        ),
    ),
    phrase(
        "VAGUE_TIME",
        name="soon",
        says=r"\b(?P<mark>soon|sooner)\b",
        unless=r"\b(?:as|so|no) soon(?:er)? (?:as|than)|sooner (?:of|terminat)|sooner or later",
        reach=20,
        bad=("The remaining crates follow soon.",),
        good=("The crates leave 3 days after the crane certificate is issued.",),
    ),
    phrase(
        "VAGUE_TIME",
        name="now and then",
        says=rf"\b(?P<mark>{_RHYTHM})\b(?: (?:report|inspect|check|update|clean|maintain|inform|audit|test|visit"
        rf"|supply|deliver)\w*)?",
        unless=r"(?:more|less|as) (?:often|frequent)|annual or periodic|regular (?:slotted|carton|mail|business|price"
        r"|customers?|tax|size|employees?|fit|meetings? on)|regular(?:ly)? (?:every|each|on)|frequent flyer"
        r"|\b(?:every|each) (?:<count> )?(?:day|week|month|year|monday|tuesday|wednesday|thursday|friday"
        r"|<weekday>)|\bmay\b[^.;]{0,60}(?:from time to time|at any time)|from time to time[^.;]{0,20}\bmay\b",
        near=r"\b(?:report|inform|notif|updat|inspect|test|clean|audit|check|maintain|maintenance|review|visit"
        r"|deliver|suppl|train)\w*",
        bad=("The mould is cleaned periodically.", "Reports are sent occasionally."),
        good=("The mould is cleaned after every 5,000 shots.",),
    ),
    phrase(
        "VAGUE_TIME",
        name="some moment",
        says=r"\b(?P<mark>within short|at (?:a|the) (?:suitable|convenient|proper|right|appropriate|later|good"
        r"|favou?rable)"
        r" (?:moment|time|point|date|stage|opportunity)|in the course of time|as time (?:allows|permits)"
        r"|over time|in the long run)\b",
        bad=("The last instalment is paid at a suitable moment.",),
        good=("The last instalment is paid on 1 August 2027.",),
    ),
    phrase(
        "VAGUE_TIME",
        name="from time to time",
        says=r"\b(?P<mark>from time to time)\b",
        unless=r"\bmay\b[^.;]{0,60}from time to time|from time to time[^.;]{0,20}\bmay\b",
        near=r"\b(?:sellers?|suppliers?|buyers?|factory|we) (?:shall |will |must )?(?:inform|report|update|send"
        r"|visit|check)\w*",
        bad=("Reports are sent from time to time.",),
        good=("From time to time the buyer may ask for a report, which is sent within 3 days of the request.",),
    ),
    phrase(
        "VAGUE_TIME",
        name="about so many days",
        says=r"\b(?P<mark>(?:about|around|approx(?:imately|\.)?|circa|ca\.?|roughly|nearly|almost|some|estimated"
        r"|more or less|max(?:imum)? about|within about|within around|up to about|[^0-9 ] ?~) ?(?:<count>|a"
        r"|one|couple of)(?:\s?\([^()]{1,20}\))?(?: ?(?:-|to|~|or) ?<count>)?[\s\-]?<period>|<count> ?(?:-"
        r"|to)? ?(?:<count>)? ?<period> (?:or so|more or less|approximately|approx\.?|roughly|plus minus|\+/-)"
        r"|(?:a |the next |next |in |within )?(?:few|several|some|couple of|a couple of|coming|next) (?:more "
        r"|working |business )?(?:seconds|minutes|hours|days|weeks|months|years))\b",
        bad=("Looms are ready about 60 days after the deposit.", "Ready in a few weeks."),
        good=("Looms are ready 60 days after the deposit is credited.",),
    ),
    phrase(
        "VAGUE_TIME",
        name="about a date",
        says=r"\b(?P<mark>(?:on or about|about|around|approx(?:imately|\.)?|circa|ca\.?|towards?|close to|near"
        r"|estimated) (?:the )?(?:(?:end|middle|beginning|start) of |<dom> |early |late |mid[- ]?)?(?:<month>"
        r"|christmas|easter|ramadan|diwali|chinese new year|spring festival|new year|cny|<weekday>"
        r"|<dom> (?:of )?<month>|<year>-\d\d-\d\d))",
        bad=("Sailing around 20 May 2027.",),
        good=("Sailing on 20 May 2027.",),
    ),
    phrase(
        "VAGUE_TIME",
        name="when it is ready",
        says=r"\b(?P<mark>(?:when|once|after|as soon as|until|if) (?:our|their|his|its|the final|the end"
        r"|my) (?:customers?|clients?|end[- ]?users?|bank|buyers?|retailers?) (?:has |have )?(?:paid|pays|pay"
        r"|accepts?|accepted|approves?|approved|confirms?|confirmed)|(?:the )?(?:earlier|sooner|faster"
        r"|quicker) the better|(?:at |by |before |after |until )?(?:the )?(?:end|beginning|start|middle"
        r"|close) of (?:the )?(?:season|harvest|crop|fair|production|project|holidays?)|(?:when|once|whenever"
        r"|after|as soon as|until|by the time)(?: the| all| our| your| their| its| his| you| we"
        r"| they)?(?: \w+){0,3} (?:(?:is|are|was|were|has been|have been|will be|gets?|become) (?:fully |all "
        r"|completely )?(?:ready|available|done|completed?|finished|sold|convenient|possible|free|over"
        r"|in stock|confirmed by us|better|settled|clear)|(?:has|have) (?:space|time|capacity|stock|money"
        r"|funds|finished|sold|been sold|the money|room|a vessel|completed)|finish(?:es|ed)?|allows?|permits?"
        r"|complete[sd]?|comes? in|runs? out|sells?)|(?:when|whenever|as and when|if and when) (?:needed"
        r"|required|necessary|requested|convenient|possible|available|called for|ready)|as needed"
        r"|upon (?:completion|availability|readiness|being ready|finish)|on (?:call|demand|availability"
        r"|completion)|on (?:buyer|seller)'?s? (?:first )?call|at (?:a )?later (?:date|stage|time)|later on"
        r"|later|until further notice|in (?:the )?(?:near|foreseeable) future|before long|one day|some day"
        r"|(?:next|this|last|coming|after|before|around|during|by|till|until) (?:the )?(?:chinese new year"
        r"|spring festival|cny|christmas|easter|ramadan|eid|diwali|holidays?|season|harvest|summer|winter"
        r"|spring|autumn|rainy season|peak season|golden week|new year|national day|fair|canton fair|crop"
        r"|selling season|monsoon|exhibition|trade fair|puja|school holidays?|ice-free)|in (?:the )?(?:high"
        r"|low|peak|off|next|coming|early|late|new) ?season|(?:during|in) (?:the )?(?:harvest|season))\b",
        unless=r"\b(?:whichever|not later than|no later than|at the latest|within <count>|<count> <period> (?:after"
        r"|of|from|before)|early (?:termination|payment discount|wood)|earlier (?:of|than|termination)"
        r"|earliest|upon completion of (?:the|each|all) (?:test|batch|audit|inspection|delivery|term)|no later"
        r"|not later|or later|years? later|days? later)\b",
        reach=70,
        bad=("We pay when the harvest is sold.", "The second half is shipped after Chinese New Year."),
        good=("We pay 10 days after the harvest report HR-7 is issued.",),
    ),
)
