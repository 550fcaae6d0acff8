"""VAGUE_QUANTITY: about how many."""

from tradeward.domain.linting.rules.rule import Rule, phrase

_ABOUT = (
    r"about|around|approx(?:imately|imate|\.)?|appr\.?|circa|ca\.?|roughly|nearly|almost|some|close to"
    r"|in the region of|in the order of|more or less|upwards of|~|estimated|an estimated|abt\.?"
    r"|round about|say|near|nearly"
)
_TIME = (
    r"^.{0,60}?\b(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|january|february|march|april|june"
    r"|july|august|september|october|november|december|o'clock)\b"
)

RULES: tuple[Rule, ...] = (
    phrase(
        "VAGUE_QUANTITY",
        name="about a number",
        says=rf"(?:^|[\s(,:;])(?P<mark>(?:{_ABOUT}) ?(?:usd |eur |cny |us\$|\$|€)?(?:\d[\d.,]*"
        rf"|(?:<figure>)(?:[\s\-](?:<figure>))*|half|a dozen)(?: ?(?:x|×) ?\d[\d.,]*)*(?: ?(?:-"
        rf"|to) ?\d[\d.,]*)? ?(?:%|[a-z²³/]+)?)",
        unless=r"(?:±|\+/-|plus or minus|\+-) ?\d|\d ?%? ?(?:more or less|tolerance)|tolerance|more or less \d|± ?\d",
        reach=60,
        bad=("About 400 bags of cement.", "Approx. 12 tonnes in bulk."),
        good=("400 bags of cement, ± 2 % at seller's option.",),
    ),
    phrase(
        "VAGUE_QUANTITY",
        name="or so",
        says=r"(?P<mark>(?:\d[\d.,]*|<figure>) ?(?:[a-z]+ ){0,3}(?:or so|or thereabouts|more or less|plus minus"
        r"|plus or minus|plus/minus|\+/-|\+-|±|give or take|approximately|approx\.?|roughly|odd|\(approx\.?\)"
        r"|\(about\))|(?:more or less|\+/-|±|give or take|slightly more or less)(?: (?:is |are )?(?:allowed"
        r"|acceptable|ok|permitted|accepted|quantity))|(?:\+/-|±) *(?:$|[.,;)]|(?:is |are )?(?:ok|allowed)))",
        unless=r"(?:±|\+/-|\+-|more or less(?: of)?|plus or minus|plus/minus|plus minus|within|tolerance(?: of)?"
        r"|max\.?|up to|by) ?\(?\d|\d ?(?:%|percent|per cent)|± ?\d",
        reach=50,
        bad=("3,000 tiles more or less.", "Twenty boxes or so."),
        good=("3,000 tiles, 1 % more or less at seller's option.",),
    ),
    phrase(
        "VAGUE_QUANTITY",
        name="some",
        says=r"\b(?P<mark>(?:a )?(?:few|several|some|many|numerous|various|enough|sufficient|plenty of|a lot of"
        r"|lots of|a number of|a certain (?:number|quantity|amount) of|a couple of|couple of|a handful of"
        r"|a bit of|a little|dozens of|hundreds of|thousands of|most of|the majority of|majority of|a (?:small"
        r"|large|reasonable|sufficient|suitable|limited|good|great) (?:number|quantity|amount|part|percentage"
        r"|proportion|portion)(?: of)?|(?:sufficient|adequate|reasonable|appropriate|suitable|enough|small"
        r"|large|limited|proper|right|minimal|extra|considerable|normal) (?:[a-z]+ )?(?:quantit(?:y|ies)"
        r"|amounts?|numbers?|stocks?|inventor(?:y|ies)|level of (?:stock|inventory))(?: of)?|as (?:many"
        r"|much) (?:\w+ )?as (?:needed|necessary|required|possible|you need|buyer needs|we can|fit|fits"
        r"|will fit)|at least (?:some|a few|several|enough)|(?:some |a few )?(?:extra"
        r"|additional) (?:[a-z]+ )?(?:pcs|pieces|sets|bags|labels|units|buttons|cartons|boxes|tiles|parts"
        r"|samples|rolls|quantity|ones|screws)|full container(?: load)?|one container|container load"
        r"|in bulk quantity|small quantity|large quantity|depending on (?:the )?quantity))\b",
        unless=r"(?:strong|sturdy|thick|hard|soft|tight|big|large|heavy|wide|long|dry|stiff|clean|stable|safe|clear"
        r"|dark|bright|tough|dense|flat|sharp|warm|high|deep|rigid|ripe|fresh|good|solid|light|small|thin"
        r"|quiet|fast|well|[a-z]+ly) enough|several(?:ly)?,? (?:and|or) joint|joint(?:ly)? (?:and|or) several"
        r"|certain (?:circumstances|rights|agreement|of the|other|provisions|terms|conditions|information"
        r"|obligations)|(?:in|at|under|for|to) (?:some|certain|many|various) (?:way|cases?|time|extent|point"
        r"|reasons?|purposes)|enough (?:time|notice|funds)|(?:sufficient|enough|adequate) (?:strength"
        r"|protection|stability|ventilation|care|support|hardness|thickness|cushioning|padding|rigidity"
        r"|stiffness|insulation|drying|cooling|quality)|sufficient (?:time|notice|detail|evidence|information"
        r"|funds|cause|reason|proof)|(?:few|several|some|couple of) (?:more |working |business )?(?:seconds"
        r"|minutes|hours|days|weeks|months|years|time)|(?:required|correct|right|necessary) (?:quantit\w+"
        r"|amounts?|numbers?)(?: of)? (?:\w+ ){0,4}(?:set forth|specified|stated|ordered|shown|in the purchase"
        r"|on the)|a few (?:minor|small)|\b(?:is|are|be) (?:sufficient|enough) (?:for|to)"
        r"|(?:defect|scratch|stain|dent)|additional (?:amounts?|numbers?"
        r"|units?) (?:\w+ ){0,3}(?:at|under|pursuant|equal|as)|<figure> (?:extra|spare|additional)"
        r"|\d+ ?(?:[a-z%]+ )?(?:extra|spare|additional)|(?:extra|spare|additional) \w+ [a-z]*-?\d"
        r"|minimum (?:order )?quantit(?:y|ies)[^.;]{0,20}\d|(?:advise|notify"
        r"|inform)[^.;]{0,30}required quantit|full container[^.;]{0,25}\d",
        reach=50,
        bad=(
            "Several spare nozzles are enclosed.",
            "Enough straps in every crate.",
            "Buyer orders a sufficient quantity of seed.",
        ),
        good=("Four spare nozzles, item NZ-4, are enclosed.",),
    ),
    phrase(
        "VAGUE_QUANTITY",
        name="a load",
        says=r"(?:^|[:;] ?|order |supply |deliver )(?P<mark>(?:a|an|one) (?:full )?(?:container|truckload|truck"
        r"|lorry|pallet|load|lot|batch|shipment|mixed container)(?: load)? of [a-z]+)",
        unless=r"\d",
        contexts=frozenset(("quantity",)),
        bad=("quantity: One truckload of cement.",),
        good=("quantity: One truckload of cement, 24 t ± 0.5 t.",),
    ),
)
