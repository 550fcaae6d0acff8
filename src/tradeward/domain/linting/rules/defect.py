"""DEFECT: a rule on defects that does not say which."""

from tradeward.domain.linting.rules.rule import Rule, phrase

NOUNS = (
    r"(?:defects?|defectives?|faults?|flaws?|blemish(?:es)?|imperfections?|scratch(?:es)?|stains?|dents?|cracks?|crazing|chips?|chipping|burrs?|bubbles?|(?:(?:blow|pin|shrinkage|gas|sand|moth|needle)[\s\-]?)?holes?|pinholes?|loose (?:threads?|fibres?|fibers?|yarns?|ends|parts|particles|screws|buttons)|wrinkles?|creases?|spots?|specks?|black dots?|marks?|scuffs?|knots?|leaks?|leakages?|contamination|contaminants?|foreign (?:matters?|bod(?:y|ies)|materials?|objects?|particles?|odou?rs?)|insects?|mou?ld|mildew|dirt|dust|oil (?:stains?|spots?|marks?)|rust|corrosion|misprints?|peeling|delamination|sink marks?|flash|broken (?:pieces?|needles?|beans|parts|grains|edges|stitches|yarns?)|breakage|weld(?:ing)? (?:marks?|spatter|seams?)|orange peel|runs|sags?|warp(?:ing|age)?|crooked (?:seams?|prints?)|skipped stitch(?:es)?|tears?|snags?|slubs?|discolou?rations?|colou?r (?:differences?|deviations?|variations?|spots?|shading|stains?)|shad(?:e|ing) (?:differences?|variations?)|deformations?|distortions?|odou?rs?|smells?|sharp (?:edges?|corners?|points?)|glue (?:marks?|residues?|traces?|spots?|stains?)|fingerprints?|finger prints?|needle (?:marks?|holes?)|porosity|pores|inclusions?|sand inclusions?|slag|voids?|pitting|streaks?|lines|damages?|bruises?|rot|rotten|impurit(?:y|ies)|residues?|mistakes?|errors?|missing (?:parts?|pieces?)|irregularit(?:y|ies)|uneven(?:ness)?|nicks?|gouges?|abrasions?|puckering|pilling|seconds|rejects|lint|splinters?|cavities|blisters?|swirls?|haze|smudges?|spatter|cold shuts?|flow marks?|visible (?:joints?|seams?|repairs?))"
)
_MADE_CLEAR = (
    r"(?:than|to|max\.?|min\.?|maximum|minimum|≤|≥|<|>|exceed(?:s|ing)?|above|below|over|under|at|from|within|of|every|per|least|most|and|or) ?(?:the |a |about )?\d[\d.,]* ?(?:mm|cm|um|µm|m|inch|in|m2|cm2|mm2|%|pcs|lux|g|kg|mg|ppm)\b|\d ?(?:mm|cm|%) (?:or|and) (?:more|less|longer|larger|bigger|above)|\baql\b|\b(?:critical|major|minor)\b|\bclass(?:ified)?\b|\bmax(?:imum|\.)?\b ?\d|\bat most\b|\bup to \d|not more than \w+ per|\bper (?:m2|unit|piece|tile|metre|meter|roll|side|face|panel)"
    r"|specifications?|\bannex|\bappendix|\bexhibit|\bschedule \w|defect list|\b(?:iso|en|din|astm|bs|gb|jis|aatcc)[\s/]?[\w/]*[\s\-]?\d{2,}|\bgauge|\bmagnification|\bseen from|\bviewed (?:from|at)"
)

RULES: tuple[Rule, ...] = (
    phrase(
        "DEFECT",
        "free of",
        says=rf"\b(?P<mark>(?:free|clear|devoid|exempt) (?:of|from) (?:(?:any|all|visible|obvious|other|latent|patent|the|and|or|material|manufacturing|surface|major|significant|noticeable|serious|apparent|hidden|quality|cosmetic|production|design|visual|external|internal|such|strange|bad|unpleasant|abnormal|[a-z]+,) ){{0,4}}{NOUNS})\b",
        unless=_MADE_CLEAR,
        bad=("Bowls shall be free from visible cracks.",),
        good=("Bowls free from cracks longer than 3 mm, seen from 500 mm at 800 lux; a longer one is a major defect.",),
    ),
    phrase(
        "DEFECT",
        "no … allowed",
        says=rf"\b(?P<mark>(?:no|not any|not have any|without|zero|nil|never|not have|not show|not contain|not be any|0|not show any|not contain any|none of) (?:(?:a|any|visible|obvious|the|single|other|big|large|serious|noticeable|evident|apparent|major|strange|bad|signs? of|traces? of|kind of|kinds of|surface|colou?r|quality|significant|excessive|unpleasant|unusual|abnormal|external|internal|harmful|critical|manufacturing|production|paint|weld|stitching|printing|exposed) ){{0,4}}{NOUNS}(?: (?:or|and|,) {NOUNS})?)\b",
        unless=_MADE_CLEAR.replace(r"|\b(?:critical|major|minor)\b", ""),
        bad=("No obvious dents on the kettle.", "Zero defects in every box.", "Chairs without any wobble marks."),
        good=("No crack longer than 2 mm is allowed on the rim.",),
    ),
    phrase(
        "DEFECT",
        "small ones are accepted",
        says=rf"\b(?P<mark>(?:small|minor|slight|light|tiny|little|some|few|a few|negligible|insignificant|occasional|normal|acceptable|big|large|large-size|serious|obvious|visible|major|heavy|severe|noticeable|unsightly|ugly|excessive|too many|too much|slightly)(?: \w+){{0,1}} {NOUNS})\b",
        unless=_MADE_CLEAR.replace(r"|\b(?:critical|major|minor)\b", r"|(?:major|minor) defects?:|aql"),
        reach=80,
        bad=("Small chips on the foot ring are acceptable.", "Slight shade differences may occur."),
        good=("Minor defects are those of list DL-3 of 4 May 2027.",),
    ),
    phrase(
        "DEFECT",
        "flawless",
        says=r"\b(?P<mark>flawless(?:ly)?|(?:defect|blemish|scratch|stain|crack|burr|fault|error|lint|wrinkle|bubble|odou?r|dust|rust)[- ]free|spotless(?:ly)?|blemishless|unblemished|zero[- ]defects?|(?:must|shall|may|should|can|will) not (?:be )?(?:scratched|dented|stained|cracked|chipped|deformed|wrinkled|broken|discolou?red|dirty|damaged|rusty|warped|smelly|smell|scratch|mildewed|bruised)|not (?:defective|faulty|be defective|scratched|dented|stained|dirty|deformed))\b",
        unless=_MADE_CLEAR,
        bad=("Tiles must be flawless.", "The drums shall not be dented."),
        good=("Tile faces are scratch-free when viewed from 1 m at 300 lux, ISO 10545-2:2018.",),
    ),
    phrase(
        "DEFECT",
        "defects refused",
        says=rf"^[\s\W]*(?P<mark>(?:any |all |defective |damaged |units with |pieces with |goods with |products with |items with )?(?:[a-z]+ )?{NOUNS}(?:,? (?:and|or|,) {NOUNS}){{0,3}}(?: (?:is|are|will be|shall be|must be))? (?:not (?:be )?(?:accepted?|acceptable|allowed|permitted|tolerated|ok|wanted)|(?:forbidden|unacceptable|prohibited|refused|rejected)|(?:is |are )?(?:ok|okay|acceptable|allowed|tolerated|permitted)))\b",
        unless=_MADE_CLEAR,
        bad=("Rust not accepted.",),
    ),
)
