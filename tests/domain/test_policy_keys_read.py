"""Every policy key is read by the product, or there is a reason why not yet (RULES, introduction: a closed list)."""

import re
from pathlib import Path

import tradeward
from tradeward.domain.policy import KEYS

SOURCES = Path(tradeward.__file__).parent
LISTS = ("domain/policy.py", "domain/policy_keys.py")
"""Files that list the keys and read none of them for a rule."""

LATER: dict[str, str] = {}
"""Keys that wait for a later issue, each with what will read it."""

BUILT = {"auto_receipt_{}_days": ("express", "air", "road", "rail", "sea")}
"""Keys whose names the code puts together from a word of the contract."""


def read(text: str) -> set[str]:
    """The keys that `text` reads as attributes, or names as a whole string."""
    words = set(re.findall(r"\.([a-z_]+)\b", text)) | set(re.findall(r"\"([a-z_]+)\"", text))
    for form, parts in BUILT.items():
        if re.search(r'f"' + form.replace("{}", r"\{[^}]+\}") + '"', text):
            words |= {form.format(part) for part in parts}
    return words & set(KEYS)


def test_every_key_is_read_or_waits_for_a_named_reason():
    texts = [path.read_text() for path in SOURCES.rglob("*.py") if str(path.relative_to(SOURCES)) not in LISTS]
    assert set(KEYS) - set().union(*map(read, texts)) == set(LATER)


def test_a_key_counts_as_read_where_the_code_names_it():
    assert read("policy.fee_bp") == {"fee_bp"}
    assert read('getattr(policy, "exposure")') == {"exposure"}
    assert read('getattr(policy, f"auto_receipt_{way}_days")') == {
        f"auto_receipt_{way}_days" for way in BUILT["auto_receipt_{}_days"]
    }
    assert read("fee_bp = 200  # fee_bps, a comment") == set()
