"""SUBJECTIVE: praise or taste is the requirement."""

from tradeward.domain.linting.rules.rule import Rule, phrase

_PRAISE = (
    "excellent|perfect|perfectly|beautiful|beautifully|elegant|elegantly|attractive|attractively|luxury"
    "|luxurious|high[- ]end|premium"
    "|superb|superior|superlative|outstanding|exceptional|exquisite|gorgeous|impeccable|immaculate"
    "|flawlessly|splendid|wonderful|amazing|fantastic|great|awesome"
    "|professional|professionally|proper|properly|suitable|suitably|adequate|adequately|appropriate"
    "|appropriately|inappropriate|unsuitable|decent|decently|nice|nicely"
    "|durable|sturdy|sturdily|robust|robustly|reliable|reliably|comfortable|comfortably|comfy|cosy|cozy"
    "|smooth|smoothly|pleasant|pleasing|vivid|vibrant|lively"
    "|ugly|unsightly|stoutly|solidly|snugly|soundly|lovingly|faithfully|with (?:love|passion|attention"
    "|pride|precision)|careful|carefully|with care|great care|due care|neat|neatly|tidy|tidily|well[- "
    "](?:made|finished"
    "|packed|sewn|stitched|built|constructed|crafted|designed|assembled|protected|cured|polished|cooked"
    "|dried|balanced|sealed|fixed|fitted|welded|printed|presented|insulated|known)"
    "|workmanlike|satisfactory|satisfactorily|(?:commercially )?acceptable (?:quality|condition|level"
    "|standard|finish|appearance|manner|form|workmanship)|presentable|tolerable|pretty|lovely|cute"
    "|stylish|fashionable|trendy|modern|contemporary|classy|tasteful|tasty|delicious|flavou?rful|aromatic"
    "|appetizing"
    "|appealing|eye[- ]catching|charming|realistic|lifelike|harmonious|refined|delicate|delicately|noble"
    "|rich|heavy[- ]duty|high[- ]performance|high[- ]grade|high[- ]class|top[- ]grade|long[- ]lasting"
    "|hard[- ]wearing|wear-resisting"
    "|user[- ]friendly|easy|easily|handy|convenient|ergonomic|safe|safely|secure|securely|firm|firmly"
    "|tight|tightly|skilled|skilful|skillful|experienced|trained|competent|reputable|renowned|trustworthy"
    "|diligent|diligently|serious|responsible manner"
    "|merchantable|marketable|saleable|salable|fit for (?:purpose|use|the (?:intended )?purpose|its "
    "purpose|their purpose|human|sale|normal use)|food[- ]safe manner|good|fine|strong|strongly|stable"
    "|stably|soft|fresh|bright|shiny|glossy|brilliant|clean|cleanly|solid|first[- ](?:class|rate|grade"
    "|quality)|top[- ](?:class|notch|quality|level|tier)|world[- ]class|a[- ]?grade|grade[- ]a|aaa"
    "|five[- ]star|state[- ]of[- ]the[- ]art|cutting[- ]edge|high[- ](?:quality|standards?|level)|highly "
    "(?:[a-z]+)"
    "|(?:sufficient|enough|adequate|good|proper) (?:strength|protection|stability|ventilation|care"
    "|support|hardness|thickness|cushioning|padding|rigidity|stiffness|insulation|drying|cooling|space"
    "|air|light|quality)|sufficiently|(?:reasonable|fair) (?:quality|(?:technical )?(?:assistance|support"
    "|cooperation)|price|prices|condition|manner|care"
    "|skill|workmanship|packing|packaging|protection|appearance|strength|finish|standard|standards|wear"
    "|level)|correctly|evenly|uniform|uniformly|consistent quality|constant quality|stable quality|crisp"
    "|crispy|juicy|tender|plump|natural[- ]looking|natural look|true to life|sharp and clear|clear and "
    "(?:legible|sharp|readable)|legible|readable|visually|aesthetic|aesthetically|decorative|graceful"
    "|gentle|gently|effective (?:protection|packing|sealing|cleaning|ventilation|cooling)|effectively"
    "|efficient|efficiently|flexible|elastic enough|quiet|quietly|silent|silently|noiseless|hygienic"
    "|hygienically|sanitary|thorough|thoroughly|meticulous|meticulously|well|nicely done|ideal|optimal"
    "|optimum|optimally|desirable|desired (?:quality|effect|look)|expected quality|normal quality"
    "|ordinary quality|average quality|medium quality|usual quality|good-looking|good looking"
    "|nice-looking|up to standard|up to the mark|spotlessly|faultless(?:ly)?|dependable|trouble[- ]free"
    "|problem[- ]free|hassle[- ]free|worry[- ]free|seamless(?:ly)?|quality (?:goods|materials?|products?"
    "|workmanship|leather|fabric|steel|components?|parts?|packing|packaging|finish|cotton|wood"
    "|ingredients|raw materials?)|(?:export|commercial|a-class|excellent|european|german|japanese"
    "|american|western|hotel|retail|gift|industrial|professional|commercially acceptable|saleable) "
    "(?:quality|grade)|craftsmanlike|showroom (?:quality|condition|standard)|natural (?:feel|look|touch"
    "|appearance|taste|colou?r)|flat and even|even and flat|mint condition|sound condition|sound|dense "
    "enough|genuine|high-standard|big enough|thin enough|accurately|precisely|exquisitely|undamaged "
    "condition|perfect condition"
)

RULES: tuple[Rule, ...] = (
    phrase(
        "SUBJECTIVE",
        name="praise",
        says=rf"\b(?P<mark>(?:very |extremely |highly |really |quite |more or less )?(?:{_PRAISE}))\b",
        unless=r"^ *\"[^\"]{1,60}\"[^\"]{0,30} (?:means?|shall mean|has the meaning)|(?:necessary"
        r"|required) or (?:appropriate|desirable|suitable)|serious and unexpected|firm or company"
        r"|appropriate dose|as appropriate|safety and efficacy|adequate to confirm|to the (?:full|fullest) extent",
        near=r"\b(?:products?|goods|pack\w*|materials?|quality|conditions?|manner|storage|stor(?:e|ed|ing)|labels?"
        r"|labell?ing|containers?|workmanship|units?|items?|shipments?|ship|shipped|manufactur\w*|finish"
        r"|clean\w*)\b",
        bad=("The kettles shall be of excellent finish.", "Coffee sacks must be sturdy.", "Ceramic bowls, nice glaze."),
        good=(
            "The seller has good title to the pumps.",
            "A fine of EUR 100 per missing label is deducted from the balance.",
        ),
    ),
    phrase(
        "SUBJECTIVE",
        name="plain adjective",
        says=r"\b(?:must|shall|should|has to|have to|need to|needs to|to) (?:also |all |always |really )?(?:be|look"
        r"|feel|stay|run|taste|smell|sit|lie|close|open|fit|appear)(?: very| really| quite| completely| rather"
        r"| nice and)? (?P<mark>(?:flat|even|straight|level|round|thick|thin|heavy|light|hard|dark|white|dry"
        r"|warm|full|sharp|sweet|ripe|natural|modern|simple|tough|dense|wide|big|large|small|correct|right"
        r"|clear|quiet|warm|cool|elastic|flexible|stiff|rigid|exact|accurate|precise|constant|balanced"
        r"|tasteful|equal|regular|fluffy|breathable|compact|real|original|ok|okay|in order|reasonable"
        r"|normal|sensible|legible))\b",
        unless=r"(?:flat|even|straight|thick|dry|heavy|light|white|new|clear|legible|correct|accurate|right) (?:to "
        r"|within |up to |from |if |when |as |and (?:complete|correct) |until )|\d ?(?:mm|cm|%|g\b|µm|um|n\b)"
        r"|original (?:bill|document|invoice)",
        reach=50,
        bad=("The pads must be flat.", "Handles should feel warm."),
        good=("The rim must be flat within 0.5 mm.",),
    ),
    phrase(
        "SUBJECTIVE",
        name="enough",
        says=r"\b(?P<mark>(?:strong|thick|hard|soft|tight|big|large|heavy|wide|long|dry|stiff|clean|sturdy|stable"
        r"|safe|clear|dark|bright|tough|dense|flat|sharp|warm|high|deep|rigid|ripe|fresh|good|solid|light"
        r"|small|thin|quiet|fast) enough|(?:is|are|be) (?:sufficient|adequate|enough) (?:for|to) [a-z]+)\b",
        bad=("The rope must be strong enough for a goat.", "The padding is sufficient for road transport."),
    ),
    phrase(
        "SUBJECTIVE",
        name="pride",
        says=r"\b(?P<mark>(?:would|will|can|could|should|must|to) (?:be|feel|look|make)(?: \w+){0,2} (?:proud|happy"
        r"|pleased|pleasing|satisfied|impress(?:ed|ive)|good|nice|well|beautiful|love)|looks? (?:good|nice"
        r"|great|well|expensive|new|like new|natural|cheap|attractive)|look and feel|(?:feels?|tastes?|smells?"
        r"|sounds?) (?:good|nice|soft|smooth|great|natural|fresh|solid|cheap)|wow effect|to a high standard"
        r"|of high standard|value for money|with pride|beyond reproach|worthy of|customers? will (?:love"
        r"|like))\b",
        bad=("Lamps that our customers would be proud of.",),
    ),
    phrase(
        "SUBJECTIVE",
        name="too much",
        says=r"(?:\b(?P<mark>not too [a-z]+|too (?:heavy|thick|thin|light|soft|hard|dark|bright|loud|stiff|tight"
        r"|loose|big|small|strong|weak))\b"
        r"|\b(?P<place>(?:in |at |of )(?:the )?(?:right|correct|proper) (?:place|position|size|colou?r|way"
        r"|manner|shape|order|shade))\b"
        r"|^(?P<plain>(?:thick|thin|heavy|light|soft|hard|strong|big|small|dark|bright) [a-z]+(?: please)?)[\s.!]*$)",
        unless=r"not too late|\d",
        reach=40,
        bad=("The lid is not too heavy.", "Badge in the right place.", "Thick board please."),
        good=("The lid weighs 40 g to 50 g.",),
    ),
)
