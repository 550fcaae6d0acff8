"""A term of a contract in words: in English its kind's own sentence, in Chinese the sentence here, with the same places to fill."""

from tradeward.domain.terms import OfGoods
from tradeward.domain.terms.sentence import Sentence
from tradeward.gateways.paper.words import Words

CHINESE: dict[str, tuple[Sentence, ...]] = {
    kind: tuple(map(Sentence, patterns))
    for kind, patterns in {
        "measure": (
            "{property}不低于 {min} {unit} 且不高于 {max} {unit}，以{aggregate}为准[，检测方法：{method}]。",
            "{property}不低于 {min} {unit}，以{aggregate}为准[，检测方法：{method}]。",
            "{property}不高于 {max} {unit}，以{aggregate}为准[，检测方法：{method}]。",
        ),
        "sampling": (
            "认可检验员按 {standard} 从所提交的批中一次抽样，{state}，检验水平 {level}，AQL：{aql}[；缺陷按 {defects} 分类]。",
        ),
        "approved_sample": (
            "货物与第 {number} 号确认样一致；该样于 {sealed_on} 封存[，封签 {seal}]，由 {holder} 保管[；一致的方面：{for_what}]。",
        ),
        "test_document": ("供应商交付 {document}，依据 {standard}，由 {issuer} 为本订单货物出具[，结果为 {result}]。",),
        "marking": ("供应商在 {place} 按设计文件 {file}（版本 {version}，SHA-256 {sha256}）作标识。",),
        "packaging": (
            "每箱装 {count} {unit}，纸箱为 {carton}[，每箱毛重最多 {gross_kg} kg][，每托盘 {per_pallet} 箱]。",
        ),
        "pass_fail": ("认可检验员对下列内容记录合格或不合格：{text}。",),
        "vague": ("任何人均不裁定：{text}。",),
        "quantity": (
            "供应商交付 {ordered} {unit}，最多短少 {tol_minus_pct} %[，最多溢装 {tol_plus_pct} %]。",
            "数量为 {ordered}，最多短少 {tol_minus_pct} %[，最多溢装 {tol_plus_pct} %]。",
        ),
    }.items()
}
"""For each kind of term of the goods, pattern for pattern, what its English sentences say."""
_SAID = {
    "each reading": "每一读数", "the mean of the readings": "读数平均值", "normal": "正常检验", "tightened": "加严检验",
    "reduced": "放宽检验",
}  # fmt: skip
_CLASSES = {"critical": "致命缺陷", "major": "主要缺陷", "minor": "次要缺陷", "none allowed": "不允许", ", ": "，"}


def said(term: OfGoods, *, words: Words) -> str:
    """What is agreed by one term; what it lacks is a gap in its sentence."""
    if words.language == "en":
        return term.text
    filled = {slot: _word(slot, word) for slot, word in term.words.items()}
    sentences = CHINESE[term.NAME]
    return next((one for one in sentences if one.fits(words=filled)), sentences[0]).written(words=filled)


def _word(slot: str, word: str) -> str:
    """The product's own words in Chinese; whatever a party wrote stays."""
    if slot == "aql":
        for english, chinese in _CLASSES.items():
            word = word.replace(english, chinese)
    return _SAID.get(word, word) if slot in ("aggregate", "state") else word
