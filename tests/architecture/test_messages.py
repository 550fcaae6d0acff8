"""The catalogues and the sources agree: nothing missing, nothing left over, every gap kept (issue 5)."""

import re

import pytest
from babel.messages.catalog import Message

from tests.architecture import messages

LARGEST = 1_000_000
_GAPS = re.compile(r"%\(\w+\)s|\{\w+\}|%%")
_TAGS = re.compile(r"</?\w+>")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_HALF = re.compile(r"[\u4e00-\u9fff][,;:?!]|[,;:?!](?=[\u4e00-\u9fff])|\.$")

WHOLE = [name for name, whole in messages.CATALOGUES.items() if whole]


@pytest.fixture(scope="module")
def said():
    """Every message of the sources."""
    return messages.found()


@pytest.mark.parametrize("language", messages.CATALOGUES)
def test_a_catalogue_has_just_what_the_sources_say(language, said):
    """Where this fails, words have changed: `make messages`, and translate what it says is untranslated."""
    there = {(one.id, one.context) for one in messages.read(language) if one.id}
    assert there == set(said)


@pytest.mark.parametrize("language", messages.CATALOGUES)
def test_a_catalogue_is_what_the_tool_writes(language):
    """The same sources and translations give the same bytes, so that a difference is somebody's."""
    assert messages.path_of(language).read_bytes() == messages.po(messages.brought_into_line(language))
    assert messages.path_of(language).stat().st_size < LARGEST


@pytest.mark.parametrize("language", WHOLE)
def test_a_language_that_is_offered_is_whole(language):
    """Nothing on a page is in another language than the page."""
    assert [one.id for one in messages.lacking(messages.read(language))] == []


@pytest.mark.parametrize("language", WHOLE)
def test_django_reads_what_the_translators_wrote(language):
    """The compiled catalogue lies beside the other, so that nobody who runs this has to compile anything."""
    compiled = messages.path_of(language).with_suffix(".mo").read_bytes()
    assert compiled == messages.mo(messages.read(language))
    assert len(compiled) < LARGEST


def _told(one: Message) -> list[tuple[str, str]]:
    """Each form of a message with the text that it has to agree with: the last of the source's, which counts several."""
    forms = one.string if isinstance(one.string, tuple) else (one.string,)
    source = one.id[-1] if isinstance(one.id, tuple) else one.id
    return [(source, form) for form in forms]


@pytest.mark.parametrize("language", WHOLE)
def test_gaps_and_tags_are_kept(language):
    """A gap that is lost is a figure that nobody sees; one that is new is an error on a page."""
    pairs = [pair for one in messages.read(language) if one.id for pair in _told(one)]
    for pattern in (_GAPS, _TAGS):
        wrong = [pair for pair in pairs if sorted(pattern.findall(pair[0])) != sorted(pattern.findall(pair[1]))]
        assert wrong == []


@pytest.mark.parametrize("language", WHOLE)
def test_a_message_with_forms_has_as_many_as_the_language(language):
    """Chinese has one form for any number."""
    catalogue = messages.read(language)
    several = [one for one in catalogue if one.id and isinstance(one.id, tuple)]
    assert {len(one.string) for one in several} == {catalogue.num_plurals}


def test_chinese_is_chinese():
    """Every message has Chinese words, and Chinese marks beside them."""
    pairs = [pair for one in messages.read("zh_Hans") if one.id for pair in _told(one)]
    worded = [form for source, form in pairs if re.search("[A-Za-z]{2}", _GAPS.sub("", source))]
    assert [one for one in worded if not _CHINESE.search(one)] == []
    told = [form for _, form in pairs]
    assert [one for one in told if _HALF.search(one)] == []
