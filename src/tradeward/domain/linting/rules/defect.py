"""DEFECT: a rule on defects that does not say which."""

from tradeward.domain.linting.rules.rule import Rule, phrase

NOUNS = (
    r"(?:defects?|defectives?|faults?|flaws?|blemish(?:es)?|imperfections?|scratch(?:es)?|stains?|dents?"
    r"|cracks?|crazing|chips?|chipping|burrs?|bubbles?|(?:(?:blow|pin|shrinkage|gas|sand|moth"
    r"|needle)[\s\-]?)?holes?|pinholes?|loose (?:threads?|fibres?|fibers?|yarns?|ends|parts|particles"
    r"|screws|buttons)|wrinkles?|creases?|spots?|specks?|black dots?|marks?|scuffs?|knots?|leaks?"
    r"|leakages?|contamination|contaminants?|foreign (?:matters?|bod(?:y|ies)|materials?|objects?"
    r"|particles?|odou?rs?)|insects?|mou?ld|mildew|dirt|dust|oil (?:stains?|spots?|marks?)|rust|corrosion"
    r"|misprints?|peeling|delamination|sink marks?|flash|broken (?:pieces?|needles?|beans|parts|grains"
    r"|edges|stitches|yarns?)|breakage|weld(?:ing)? (?:marks?|spatter|seams?)|orange peel|runs|sags?"
    r"|warp(?:ing|age)?|crooked (?:seams?|prints?)|skipped stitch(?:es)?|tears?|snags?|slubs?"
    r"|discolou?rations?|colou?r (?:differences?|deviations?|variations?|spots?|shading|stains?)|shad(?:e"
    r"|ing) (?:differences?|variations?)|deformations?|distortions?|odou?rs?|smells?|sharp (?:edges?"
    r"|corners?|points?)|glue (?:marks?|residues?|traces?|spots?|stains?)|fingerprints?|finger prints?"
    r"|needle (?:marks?|holes?)|porosity|pores|inclusions?|sand inclusions?|slag|voids?|pitting|streaks?"
    r"|lines|damages?|bruises?|rot|rotten|impurit(?:y|ies)|residues?|mistakes?|errors?|missing (?:parts?"
    r"|pieces?)|irregularit(?:y|ies)|uneven(?:ness)?|nicks?|gouges?|abrasions?|puckering|pilling|seconds"
    r"|rejects|lint|splinters?|cavities|blisters?|swirls?|haze|smudges?|spatter|cold shuts?|flow marks?"
    r"|visible (?:joints?|seams?|repairs?))"
)
_MADE_CLEAR = (
    r"(?:no|without) fault(?:,| of| on|$)|"
    r"(?:than|to|max\.?|min\.?|maximum|minimum|≤|≥|<|>|exceed(?:s|ing)?|above|below|over|under|at|from"
    r"|within|of|every|per|least|most|and|or) ?(?:the |a |about )?\d[\d.,]* ?(?:mm|cm|um|µm|m|inch|in|m2"
    r"|cm2|mm2|%|pcs|lux|g|kg|mg|ppm)\b|\d ?(?:mm|cm|%) (?:or|and) (?:more|less|longer|larger|bigger"
    r"|above)|\baql\b|\b(?:critical|major|minor)\b|\bclass(?:ified)?\b|\bmax(?:imum|\.)?\b ?\d|\bat most\b"
    r"|\bup to \d|not more than \w+ per|\bper (?:m2|unit|piece|tile|metre|meter|roll|side|face|panel)"
    r"|specifications?|\bannex|\bappendix|\bexhibit|\bschedule \w|defect list|\b(?:iso|en|din|astm|bs|gb"
    r"|jis|aatcc)[\s/]?[\w/]*[\s\-]?\d{2,}|\bgauge|\bmagnification|\bseen from|\bviewed (?:from|at)"
)

RULES: tuple[Rule, ...] = (
    phrase(
        "DEFECT",
        name="free of",
        says=rf"\b(?P<mark>(?:free|clear|devoid|exempt) (?:of|from) (?:(?:any|all|visible|obvious|other|latent"
        rf"|patent|the|and|or|material|manufacturing|surface|major|significant|noticeable|serious|apparent"
        rf"|hidden|quality|cosmetic|production|design|visual|external|internal|such|strange|bad|unpleasant"
        rf"|abnormal|[a-z]+,) ){{0,4}}{NOUNS})\b",
        unless=_MADE_CLEAR,
        bad=("Bowls shall be free from visible cracks.",),
        good=("Bowls free from cracks longer than 3 mm, seen from 500 mm at 800 lux; a longer one is a major defect.",),
    ),
    phrase(
        "DEFECT",
        name="no … allowed",
        says=rf"\b(?P<mark>(?:no|not any|not have any|without|zero|nil|never|not have|not show|not contain"
        rf"|not be any|0|not show any|not contain any|none of) (?:(?:a|any|visible|obvious|the|single|other|big"
        rf"|large|serious|noticeable|evident|apparent|major|strange|bad|signs? of|traces? of|kind of|kinds of"
        rf"|surface|colou?r|quality|significant|excessive|unpleasant|unusual|abnormal|external|internal|harmful"
        rf"|critical|manufacturing|production|paint|weld|stitching|printing|exposed) ){{0,4}}{NOUNS}(?: (?:or"
        rf"|and|,) {NOUNS})?|(?:no|without|free of|free from) (?:any )?(?:visible|obvious|noticeable|apparent"
        rf"|evident) [a-z]+)\b",
        unless=_MADE_CLEAR.replace(r"|\b(?:critical|major|minor)\b", ""),
        bad=("No obvious dents on the kettle.", "Zero defects in every box.", "Chairs without any scratches."),
        good=("No crack longer than 2 mm is allowed on the rim.",),
    ),
    phrase(
        "DEFECT",
        name="small ones are accepted",
        says=rf"\b(?P<mark>(?:small|minor|slight|light|tiny|little|some|few|a few|negligible|insignificant"
        rf"|occasional|normal|acceptable|big|large|large-size|serious|obvious|visible|major|heavy|severe"
        rf"|noticeable|unsightly|ugly|excessive|too many|too much|slightly)(?: \w+){{0,1}} {NOUNS})\b",
        unless=_MADE_CLEAR.replace(
            r"|\b(?:critical|major|minor)\b",
            r"|(?:major|minor) defects?:|aql"
            r"|(?:is|are|as|be|a|of) (?:an? )?(?:major|minor|critical)s? (?:defects?|one)|(?:major|minor"
            r"|critical) defects? (?:are|is|means?) (?:those|any|each|the)",
        ),
        reach=80,
        bad=("Small chips on the foot ring are acceptable.", "Slight shade differences may occur."),
        good=("Minor defects are those of list DL-3 of 4 May 2027.",),
    ),
    phrase(
        "DEFECT",
        name="flawless",
        says=r"\b(?P<mark>flawless(?:ly)?|(?:defect|blemish|scratch|stain|crack|burr|fault|error|lint|wrinkle"
        r"|bubble|odou?r|dust|rust)[- ]free|spotless(?:ly)?|blemishless|unblemished|zero[- ]defects?|(?:must"
        r"|shall|may|should|can|will) not (?:be )?(?:scratched|dented|stained|cracked|chipped|deformed"
        r"|wrinkled|broken|discolou?red|dirty|damaged|rusty|warped|smelly|smell|scratch|mildewed|bruised)"
        r"|not (?:defective|faulty|be defective|scratched|dented|stained|dirty|deformed))\b",
        unless=_MADE_CLEAR,
        bad=("Tiles must be flawless.", "The drums shall not be dented."),
        good=("Tile faces are scratch-free when viewed from 1 m at 300 lux, ISO 10545-2:2018.",),
    ),
    phrase(
        "DEFECT",
        name="defects refused",
        says=rf"^[\s\W]*(?P<mark>(?:any |all |defective |damaged |units with |pieces with |goods with "
        rf"|products with |items with )?(?:[a-z]+ )?{NOUNS}(?:,? (?:and|or|,) {NOUNS}){{0,3}}(?: (?:is|are"
        rf"|will be|shall be|must be))? (?:not (?:be )?(?:accepted?|acceptable|allowed|permitted|tolerated|ok"
        rf"|wanted)|(?:forbidden|unacceptable|prohibited|refused|rejected)|(?:is |are )?(?:ok|okay|acceptable"
        rf"|allowed|tolerated|permitted)))\b",
        unless=_MADE_CLEAR,
        bad=("Rust not accepted.",),
    ),
)
