"""COMPARATIVE: compared with nothing that stays where it is."""

from tradeward.domain.linting.rules.rule import Rule, phrase

_ADJECTIVES = (
    "better|worse|stronger|weaker|thicker|thinner|softer|harder|heavier|lighter|darker|brighter|bigger"
    "|larger|smaller|higher|lower|longer|shorter|wider|narrower|tighter|looser|smoother|rougher|finer"
    "|coarser|cleaner|cheaper|safer|deeper"
    "|paler|warmer|cooler|denser|stiffer|tougher|sharper|sturdier|nicer|newer|older|richer|purer|drier"
    "|fresher|crisper|sweeter|shinier|glossier|quieter|greener|redder|bluer|whiter|blacker|flatter|neater"
    "|more durable|less noisy"
    "|improved|enhanced|upgraded|superior|inferior|faster drying"
)
_IDENTIFIED = (
    r"\b(?:sample|standard|reference|article|model|drawing|file|spec(?:ification)?|batch|lot|item|panel"
    r"|swatch|part)s? (?:no\.? ?|nr\.? ?|number ?|# ?)?\w*\d|\d{4}-\d\d-\d\d"
    r"|specifications?|annex|appendix|exhibit|schedule|\bthan (?:or equal to )?(?:the |a |an |approx\.? ?"
    r"|about )?[\d<>±\x05\x06$]|\bthan (?:usd|eur|cny|gbp) ?\d|\bthan (?:one|two|three|four|five|six|seven"
    r"|eight|nine|ten|twelve|twenty|thirty|half)\b"
)

RULES: tuple[Rule, ...] = (
    phrase(
        "COMPARATIVE",
        name="as … as possible",
        says=r"\b(?P<mark>as (?:much|many|close|near|closely|nearly|even|evenly|little|few|low|high|good|well|thin"
        r"|thick|flat|straight|tight|tightly|light|strong|soft|smooth|small|large|big|dark|bright|clean|dry"
        r"|white|similar|fresh|far|accurately|exactly|full|compact|natural|neat|quiet|uniform|constant|hard"
        r"|heavy|cheap|short|long|wide|narrow|deep|clear|sharp|sharply|pure|precise|precisely|simple|stable"
        r"|fine|finely|gently|carefully|[a-z]+ly)(?: [a-z]+)? as (?:possible|you can|can be|we can|they can"
        r"|one can|feasible|practicable|practical|achievable|it can|it gets|can|you like"
        r"|reasonably (?:possible|practicable|achievable)|technically possible))\b",
        bad=("Grind the beans as fine as possible.", "The shade is as close as possible to navy."),
    ),
    phrase(
        "COMPARATIVE",
        name="than",
        says=rf"\b(?P<mark>(?:not |no |never |much |far |slightly |a bit |a little |even )?(?:{_ADJECTIVES}|(?:more"
        rf"|less) [a-z]+|[a-z]{{3,}}er) (?:(?:quality|in quality|finish|performance|strength|in (?:all"
        rf"|every) respects?|results?|looking|glass|material|board|fabric|paper|steel|wall|leather|cloth|film"
        rf"|coating|packing|cartons?|colou?r) )?(?:than|to (?:the|that|those|other|any|what|our|your|competing"
        rf"|competitors?))(?: (?:[a-z']+)){{0,4}})",
        unless=_IDENTIFIED
        + r"|\b(?:no|not) (?:later|less|more|fewer|earlier|sooner|greater|lower|higher|other|larger|longer) than"
        r"|(?:later|other|rather|sooner|earlier|order|number|after|under|over|water|paper|together|deliver"
        r"|buyer|supplier|either|whether|neither|refer|letter|matter|transfer|offer|answer|manner|owner|carrier"
        r"|manufacturer|customer|container|user|consumer|forwarder|power|party|former|latter) (?:than|to)"
        r"|more than one|less favou?rable|\[\*|herein"
        r"|set forth|hereunder|forecast|more frequently|(?:greater|more|less) than (?:\w+ )?(?:percent|\*)",
        reach=60,
        bad=("The pans shall be better than those of other factories.", "Leather softer than on the market."),
        good=("The hose is no longer than 5.00 m.",),
    ),
    phrase(
        "COMPARATIVE",
        name="bare comparative",
        says=rf"\b(?P<mark>(?:a bit|a little|slightly|somewhat|much) (?:{_ADJECTIVES})\b|(?:a bit |a little "
        rf"|slightly |little |much |somewhat |even |far )?(?:better|worse"
        r"|stronger|weaker|thicker|thinner|softer|harder|heavier|lighter|darker|brighter|smoother|finer"
        r"|cleaner|cheaper|safer|paler|warmer|denser|stiffer|tougher|sturdier|nicer|purer|drier|fresher"
        r"|quieter|whiter|improved|enhanced|upgraded|(?:more|less) (?:durable|stable|solid|vibration|noise"
        r"|noisy|beautiful|careful|carefully|comfortable|compact|resistant|accurate|precise|even|uniform"
        r"|natural|elegant|professional|strict|strictly|attractive|flexible|robust|secure|reliable|odou?r"
        r"|smell|power|energy|water|fuel|electricity|dust|waste|powder|shrinkage|visible|shiny|glossy|friction"
        r"|weight|defects|moisture|thick"
        r"|strong|soft|sweet|bitter|sour|attention)|(?:higher|lower|larger|smaller|bigger|longer) (?:quality"
        r"|grade|strength|density|purity|standard|standards|weight|gloss|resistance|performance|precision"
        r"|hardness|content|durability|level|class|noise|smell|friction|size|thickness|life|lifetime"
        r"|thread count)))\b",
        unless=_IDENTIFIED
        + r"|\bor (?:better|thicker|heavier|higher|stronger|more|thinner|lighter|finer|cleaner)\b|\bthan\b",
        reach=40,
        bad=("Please use a thicker board.", "The second batch must be better."),
        good=("Corrugated board 5-ply, BC flute or better, ECT ≥ 8.0 kN/m by ISO 3037:2022.",),
    ),
    phrase(
        "COMPARATIVE",
        name="superlative",
        says=r"\b(?P<mark>(?:the )?(?:very )?(?:best|finest|strongest|highest|lowest|softest|hardest|thickest"
        r"|thinnest|lightest|toughest|purest|freshest|newest|cheapest|brightest|darkest|smoothest|cleanest"
        r"|safest|whitest|largest|smallest|sturdiest|nicest|most (?:durable|beautiful|modern|advanced|suitable"
        r"|reliable|stable|accurate|economical|attractive|careful|professional|appropriate|comfortable"
        r"|efficient|precise|popular|up-to-date|solid|elegant)|latest (?:technology|technologies|design"
        r"|generation|fashion|style|equipment|techniques?)|utmost|uppermost|second to none|state of the art"
        r"|number one|no\.? ?1 quality|unbeatable|unmatched|unrivalled)(?: (?:possible|available|quality|grade"
        r"|materials?|standards?|care|level))?)\b",
        unless=r"\bbest (?:estimates?|rating|efforts?|endeavou?rs?|of (?:its|our|their|his|my|the) (?:knowledge"
        r"|ability|abilities)|interests?|practices?|before)|(?:highest|lowest|largest|smallest|best) (?:and|or"
        r"|of the|value|reading|of|price|bid|rate|permitted|number|ceiling)|(?:for|the|of) (?:the )?highest reading"
        r"|highest \d",
        reach=24,
        bad=("Only the finest cocoa is used.", "Valves with the lowest leakage."),
        good=("The seller uses the highest reading of five.", "Deduction of 0.2 % a day, highest 5 %."),
    ),
    phrase(
        "COMPARATIVE",
        name="like another",
        says=r"\b(?P<mark>(?:(?:the )?same (?:\w+ ){0,3}(?:as|like|with|to|of)|equal (?:to|in \w+ to)|equals"
        r"|equivalent (?:to|in \w+ to)|similar (?:to|in \w+ to|with|as)|comparable (?:to|with|in \w+ to)"
        r"|identical (?:to|with)|as good as|as (?:strong|soft|hard|thick|durable|nice|heavy|well|high|smooth"
        r"|bright|sweet|fresh) as|like|in line with|on (?:a )?par with|close to|matching|matches"
        r"|match(?:ed)? (?:to|with)?|at (?:the )?(?:same )?level of|compete with|competitive with"
        r"|up to the level of|not (?:worse|lower|inferior|less) (?:than|to)|in the style of|resembl(?:e|es"
        r"|ing)|as (?:the|our|other|your|those|market|a|in|on)) (?:(?:the|other|our|your|those|that|products?"
        r"|goods|quality|level|of|from|leading|well[- ]known|famous|big|major|good|any|all|a|an|what"
        r"|which) ){0,5}(?:market|markets|competitors?|competition|brands?|makers?|manufacturers?|factor(?:y"
        r"|ies)|suppliers?|others|industry|premium products|originals?|imported (?:one|ones|goods|products)"
        r"|(?:european|german|japanese|italian|american|swiss|us|branded) (?:\w+ )?(?:products?|quality|goods"
        r"|makers?|brands?|ones?|standards?|originals?)|(?:usual|other|present|current|regular"
        r"|old) (?:suppliers?|makers?|goods)|stores?|shops?|ikea|supermarkets?|hotel|rest of the world))\b",
        unless=_IDENTIFIED,
        reach=60,
        bad=("The towels feel the same as those of other brands.", "Quality similar to leading brands."),
        good=("Buyer's artwork is the same as on model TX-40 of 3 May 2027, file tx40_v2.pdf.",),
    ),
    phrase(
        "COMPARATIVE",
        name="same quality as",
        says=r"\b(?P<mark>(?:(?:of )?the same|same|equal|equivalent|similar|comparable|like) (?:quality|standard"
        r"|level|grade|look|finish|strength|taste|feel|performance|hardness|softness|thickness|shine"
        r"|brightness|class|smell) (?:as|like|to|with|of) (?:\w+ ?){1,3})",
        unless=_IDENTIFIED
        + r"|\b(?:previous|last|earlier|former|first|sample|order|shipment|before|picture|photo|approved)\b",
        reach=60,
        bad=("Vests of the same quality as Marlo.",),
        good=("Vests equal sealed sample No. 31 of 6 June 2027, held by the inspector.",),
    ),
    phrase(
        "COMPARATIVE",
        name="as … as another",
        says=r"\b(?P<mark>as [a-z]{3,} as (?:[a-z]+ ?){1,3})",
        unless=_IDENTIFIED + r"|as \w+ as (?:possible|you can|can be|we can|needed|necessary|required)|as good as new"
        r"|as (?:well|soon|long|far|much|many|often|few|little|early|late|low|[a-z]+ly) as|as (?:such|well|follows) as",
        reach=60,
        bad=("Gears as precise as Swiss ones.", "Paint at least as opaque as what was used before."),
        good=("Gears of quality grade 6, ISO 1328-1:2013.",),
    ),
    phrase(
        "COMPARATIVE",
        name="or equivalent",
        says=r"\b(?P<mark>or (?:an? )?(?:equivalent|similar|equal|comparable)(?: (?:quality|material|grade|product"
        r"|brand|type|one|model|maker?|standard))?(?:[\s]*[.,;)]|[\s]*$| (?:is|are|may|from|with|ok|for the)\b)"
        r"|or (?:equivalent|similar|equal) (?:quality|material|grade|product|brand|type|model|maker|standard"
        r"|one)|of (?:equal|equivalent|comparable|similar) (?:quality|value|grade|standard|performance|kind)\b"
        r"|(?:equal|equivalent|comparable|similar) quality\b)",
        bad=("Motor from Siemens or equivalent.",),
        good=("Motor from Siemens, type 1LE1003, nothing else.",),
    ),
    phrase(
        "COMPARATIVE",
        name="shall be more so",
        says=rf"\b(?:must|shall|should|has to|have to|need to|needs to|to|can) (?:be|look|feel|get|become|run"
        rf"|last) (?P<mark>{_ADJECTIVES})\b",
        unless=_IDENTIFIED + r"|\bthan\b",
        reach=50,
        bad=("The blades should be sharper.",),
        good=("The blades have an edge angle of 30° ± 2°.",),
    ),
    phrase(
        "COMPARATIVE",
        name="close to",
        says=r"\b(?:colou?r|shade|tone|quality|finish|look|taste|smell|hardness|feel)s? (?:is |are |to be "
        r"|should be |must be |shall be )?"
        r"(?P<mark>(?:very |as )?(?:close|near|similar|comparable) to (?:[a-z]+ ?){1,3})",
        unless=_IDENTIFIED + r"|\b(?:approved|sample|picture|photo|previous|last)\b|\d{2,}",
        reach=60,
        bad=("Shade close to olive.",),
        good=("Shade Pantone 18-0430 TCX.",),
    ),
)
