"""NO_METHOD: a property that depends on its test, and no test."""

from collections.abc import Iterator

from tradeward.domain.linting.patterns import compiled
from tradeward.domain.linting.rules.rule import Rule, Span
from tradeward.domain.linting.term import Term

_PROPERTY = (
    r"colou?r[- ]?fast(?:ness)?|fastness|light ?fastness|tensile(?: strength)?|tear(?:ing)?(?: strength"
    r"| resistance)?|burst(?:ing)?(?: strength| pressure)?|breaking (?:strength|load|force)"
    r"|break(?:ing)? (?:strength|load)|compress(?:ive|ion)(?: strength| test)?|bond(?:ing)?(?: strength)?"
    r"|peel(?:ing)?(?: strength| force)|pull(?:-?off)?(?: strength| force| test| of)|seam (?:strength"
    r"|slippage)|flexural(?: strength)?|bending strength|yield strength|hardness|abrasion(?: resistance)?"
    r"|martindale|wear resistance|pilling(?: grade| resistance)?|shrink(?:age|s|ing)?|water absorption"
    r"|absorption|absorbency|water (?:resistance|column|repellency|tightness|pressure)|hydrostatic"
    r"|noise(?: level)?|sound (?:level|pressure|insulation)|flamm\w+|burning (?:rate|behaviou?r)"
    r"|leakage rate|leak rate|pressure (?:resistance|test|rating)|test pressure|working pressure"
    r"|drop (?:test|resistance)|load(?:ing)? (?:capacity|bearing|test)|bearing capacity|carrying capacity"
    r"|max(?:imum|\.)? load|static load|impact(?: strength| resistance)?|torque|battery (?:life|runtime"
    r"|endurance)|run ?time|service life|life ?(?:time|span)?|lifetime|working life|endurance|durability"
    r"|cycle life|luminous (?:flux|efficacy)|brightness|efficiency|adhesion|corrosion resistance"
    r"|salt[- ]spray|heat resistance|temperature resistance|insulation(?: resistance)?"
    r"|thermal conductivity|conductivity|viscosity|purity|assay|content|contents|lead|cadmium|mercury"
    r"|arsenic|nickel(?: release)?|phthalates?|formaldehyde|bpa|azo(?: dyes?)?|pah|voc|heavy metals?"
    r"|pesticides?(?: residues?)?|residues?|aflatoxin|mycotoxins?|toxicity|bacteria\w*|plate count"
    r"|salmonella|e\.? ?coli|moisture|humidity|protein|fat|ash|fibre content|sugar|salt|brix|acidity"
    r"|acid value|peroxide value|shelf[- ]life|gloss|elongation|elasticity|stretch|recovery|opacity"
    r"|whiteness|breathability|permeability|transmission|transmittance|delta ?e|d ?e(?: ?[<>\x02]| max)|concentration"
    r"|melt(?:ing)? (?:flow|point)|flash ?point|slip resistance|friction|oxygen transmission|fill power"
    r"|down content|thread count|twist|evenness|sterility|filtration(?: efficiency)?|bfe"
    r"|pfe|penetration|puncture(?: resistance| strength)?|seal strength|migration|solubility|residue"
    r"|whiteness|starch|gluten|caffeine|alcohol|nicotine|ph(?: value)?|impurit(?:y|ies)|heat output"
    r"|cooling capacity|flow rate|throughput|energy consumption|power consumption|sharpness|ageing|aging"
    r"|uv resistance|weathering|stiffness|tackiness|edge crush|ect|box compression|bct"
    r"|stacking (?:strength|load)|protection class|crush(?:ing)? strength|capacity retention"
    r"|germination(?: rate)?|admixture|foreign matter"
)
_NUMBER = r"(?:<num>|\b<figure>\b|grade \d|class \w+|level \d|r\d\d?|ip\d\d)"
_VALUED = compiled(
    rf"\b(?P<mark>(?:{_PROPERTY})\b(?: (?:of|is|in|the|to|at|not|shall|should|must|be|more|less|than|above"
    rf"|below|under|over|minimum|min\.?|maximum|max\.?|least|most|up|from|reach|exceed|value|grade|class"
    rf"|level|rate|rating|wet|dry|dry/wet|warp|weft|both|each|after|least|within|between|washing|rubbing"
    rf"|light|test|result|results|lower|higher|about|for|on|or|and|per|md|cd|directions?|strength"
    rf"|resistance|[a-z]+)){{0,6}}?[\s:=<>\x01\x02\x03(]*{_NUMBER}(?: ?(?:-|to) ?<num>)?(?: ?[a-z%°/²³]+)?)"
)
_MEASURED_BY_TEST = compiled(
    r"(?P<mark>(?:(?:at least|min(?:imum|\.)?|max(?:imum|\.)?|not more than|no more than|not less than"
    r"|less than|more than|below|above|under|over|up to|≤|≥|<|>) ?)?<num> ?(?:-|to)? ?(?:<num>)? ?(?:ppm"
    r"|mg/kg|ppb|mg/l|µg/kg|ug/kg|kpa|mpa|n/mm2|bar|psi|n/cm|n/\d+ ?mm|newtons?|kgf?/cm2|shore(?: [ad])?"
    r"|hrc|hrb|hv|hb|db ?\(?a?\)?|db|lumens?|lm/w|lm|cp|cps|mpa\.?s|cst|cycles?|washes|washings?"
    r"|wash cycles|rubs|martindale|operations|double rubs|flushes|strokes|openings|switchings"
    r"|charge cycles|hours of (?:use|light|operation|salt spray|continuous)|operating hours|running hours"
    r"|burning hours|mm ?h2o|kn|kn/m|cfu(?:/g)?|mbar|torr|brix|iu|cd|%rh|rubbing|folds|bends|drops?)\b)"
)
_ADJECTIVE = compiled(
    r"\b(?P<mark>(?:water|weather|rust|rot|moisture|heat|cold|frost|freeze|fire|flame|scratch|shock|impact"
    r"|crush|tear|wear|abrasion|stain|fade|light|uv|chemical|acid|alkali|oil|grease|corrosion|mildew|mould"
    r"|mold|bacteria|wind|wrinkle|crease|slip|skid|break|shatter|vandal|leak|dust|child|explosion|tamper"
    r"|puncture|odou?r|insect|moth|salt[- ]spray|temperature|pressure|sweat|wash|colou?r|ozone|age|ageing"
    r"|aging|fungus|microwave|oven|dishwasher|splash|rain|sun|sea ?water|bite|cut|pilling|thermal shock"
    r"|boil|static|bullet|sound|air)[\s\-]?(?:proof|proofed|resistant|resistance|repellent|retardant"
    r"|retardancy|tight|stable|safe|fast|free|resist|proofing)|waterproof(?:ness|ing)?|rustproof|fireproof"
    r"|non[- ]?(?:toxic|slip|fading|flammable|combustible|allergenic|irritant|hazardous|leaking|stick"
    r"|shrink|corrosive|absorbent|magnetic|skid|yellowing|gmo)|hypo-?allergenic|anti[- ]?(?:bacterial"
    r"|microbial|static|slip|skid|fungal|rust|corrosion|scratch|uv|fog|mould|mold|shock|pilling|wrinkle"
    r"|aging|ageing|fading|mite|odou?r|allergenic|oxidant|oxidation)|fire[- ]?(?:resistant|retardant"
    r"|rated)|flame[- ]?retardant|self[- ]extinguishing|inflammable|non-?inflammable|bio-?degradable"
    r"|compostable|breathable|windproof|air-?tight|water-?tight|leak-?proof|food[- ]?(?:safe|grade"
    r"|contact safe)|baby[- ]safe|skin[- ]friendly|eco[- ]?friendly|environment(?:ally)?[- ]friendly"
    r"|toxic[- ]free|harmless (?:to|for)|unbreakable|shatter-?proof|pre-?shrunk|shrink-?proof"
    r"|energy[- ]saving|sterile|dermatologically tested|pressure tested|tested for (?:leakage|leaks|safety"
    r"|strength|lead)|leak tested|lead[- ]free|(?:bpa|azo|nickel|phthalate|formaldehyde|cadmium|pvc|latex"
    r"|gluten|pesticide|chlorine|acid|solvent|asbestos|gmo|mercury|halogen|sulphur|sulfur|bacteria"
    r"|allergen|pfas|pfoa|pfos|paraben|silicone|alcohol|sugar|preservative)[- ]free)\b"
)
_BEHAVIOUR = compiled(
    r"\b(?P<mark>(?:(?:must|shall|should|may|will|does|do|can|to|that|which|cannot|is|are)? ?(?:not|never"
    r"|no|without)|no) (?:be )?(?:to )?(?:[a-z]+ )?(?:fad(?:e|es|ing)|shrink(?:s|ing|age)?|bleed(?:s|ing)?"
    r"|pill(?:s|ing)?|peel(?:s|ing)?(?: off)?|rust(?:s|ing)?|corrod(?:e|es|ing)|leak(?:s|ing)?|drip"
    r"|melt(?:s|ing)?|warp(?:s|ing)?|yellow(?:s|ing)?|discolou?r(?:s|ing)?|crack(?:s|ing)? (?:when|after"
    r"|under|in|at|during|if|on|from|by|within)|break(?:s|ing)? (?:in|when|after|under|at|during|if|by|from"
    r"|within)|burn|ignite|deform (?:when|after|under|at|in)|tear(?: when| after| under| off)?"
    r"|run in (?:the )?wash|lose (?:its |their )?(?:colou?r|shape|hair|air|pressure|strength|elasticity"
    r"|form)|soften|swell|irritate|cause (?:allerg|irritation|rash)\w*|overheat|fall off|come off|wash off"
    r"|rub off|stretch out|change colou?r|tarnish|detach|collapse|mould|oxidi[sz]e|stain the"
    r"|transfer colou?r|smell after|clump|shed)(?: [a-z]+){0,3}"
    r"|(?:must|shall|should|will|can|has to|have to|able to|to|that|which)? ?(?:withstand|withstands"
    r"|resist|resists|endure|endures|survive|survives|hold up to|stand up to|bear|bears|tolerate|tolerates"
    r"|support|supports|hold|holds|carry|carries)(?: [a-z]+){0,4} (?:<num> ?(?:kg|g|n|kn|lbs?|bar|psi|kpa"
    r"|mpa|°?c|degrees?|cycles|washes|washings|hours|h|drops|m|cm|v|kv|tons?|t|°|newtons?|times|days"
    r"|years)\b|(?:\x04|boiling|temperatures?|heat|cold|frost|falls?|drops?|rain|washing|sea water"
    r"|sunlight|sun|pressure|loads?|wind|impact))|(?:passes|pass|passed)(?: the| a| an"
    r"| all)*(?: [a-z]+){0,3} tests?\b|lasts?(?: for)?(?: at least| min\.?| minimum)? <num> (?:years?"
    r"|months?|hours?|washes|cycles|uses|times)|<num> (?:hours?|years?|months?|times|uses)(?: of)? (?:life"
    r"|lifetime|use|service life|battery|operation|washing|washes|lifespan|light)|(?:burns?|lasts?|runs?"
    r"|works?|operates?|glows?|shines?|cools?|holds? (?:air|charge|water)"
    r"|stays?)(?: [a-z]+){0,4} (?:at least |min\.? |minimum |up to |about )?<num> (?:hours?|days?|years?"
    r"|months?|h\b)|<num> ?(?:%|percent) (?:loss|decrease|drop|change|retention|recovery"
    r"|reduction)(?: [a-z]+){0,4}|stays? (?:white|sharp|dry|flat|cool|fresh|in shape|straight|hot|warm"
    r"|cold|elastic|stable)(?: [a-z]+){0,4}|keeps? (?:hot|cold|warm|its shape|its colou?r|their shape"
    r"|fresh|sharp|dry|drinks|food)(?: [a-z]+){0,4}|washable(?: at)?(?: \d+)?|after <num> (?:washes"
    r"|washings|wash|wash cycles|cycles)|(?:contains?|containing|with|has|have|includes?|of) (?:no|zero"
    r"|0) (?:[a-z]+ )?(?:lead|cadmium|mercury|phthalates?|formaldehyde|bpa|azo|pesticides?|heavy metals?"
    r"|nickel|toxic|harmful|chemicals?|asbestos|gluten|alcohol|gmo|latex|preservatives?|additives?"
    r"|antibiotics|hormones|chlorine|pfas|allergens?|arsenic|solvents?|bacteria)(?: \w+)?|no (?:lead"
    r"|cadmium|mercury|phthalates?|formaldehyde|bpa|azo|pesticides?|heavy metals?|toxic"
    r"|harmful substances?|hazardous substances?|asbestos|gluten|preservatives?|allergens?|arsenic"
    r"|banned)\b(?: \w+)?|free (?:of|from) (?:[a-z]+ )?(?:lead|cadmium|mercury|phthalates?|formaldehyde"
    r"|bpa|azo|pesticides?|heavy metals?|nickel|toxic|harmful|chemicals?|asbestos|gluten|gmo|latex"
    r"|bacteria|salmonella|solvents?|toxins|hazardous)(?: \w+)?)"
)
_UNDER = compiled(
    r"\b(?P<mark>(?:not|never) [a-z]+(?: [a-z]+)? (?:under|when|during|after) (?:load|heat|water|washing"
    r"|use|pressure|normal use|rain|frost|impact"
    r"|cold|stress|wet|bent|dropped|heated|washed|loaded|pulled|filled|sterili[sz]ation|ironing|transport"
    r"|storage|folding))\b"
)
_TESTED = compiled(
    r"\b(?:method|procedure|protocol|test)s?[\s\-:]+(?:no\.? |nr\.? |number |in |of |as in |per "
    r"|according to )?(?:[a-z]{0,6}[\-\s]?\d|annex|appendix|exhibit|schedule)|annex [a-z0-9]"
    r"|appendix [a-z0-9]|specifications?\b|\bin accordance with (?:the )?(?:section|clause|quality)"
    r"|titration per|gc-ms per|\bip[x\d][\dkx]\b.{0,10}iec"
)
_LEGAL = compiled(
    r"\b(?:agreement|party|parties|hereunder|herein|pursuant|confidential|invoice|insurance|dispute"
    r"|forecast|term of|liabilit\w*|notice|breach|premises|register|licen[cs]e)\b"
)
_NOT_GOODS = compiled(
    r"\b(?:training|course|meeting|visit|commissioning|audit) (?:lasts|takes|runs)|\b(?:buyer|seller"
    r"|supplier|customer|parties|party|carrier|insurance)s? (?:shall |will |must |may "
    r"|is |are )?(?:not )?(?:bear|bears|hold|holds|support|carry|carries|tolerate|withstand)"
    r"|bear(?:s)? (?:the|all|any|its|their) ?(?:\w+ )?(?:cost|costs|risk|expense|fee|charges)"
    r"|lead[\s\-]time|content(?:s)? of (?:this|the|each)|table of contents|(?:in|of) (?:hard|soft) ?copy"
)


def _untested(term: Term) -> Iterator[Span]:
    if term.standards and len(term.low) < 600:
        return
    long = len(term.low) > 150 and _LEGAL.found(term.low)
    if long or _TESTED.found(term.low) or _NOT_GOODS.found(term.low):
        return
    for pattern in (_VALUED, _MEASURED_BY_TEST, _ADJECTIVE, _BEHAVIOUR, _UNDER):
        yield from (Span(hit.start, hit.end) for hit in pattern.hits(term.open) if _goods(term))


def _goods(term: Term) -> bool:
    return term.context in ("quality", "packaging", "other", "quantity")


RULES: tuple[Rule, ...] = (
    Rule(
        "NO_METHOD",
        "no test named",
        _untested,
        bad=(
            "quality: Burst pressure at least 64 bar.",
            "quality: Moisture max. 12 %.",
            "quality: The coating must not peel.",
            "quality: Tarpaulin is waterproof.",
            "quality: Strap withstands 400 kg.",
            "quality: Lead-free solder mask.",
        ),
        good=(
            "quality: Moisture 10 % to 12 % by ISO 6673:2003.",
            "quality: Wall thickness 4.0 mm ± 0.2 mm.",
            "other: Buyer bears the cost of the crane.",
        ),
    ),
)
