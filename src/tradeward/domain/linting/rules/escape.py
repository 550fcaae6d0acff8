"""ESCAPE: a duty that its debtor may leave."""

from tradeward.domain.linting.rules.rule import Rule, phrase

RULES: tuple[Rule, ...] = (
    phrase(
        "ESCAPE",
        name="if possible",
        says=r"\b(?P<mark>(?:if|where|when|whenever|wherever|as far as|so far as|to the extent|insofar as"
        r"|in so far as|as long as|unless)(?: it is| it be| this is| that is| at all| reasonably| commercially"
        r"| technically| otherwise| not)* (?:possible|practicable|practical|feasible|convenient|available"
        r"|affordable|impossible|impracticable|reasonable|permitting|permissible by production)|where possible"
        r"|if (?:needed|necessary|stock (?:allows|permits|is available|lasts)|(?:the )?(?:time|weather"
        r"|capacity|production|situation|schedule|space|raw material|market|conditions?|circumstances?|vessel"
        r"|traffic|electricity|power)(?: \w+)? (?:allows?|permits?|is (?:ok|good|fine|available|enough|stable"
        r"|normal))|(?:[a-z]+ ){1,3}(?:is|are) (?:available|in stock|free|possible|enough)|(?:there (?:is|are"
        r"|will be)|we (?:have|get|face)) no (?:problems?|delays?|accidents?|holidays?|strikes?|issues?"
        r"|changes?|shortages?|rain|power cuts?|troubles?|obstacles?|surprises?|emergenc(?:y|ies)|special)"
        r"|(?:everything|all) (?:goes"
        r"|is) (?:well|smoothly|fine|ok|normal)|nothing (?:happens"
        r"|unexpected)|no (?:accident|problem|unforeseen|delay|special|holiday)\w*|we can|he can|they can"
        r"|able)|(?:time|weather|stock|capacity|space|vessel|production|circumstances|conditions) permitting"
        r"|as (?:production|capacity|stock|time|the situation|circumstances|conditions|space) (?:allows?"
        r"|permits?)|while stocks? lasts?|as the case allows|whenever needed)\b",
        unless=r"if necessary,? (?:in accordance|pursuant|under)|\bif (?:any|applicable)\b.{0,10}$"
        r"|unless (?:otherwise )?(?:not )?applicable",
        reach=40,
        bad=("Use FSC board if available.", "Load before noon, weather permitting."),
        good=("If the test of EN 455-1:2020 fails, the seller sorts the lot within 6 days after the report.",),
    ),
    phrase(
        "ESCAPE",
        name="best efforts",
        says=r"\b(?P<mark>(?:(?:all|any|its|their|our|his|my|every|using|use|uses|make|makes|apply|exert|diligent"
        r"|same|such|the|due|good[- ]faith)? ?(?:best|reasonable|reasonably|commercially reasonable|commercial"
        r"|all reasonable|every reasonable|utmost|maximum|diligent|good faith|commercially diligent"
        r"|____ ____) (?:commercial |possible |and diligent |business |diligent )?(?:efforts?|endeavou?rs?"
        r"|attempts?|steps|measures|means))|(?:our|their|its|his|your) (?:best|utmost)(?: efforts?)?(?: to| in"
        r"| for|[.,;]|$)|(?:our|their|its|his|every|all possible) efforts?\b|(?:make|makes|made|take|takes"
        r"|using|use) (?:an? |every |all |serious |great )*(?:efforts?|endeavou?rs?)|(?:will|shall|to|does|do"
        r"|would|we|seller|supplier|factory|buyer|manufacturer|must|should)? ?(?:try|tries|trying|endeavou?rs?"
        r"|strives?|aims?|hopes?|hoping|intends?|plans|expects?|hopefully) (?:to|that|our best|their best"
        r"|its best|hard|every)|(?:we|seller|supplier|factory|buyer|they) plan to|(?:do|does|doing) (?:its"
        r"|their|our|his|the) best|as best (?:it|they|we|he) can|best[- ]effort basis)\b",
        unless=r"(?:purchaser|buyer|customer|party)'?s? (?:intends|plans|expects) to (?:use|assert|sell|resell)"
        r"|intends? to (?:assert|exercise|use|sell|claim|terminate|be legally)|intended to (?:have|be)",
        reach=40,
        bad=("Seller uses its best endeavours to load on 4 May 2027.", "The factory hopes to finish by 4 May 2027."),
        good=("Seller loads on 4 May 2027 at the latest.",),
    ),
    phrase(
        "ESCAPE",
        name="subject to",
        says=r"\b(?P<mark>(?:is |are |be )?(?:subject|depending|dependent|dependant|depends?|contingent|conditional"
        r"|conditioned) (?:to|on|upon) (?:(?:the|our|its|their|any|actual|current|prior|final|raw|material"
        r"|space|vessel|market|production|factory|stock|capacity|unsold|supplier'?s?|seller'?s?"
        r"|sub-supplier'?s?|usual|seasonal|staff|machine|mill|sea|labou?r|power|container"
        r"|shipping) ){0,4}(?:availability|availabilities|available|stock|stocks|supply|supplies|capacity"
        r"|situation|situations|workload|change|changes|change without notice|modification|prior sale|sale"
        r"|weather|raw materials?|material|materials|market|schedule|schedules|vessel|space|harvest|crop"
        r"|production|progress|conditions?|circumstances|convenience|fluctuations?|cotton price|price|traffic"
        r"|luck|season|energy|electricity|orders? (?:situation|book|load)|self-supply|delivery by"
        r"|timely supply))\b",
        unless=r"subject to (?:the )?(?:terms and )?conditions? (?:of|set|in|herein|contained|precedent|below|stated)"
        r"|\bsubject to (?:price|changes?) (?:adjustments? )?(?:under|in accordance|pursuant|as set|based on"
        r"|control)",
        reach=60,
        bad=("Loading in week of order, subject to vessel space.", "Colour depending on availability of pigment."),
        good=("The order is subject to the terms of contract C-88.",),
    ),
    phrase(
        "ESCAPE",
        name="as a rule",
        says=r"\b(?P<mark>generally|normally|usually|typically|ordinarily|mostly|mainly|basically|in principle"
        r"|as a (?:general )?rule|as a norm|in general|in most cases|in (?:normal|most|usual|ordinary|certain"
        r"|some|special|exceptional) (?:cases|circumstances|conditions|situations)|under (?:normal|usual"
        r"|ordinary|certain|special) (?:circumstances|conditions)|most of the time|sometimes|at times"
        r"|preferably|ideally|possibly|perhaps|maybe|probably|most likely|hopefully|presumably|tentatively"
        r"|theoretically|more or less always|where reasonable|barring (?:unforeseen|any|delays?|accidents?"
        r"|holidays?)\w*(?: \w+)?|except (?:in|for|under|when) (?:special|unforeseen|unavoidable|exceptional"
        r"|extraordinary|busy|peak|particular|other) ?\w*|unless (?:something|(?:the|there|our|we|it|a|your"
        r"|any) (?:\w+ ){0,4}(?:busy|late|delayed?|problems?|holidays?|closed|bad|full|short|broken|missing"
        r"|difficult|strike|congested|congestion|shortage|rain|power cut|happens?|changes?)|unforeseen"
        r"|circumstances|prevented|we are|production|unavoidable|special|delayed|the (?:weather|market"
        r"|situation|factory))\b(?: \w+){0,3}|without (?:any )?(?:guarantee|obligation|commitment|engagement"
        r"|liability|being responsible|warranty)|no guarantee"
        r"|not (?:guaranteed|binding|bound|obliged"
        r"|a commitment)|non-binding|cannot (?:be guaranteed|guarantee|be held)|(?:is|are|only|merely"
        r"|as) (?:an? )?(?:indicative|indication|estimated?|estimates|guidance|reference only"
        r"|for reference only|approximate guide|target|targets|guideline|guidelines|forecast only)"
        r"|for (?:reference|guidance|information) only|e\.? ?& ?o\.? ?e\.?)\b",
        unless=r"generally (?:accepted|recogni[sz]ed|available|known|applicable|in each)|non-binding (?:forecast"
        r"|rolling|quarterly|estimate|<count>|nature|portion)|(?:binding or|shall be) non-binding"
        r"|product in general|there is cause|normally closed|normally open|typically used|(?:no"
        r"|not) guarantee[sd]? of payment|more likely|whatever|most likely to|including without"
        r"|representations?|implied|merchantability|without (?:any )?liability (?:to|for) (?:pay|the|claims"
        r"|damage|any)|mainly (?:of|from|made|composed)",
        reach=60,
        bad=("Cartons are usually banded twice.", "The date is not binding."),
        good=("Cartons are banded twice with 12 ± 1 mm PP straps.",),
    ),
    phrase(
        "ESCAPE",
        name="may change",
        says=r"\b(?P<mark>(?:can|may|might|could|will possibly|would|is allowed to|are allowed to|is free to"
        r"|reserves? the (?:right|option) to|has the right to|is entitled to|retains the right to"
        r"|at liberty to|at (?:his|its|their|seller's|supplier's|our|manufacturer's) (?:own |sole |absolute "
        r"|free )?(?:discretion|option to)?)(?: also| still| always| freely| be| slightly| need to| have to"
        r"| sometimes| easily)* (?:change|changed|changes|move|moved|moves|vary|varies|varied|differ|delay"
        r"|delayed|be late|postpone|postponed|slip|adjust|adjusted|modify|modified|substitute|substituted"
        r"|deviate|fluctuate|flexible|shift|shifted|extend|extended|be different|replaced?|reschedule"
        r"|rescheduled|be longer|take longer|update|alter|altered|be adjusted"
        r"|be extended|be delayed)|(?:is|are|remains?|stays?) (?:flexible|movable|adjustable|changeable"
        r"|negotiable|optional|not fixed|not final|provisional|variable|free to)|delays? (?:may|can|could"
        r"|might) (?:still )?(?:happen|occur|arise|appear|be possible)|cannot be (?:excluded|ruled out"
        r"|avoided)|(?:no|without) (?:responsibility|liability|claim|claims|penalty) for (?:delays?|late|any"
        r"|late shipment|colou?r|differences?)|(?:not|no) (?:be )?(?:responsible"
        r"|liable) for (?:any )?(?:delays?|late\b|lateness|colou?r|quality|differences?|deviations?)|as (?:it"
        r"|we|he|they|seller|supplier|the seller|the supplier) (?:sees?|thinks?|deems?|considers?|feels?"
        r"|wants?|wishes|likes?|prefers?|finds?)(?: is| it| to be)? ?(?:fit|necessary|proper|best|suitable"
        r"|appropriate|desirable|convenient|right)?|(?:at|in) (?:the )?(?:seller|supplier|factory|manufacturer"
        r"|maker|producer|vendor|its|his|their|our)(?:'s|s')? ?(?:own |sole |absolute |free "
        r"|full )*(?:discretion|choice|option|convenience|judge?ment))\b",
        unless=r"(?:amended?|changed?|modified|varied|adjusted|extended|cancelled|replaced|altered|updated) (?:only "
        r"|solely )?(?:by|in|with|upon|after) (?:a |an |the |mutual |prior |both |express )*(?:writ|agree"
        r"|amend|sign|consent|notice|instrument|parties)|mutually agreed|\bonly\b|tolerance|\d ?%|percent"
        r"|at (?:seller's"
        r"|supplier's) option|from time to time in accordance|no(?:t)? (?:responsible"
        r"|liable) for (?:any )?delays? caused by (?:force majeure|the (?:buyer|customer))",
        reach=90,
        bad=(
            "The loading day can move.",
            "Supplier may substitute the grade.",
            "Seller is not responsible for delays.",
        ),
        good=("This contract can be changed only in writing signed by both parties.",),
    ),
    phrase(
        "ESCAPE",
        name="planned",
        says=r"\b(?P<mark>(?:is|are|was|were) (?:planned|targeted|foreseen|expected|estimated|projected|envisaged"
        r"|aimed|hoped) (?:for|to|by|on|at|in))\b",
        near=r"\b(?:ship|load|deliver|ready|sail|arriv|finish|complet|dispatch)\w*",
        unless=r"as (?:is|are) expected|reasonably expected",
        bad=("Loading is planned for 8 July 2027.",),
        good=("Loading takes place on 8 July 2027.",),
    ),
    phrase(
        "ESCAPE",
        name="tentative",
        says=r"(?P<mark>\((?:estimated|est\.?|tentative|provisional|target|planned|expected|not binding"
        r"|approximate)\)|\btentative(?:ly)?\b|\bprovisional(?:ly)?\b)",
        unless=r"provisional (?:invoice|acceptance|certificate|sum)",
        bad=("Loading 8 July 2027 (estimated).",),
        good=("Loading on 8 July 2027 at the latest.",),
    ),
    phrase(
        "ESCAPE",
        name="preferred",
        says=r"\b(?P<mark>(?:is |are |would be )?(?:preferred|preferable|desired|desirable|welcome)"
        r"|would be (?:good|nice|better|appreciated|great)"
        r"|depends? on (?:the )?(?:[a-z]+ )?(?:price|prices|cost|costs|exchange rate|weather|situation))[\s.!]*$",
        bad=("Pale shades preferred.", "Unit cost depends on the zinc price."),
        good=("Shade Pantone 11-0601 TCX.",),
    ),
)
