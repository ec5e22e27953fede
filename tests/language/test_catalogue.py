"""The catalogue is whole: python -m gateways.tongues adds what is missing here, somebody translates it."""

import re

from config.catalogue import ENGLISH
from config.language import Said
from gateways.tongues.collect import collected
from gateways.tongues.po import read

PLACES = re.compile(r"\{(\w+)(?::[^}]*)?\}")
TAGS = re.compile(r"</?[a-z]+>")
NOTHING = "\u200b"


def test_every_sentence_is_in_english() -> None:
    book = read(ENGLISH)
    known = {str(one.id): str(one.string) for one in book if one.id}
    wanted = collected()
    assert len(wanted) > 2000
    missing = [f"{one}  ({', '.join(wanted[one])})" for one in sorted(wanted) if not known.get(one)]
    assert not missing, "run python -m gateways.tongues and translate:\n" + "\n".join(missing)


def test_no_sentence_is_left_over() -> None:
    wanted = collected()
    stale = [str(one.id) for one in read(ENGLISH) if one.id and one.id not in wanted]
    assert not stale, "run python -m gateways.tongues:\n" + "\n".join(stale)


def test_a_translation_has_the_places_and_tags_of_its_sentence() -> None:
    for one in read(ENGLISH):
        if one.id and one.string:
            assert set(PLACES.findall(one.id)) == set(PLACES.findall(one.string)), one.id
            assert sorted(TAGS.findall(one.id)) == sorted(TAGS.findall(one.string)), one.id


def test_every_translation_can_be_told() -> None:
    """A brace too many would break the page on which it stands."""
    for one in read(ENGLISH):
        if places := PLACES.findall(one.id or ""):
            Said(one.id.replace("{{ }}", ""), dict.fromkeys(places, "1")).told(
                ENGLISH
            ) if "{{ }}" not in one.id else ""
