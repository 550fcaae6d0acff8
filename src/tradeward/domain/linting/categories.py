"""The 22 kinds of term that nobody can decide later: how bad, why it loses disputes, how to mend it."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs; it orders the list and nothing else (RULES §6)."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Category:
    """One kind of undecidable term."""

    name: str
    severity: Severity
    meaning: str
    why: str
    mend: str


_ROWS = (
    Category(
        "SUBJECTIVE",
        Severity.HIGH,
        "A word of praise or taste is the whole requirement.",
        "No measurement can contradict it: whoever decides must choose whose taste counts.",
        "Name the property, a value with its tolerance and the test, or a sealed sample by its number.",
    ),
    Category(
        "COMPARATIVE",
        Severity.HIGH,
        "More, best, same as, as … as possible – beside nothing that is measured or identified.",
        "What it is compared with moves, or does not exist.",
        "Name what it is compared with by its number, and say the value.",
    ),
    Category(
        "DEFECT",
        Severity.HIGH,
        "Defects are forbidden or allowed without size, number, place, viewing conditions or class.",
        "Every unit has some mark; the class of the defect decides whether goods may be refused.",
        "List the defects: size limit, distance and light, and whether each is critical, major or minor.",
    ),
    Category(
        "SAMPLE_REF",
        Severity.HIGH,
        "A sample, picture, drawing or earlier order is the measure, and nobody can tell which one.",
        "Each side holds another one.",
        "Give the sample's number, date, seal and holder; or the file's name, version and SHA-256.",
    ),
    Category(
        "SAMPLING",
        Severity.HIGH,
        "Acceptance by sampling or an allowed defect rate, with a part of the plan missing.",
        "Sample size and acceptance number cannot be computed from half a plan.",
        "Write: ISO 2859-1, single, normal, level II, the lot, an AQL for each class, and the defect list.",
    ),
    Category(
        "VAGUE_TIME",
        Severity.HIGH,
        "Time without a number: soon, prompt, regularly, about 30 days.",
        "There is no instant at which the duty is missed; banks disregard such words (UCP 600 article 3).",
        "Write a date, or a number of days after a recorded event.",
    ),
    Category(
        "DATE_RANGE",
        Severity.HIGH,
        "A window, week, month or quarter where one day is needed.",
        "Is it the first day or the last?",
        "Write one latest date; “not earlier than A and not later than B” is clear too.",
    ),
    Category(
        "NO_UNIT",
        Severity.HIGH,
        "A measured figure without its unit.",
        "Centimetres or inches, pieces or sets: both can be read.",
        "Put the unit after every figure.",
    ),
    Category(
        "CONFLICT",
        Severity.HIGH,
        "The figures of the term cannot all be true.",
        "Each side picks the reading that suits it.",
        "Keep one value; check sums, the calendar, and words against figures.",
    ),
    Category(
        "ESCAPE",
        Severity.HIGH,
        "Performance is made optional.",
        "The way out is always claimed.",
        "Strike it out, or list the events that excuse.",
    ),
    Category(
        "TO_BE_AGREED",
        Severity.HIGH,
        "The content is left open, or to one side's satisfaction.",
        "Nothing was agreed that could be tested.",
        "Fill it in before signing.",
    ),
    Category(
        "NO_TOLERANCE",
        Severity.MEDIUM,
        "A physical quantity as one exact value.",
        "Every real unit deviates from it.",
        "Add ±, or a minimum or maximum.",
    ),
    Category(
        "NO_METHOD",
        Severity.MEDIUM,
        "A property that depends on how it is tested, and no test is named.",
        "Two laboratories get two results.",
        "Name the method with its edition and the specimens.",
    ),
    Category(
        "STD_REF",
        Severity.MEDIUM,
        "A standard, law or custom without its name.",
        "It is no test; which rules belong to it is argued afterwards.",
        "Give number and edition, and the class where there is one.",
    ),
    Category(
        "NO_ANCHOR",
        Severity.MEDIUM,
        "A length of time without the event it starts from.",
        "Its start is argued.",
        "Write “after” and a recorded event, and which kind of days.",
    ),
    Category(
        "DATE_FORMAT",
        Severity.MEDIUM,
        "A date without its year, with day and month in doubt, or relative to the day it was written.",
        "It is two dates.",
        "Write 2027-06-15, or the month in letters, with the year.",
    ),
    Category(
        "VAGUE_QUANTITY",
        Severity.MEDIUM,
        "An approximate or indefinite number.",
        "A short shipment cannot be shown; “about” is ten per cent for letters of credit only (UCP 600 article 30).",
        "Write the number, ± per cent, and at whose option.",
    ),
    Category(
        "CURRENCY",
        Severity.MEDIUM,
        "Money without its currency code, or convertible at no stated rate.",
        "A dollar is American or Australian; the rate of which day?",
        "Write the ISO 4217 code; for a conversion, its source and date.",
    ),
    Category(
        "INCOTERM",
        Severity.MEDIUM,
        "A trade term without a specific place.",
        "Where the risk passes decides which document proves shipment.",
        "Write the rule, the place and “Incoterms 2020”.",
    ),
    Category(
        "REMEDY",
        Severity.MEDIUM,
        "A consequence without amount, formula, cap or deadline.",
        "There is nothing to compute.",
        "Write per cent a day, the cap, who pays and by when.",
    ),
    Category(
        "OPEN_LIST",
        Severity.LOW,
        "A list of duties or criteria that does not end.",
        "What is disputed is never on the list.",
        "Close the list.",
    ),
    Category(
        "NO_ACTOR",
        Severity.LOW,
        "A duty that costs money, and nobody is named to do it.",
        "Nobody is in breach.",
        "Name who does it and who pays.",
    ),
)

CATEGORIES = {row.name: row for row in _ROWS}
"""By name, the gravest first."""
