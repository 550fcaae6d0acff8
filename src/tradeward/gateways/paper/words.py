"""The words of the papers, in English and Chinese; a key that one language lacks is a fault that the tests find."""

import tomllib
from functools import cache
from importlib import resources
from typing import Literal

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")


@cache
def table() -> dict[str, tuple[str, str]]:
    """Every text by its key, `contract.title`: English, Chinese."""
    text = resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    return {
        f"{part}.{key}": (said[0], said[1])
        for part, texts in tomllib.loads(text).items()
        for key, said in texts.items()
    }  # fmt: skip


class Words:
    """The words of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.place = LANGUAGES.index(language)

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a key with its places filled; what is filled in stays as it is."""
        return table()[key][self.place].format(**values)

    def one_of(self, part: str, word: str) -> str:
        """The text of one of the product's own words; a word that is not in the table stands for itself."""
        return table().get(f"{part}.{word}", (word, word))[self.place]

    def listed(self, texts: list[str]) -> str:
        """Texts one after another."""
        return ("、" if self.language == "zh" else ", ").join(texts)

    def then(self, texts: list[str]) -> str:
        """Parts of one sentence."""
        return ("；" if self.language == "zh" else "; ").join(texts)
