"""A8: a key opens for its owner, version, level and algorithm alone, whoever moves the rows of the database about."""

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import text

from config import guards
from config import settings as settings_of
from config.settings import settings
from gateways import shelf
from gateways.cipher import MAGIC
from gateways.clock import now
from gateways.vault import Damaged
from models import content_keys, keyring, rotation
from models.content_keys import ContentKey
from models.database import reading, unit_of_work
from models.document import Document
from models.kinds import Level
from models.suites import SM4GCM, Algorithm
from tests.gateways.sealing import LETTER, opened, seal
from tests.office import Letter
from tests.personas import Cast


def sealed_letter(cast: Cast, level: Level = Level.INTERNAL):
    letter = Letter(cast).arrives()
    letter.is_registered(level=level)
    return letter, seal(owner=letter.id)


@pytest.mark.parametrize("level", ["public", "secret"])
def test_lowering_or_raising_a_level_in_the_database_opens_nothing(cast: Cast, level: str):
    letter, stored = sealed_letter(cast)
    assert opened(stored) == LETTER
    with unit_of_work() as session:
        told = {"level": level, "id": letter.id.hex}
        session.connection().execute(text("UPDATE document SET level = :level WHERE id = :id"), told)
    with pytest.raises(Damaged):
        opened(stored)


def test_a_level_that_is_changed_in_the_office_takes_the_key_with_it(cast: Cast):
    letter, stored = sealed_letter(cast)
    before = wrapped(letter.id)
    letter.act(lambda s, d: keyring.change_level(s, d, Level.PUBLIC, at=now()))
    assert wrapped(letter.id) != before
    assert opened(stored) == LETTER
    with unit_of_work() as session:
        session.get_one(ContentKey, letter.id).wrapped = before
    with pytest.raises(Damaged):
        opened(stored)


def test_two_keys_that_changed_places_open_nothing(cast: Cast):
    (one, first), (other, second) = sealed_letter(cast), sealed_letter(cast)
    keys = wrapped(one.id), wrapped(other.id)
    with unit_of_work() as session:
        session.get_one(ContentKey, one.id).wrapped, session.get_one(ContentKey, other.id).wrapped = keys[
            ::-1
        ]
    for stored in (first, second):
        with pytest.raises(Damaged):
            opened(stored)


@pytest.mark.parametrize(
    "change", [{"master_version": 2}, {"algorithm": Algorithm.SM4}, {"bound": False}, {"master_version": 9}]
)
def test_what_stands_beside_a_key_cannot_be_changed(database, change):
    stored = seal()
    rotation.begin(at=now())
    with unit_of_work() as session:
        key = session.get_one(ContentKey, stored.owner)
        for name, value in change.items():
            setattr(key, name, value)
    with pytest.raises(Damaged):
        opened(stored)


def test_sm4_gcm_is_the_one_of_rfc_8998():
    key = bytes.fromhex("0123456789abcdeffedcba9876543210")
    nonce = bytes.fromhex("00001234567800000000abcd")
    about = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    clear = b"".join(bytes([byte]) * 8 for byte in (0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF, 0xEE, 0xAA))
    sealed = bytes.fromhex(
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        "83de3541e4c2b58177e065a9bf7b62ec"
    )
    assert SM4GCM(key).encrypt(nonce, clear, about) == sealed
    assert SM4GCM(key).decrypt(nonce, sealed, about) == clear
    for wrong in (sealed[:-1] + b"\0", sealed[:8], b""):
        with pytest.raises(InvalidTag):
            SM4GCM(key).decrypt(nonce, wrong, about)


def test_a_house_that_turns_to_sm4_reads_what_it_sealed_before(database, monkeypatch):
    before = seal()
    monkeypatch.setenv("JIYAO_CIPHER", "sm4-gcm")
    settings.cache_clear()
    after, more = seal(), seal(owner=before.owner)
    heads = [shelf.place(stored.blob).read_bytes()[:6] for stored in (before, after, more)]
    assert heads == [MAGIC[Algorithm.AES], MAGIC[Algorithm.SM4], MAGIC[Algorithm.AES]]
    rotation.begin(at=now())
    rotation.finish(at=now())
    monkeypatch.delenv("JIYAO_CIPHER")
    settings.cache_clear()
    assert [opened(stored) for stored in (before, after, more)] == [LETTER] * 3
    with reading() as session:
        assert content_keys.find(session, after.owner).algorithm is Algorithm.SM4


def test_what_is_said_of_a_document_is_sealed_with_sm4_too(cast: Cast, monkeypatch):
    before, _ = sealed_letter(cast)
    monkeypatch.setenv("JIYAO_CIPHER", "sm4-gcm")
    settings.cache_clear()
    after, _ = sealed_letter(cast)
    with reading() as session:
        for letter, mark in ((before, "\x02"), (after, "\x02\x04")):
            document = session.get_one(Document, letter.id)
            assert document.title == "关于做好冬春季呼吸道传染病防治工作的通知"
            told = text("SELECT title FROM document WHERE serial = :serial")
            raw = session.connection().execute(told, {"serial": document.serial}).scalar_one()
            assert raw.startswith(mark)
            assert "\x04" not in raw[len(mark) :]


def test_sm4_where_openssl_has_none_stops_the_start_in_one_sentence(data_dir, monkeypatch):
    monkeypatch.setenv("JIYAO_CIPHER", "sm4-gcm")
    monkeypatch.setattr(guards, "_knows_sm4", lambda: False)
    with pytest.raises(settings_of.BadConfig, match="OpenSSL 没有 SM4 算法，请改用 aes-256-gcm"):
        settings_of.read_settings()


def wrapped(owner) -> bytes:
    with reading() as session:
        return content_keys.find(session, owner).wrapped
