"""STD_REF: a standard, a law or a custom that is not named."""

from tradeward.domain.linting.rules.rule import Rule, phrase

_WHOSE = (
    "international|internationally recogni[sz]ed|industry|industrial|national|european|eu|us|u\\.s\\."
    "|american|usa|german|chinese|china|japanese|indian|turkish|british|uk|state|government|governmental"
    "|local|export|relevant|applicable|respective|corresponding|related|current|existing|latest"
    "|prevailing|general|common|usual|customary|normal|regular|standard|our|our own|factory|company"
    "|corporate|house|in-house|internal|supplier'?s?|seller'?s?|buyer'?s?|manufacturer'?s?|maker'?s?"
    "|mill'?s?|your|their|trade|market|professional|commercial|safety|quality|environmental|health"
    "|hygiene|sanitary|food safety|food|medical|technical|electrical|fire|toy safety|toy|textile|fda|ce"
    "|ul|gb|din|en|astm|iso|bs|jis|ansi|gs|rohs|reach|all|legal|statutory|official|mandatory|accepted"
    "|recogni[sz]ed|world|western|global|high|sea|sea-?worthy|ocean|air|customs|overseas|domestic"
    "|destination|country|port|shipping|traditional|approved|in force|all necessary|normal commercial"
    "|hotel|brand"
)
_RULES = (
    "standards?|norms?|regulations?|laws?(?:,? rules)?(?:,? and regulations)?|legislation|directives?"
    "|customs?|practices?|usages?|guidelines?"
)
_OFFICIAL = (
    "international|industry|national|european|eu|us|american|german|chinese|japanese|indian|turkish"
    "|british|state|government|governmental|export|import|relevant|applicable|all|legal|statutory"
    "|official|mandatory|safety|quality|environmental|health|hygiene|sanitary|food safety|food|toy safety"
    "|fda|ce|ul|customs|destination country|usual|common|market|factory|house|your|our|their|hotel|brand"
    "|customer|buyer'?s?"
)
_NEEDS = "rules?(?: and regulations)?|requirements?|codes?|criteria|specifications?|tolerances?|procedures?"

RULES: tuple[Rule, ...] = (
    phrase(
        "STD_REF",
        name="unnamed standard",
        says=rf"\b(?P<mark>(?:(?:the|all|any|other|relevant|applicable|and|or|current|latest|our|strict|most|newest"
        rf"|valid|usual) ){{0,3}}(?:(?:relevant|applicable|pertinent|prevailing|respective) [a-z]+ (?:{_RULES})"
        rf"|(?:(?:{_WHOSE})(?:,| and| or|/|-)? ){{1,4}}(?:{_RULES})"
        rf"|(?:(?:{_OFFICIAL})(?:,| and| or|/|-)? ){{1,4}}(?:{_NEEDS})))\b",
        unless=r"Applicable Laws?\b|commensurate with|stipulated by|\b(?:iso|iec|din|en|bs|astm|gb/?t?|jis|ansi|aatcc"
        r"|ul|nf|as/nzs|fefco|ispm|ista|bifma|cpsia|reg(?:ulation)?|directive)[\s/\-]?(?:iso |en |std |eu "
        r"|\(eu\) )?[a-z]{0,3}[\s\-]?\d|annex|appendix|exhibit|schedule [a-z0-9]|governed by|(?:export|import"
        r"|customs|tax|privacy|anti-?bribery|anti-?corruption|data protection|competition|labou?r|employment"
        r"|securities) laws|standards? (?:no|number|body|bodies|institut)|\bviolat|as required (?:by|under)"
        r"|unless (?:otherwise )?(?:required|prohibited)|permitted by|prohibited by|required by|(?:rights?"
        r"|remed(?:y|ies)|liabilit)[^.;]{0,30}(?:law|statut)|house standard [a-z]*\d|\b[a-z]{2,}-\d+"
        r"|certificat(?:e|ion) (?:of|in accordance)",
        reach=100,
        near=r"\b(?:products?|goods|pack\w*|materials?|quality|labels?|labell?ing|labeled|batch(?:es)?|devices?"
        r"|artwork|manufactur\w*|units?|items?|copy|tested|acceptable|conform\w*)\b",
        bad=(
            "Toys must comply with European standards.",
            "Rice according to usual export practice.",
            "Valves to our factory standard.",
        ),
        good=("Toys comply with EN 71-1:2014+A1:2018.",),
    ),
    phrase(
        "STD_REF",
        name="meets a sign",
        says=r"\b(?P<mark>(?:ce|fda|ul|gs|rohs|reach|eu|lfgb|astm|ansi|iso|din|gb|bs|jis|fsc|haccp|gmp|gots|ukca"
        r"|fcc|sgs|sasa?o|saso|bis|tse|halal|kosher|organic|food|european|german|us)[- ](?:approved|compliant"
        r"|conform|conformity|compliance|certified|standards?|standard|norms?|quality|rules|requirements?"
        r"|regulations?|level|grade|mark(?:ed|ing)?|certificat(?:e|ion))|(?:meets?|meeting|conforms? (?:to"
        r"|with)|compl(?:y|ies) with|comply|pass(?:es)?|according to|acc\.? to|as per|per|fulfil(?:ls?)?"
        r"|in compliance with|satisf(?:y|ies)|suits?|correspond(?:s|ing)? (?:to|with)) (?:the )?(?:iso|astm"
        r"|din|ansi|gb|bs|jis|ul|fda|ce|reach|rohs|lfgb|eu|fcc|haccp|gmp)\b(?: (?:standards?|norms?"
        r"|requirements?|rules|regulations?|test|tests|level|certification))?"
        r"|(?:must|shall|should|has to|have to|needs? to) (?:have|carry|bear|show) (?:the )?(?:ce|ul|gs|fcc|ukca|rohs)\b)",
        unless=r"\b(?:iso|iec|din|en|bs|astm|gb/?t?|jis|ansi|aatcc|ul|nf|fda 21 cfr|reg(?:ulation)?"
        r"|directive)[\s/\-]?(?:iso |en |std |eu |\(eu\) |\(ec\) |\(ec\) no )?[a-z]{0,3}[\s\-]?\d|\d+/\d+"
        r"|certificate (?:no|code)|report no|annex [ivx]|c0\d+",
        reach=80,
        bad=("Kettles are CE compliant.", "Sockets must meet UL requirements.", "Toasters must carry GS."),
        good=("Kettles comply with EN 60335-2-15:2016.",),
    ),
    phrase(
        "STD_REF",
        name="usual packing",
        says=r"\b(?P<mark>(?:(?:usual|standard|normal|customary|common|regular|general|ordinary|conventional|export"
        r"|sea-?worthy|ocean|air-?worthy|factory|our|suppliers?'?s?|seller'?s?|commercial|neutral"
        r"|international|export-?worthy|domestic|traditional|overseas|maker'?s|manufacturer'?s|strong"
        r"|trade|road-?worthy)[\s,]+){1,4}(?:export |sea-?worthy |transport |carton |wooden |export carton "
        r"|bulk )*(?:packing|packaging|packs?|package|cartons?|cases?|crates?|pallets?|marking|marks|labels?"
        r"|labelling|labeling|wrapping|bags?|drums?|boxes|box|containers?)|(?:packed|packing|packaging"
        r"|labelled|labeled|marked|wrapped) (?:as|in) (?:the )?(?:usual|customary|normal|standard|ordinary"
        r"|common)(?: (?:way|manner|in (?:the )?trade))?|as (?:is )?(?:usual|customary|common|normal"
        r"|standard)(?: (?:in|for|with) (?:\w+ ?){1,4})?|in (?:the )?(?:usual|customary|normal|common"
        r"|traditional|standard|ordinary) (?:way|manner|form|fashion)|trade[- ]usual|usual in (?:the )?trade"
        r"|(?:usual|customary|common|traditional|conventional)(?:ly used)?"
        r" (?:in|for|within|among) (?:the |this |such )?(?:[a-z]+ ){0,3}(?:trade|industry|business|sector|field|branch)"
        r"|per (?:usual|normal|common|standard"
        r"|industry) practice|(?:seaworthy|sea-worthy|export-worthy|sea worthy) (?:packing|packaging|packed"
        r"|cartons?|cases?|crates?)|packed (?:seaworthy|export|sea-worthy|standard))\b",
        unless=r"\b(?:drawing|file|no\.?|spec|iso|fefco|ista|astm)[\s\-:]?[a-z]*[\s\-]?\d|annex|\b[a-z]{1,5}-\d"
        r"|general (?:cargo|container)|original (?:bill|document|invoice|cop(?:y|ies))",
        reach=90,
        bad=(
            "Pumps in standard export packing.",
            "Packed as is customary in the trade.",
            "Stacked in a manner usual in the timber business.",
        ),
        good=("Export carton per drawing CT-9 rev 2 of 12 January 2027.",),
    ),
    phrase(
        "STD_REF",
        name="laws of a place",
        says=r"\b(?P<mark>(?:all |any |the |other )*(?:laws?|regulations?|rules|legislation|requirements?"
        r"|standards?|norms?|directives?)(?:,? (?:and|or) (?:laws?|regulations?|rules|standards?"
        r"|requirements?))? (?:of|in|in force in|valid in|applicable in|applicable to|for"
        r"|at) (?:the )?(?:country|countries|territory|eu|european union|usa|us|u\.s\.a?\.?|united states"
        r"|destination|place|market|buyer's|customer's|importing|target|germany|china|turkey|india|uk|japan"
        r"|europe|australia|trade|industry|import|customs|export)(?: \w+){0,2}|(?:law|laws|rules|regulations"
        r"|standards|norms|directives|legislation) in force(?: at| in)?|(?:laws?|regulations?|rules"
        r"|standards) (?:in force|relating|concerning|about|regarding|governing)(?: \w+){0,3})\b",
        unless=r"governed|construed|arbitrat|\b(?:iso|en|astm|din|reg(?:ulation)?|directive)[\s/]?(?:\(eu\) )?\d"
        r"|principles of conflict|conflicts? of law|jurisdiction",
        reach=100,
        bad=("Labels follow the regulations of the importing country.",),
        good=("This contract is governed by the laws of Germany.",),
    ),
)
