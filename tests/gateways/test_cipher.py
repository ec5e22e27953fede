"""The cipher: no change goes unseen, no key and nonce meet twice."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from gateways import cipher
from gateways.cipher import FRAME, TAG
from models.keyring import Broken, new_key


@examples(max_examples=200, deadline=None)
@given(content=st.binary(max_size=400), about=st.binary(max_size=32), data=st.data())
def test_any_change_to_any_sealed_bytes_is_found(content, about, data):
    key = new_key()
    sealed = b"".join(cipher.seal(cipher.frames(content), key, about))
    assert b"".join(cipher.unseal(BytesIO(sealed), key, about)) == content
    place = data.draw(st.integers(0, len(sealed) - 1))
    changed = sealed[:place] + bytes([sealed[place] ^ data.draw(st.integers(1, 255))]) + sealed[place + 1 :]
    for bytes_, told in [(changed, about), (sealed[:place], about), (sealed, about + b"x")]:
        with pytest.raises(Broken):
            list(cipher.unseal(BytesIO(bytes_), key, told))


def test_no_two_seals_share_a_salt():
    key = new_key()
    heads = {next(cipher.seal([b""], key, b"")) for _ in range(100_000)}
    assert len(heads) == 100_000


def test_a_nonce_is_never_used_twice_in_one_file():
    nonces = [nonce for nonce, _ in cipher._numbered(iter([b"x"] * 70_000))]
    assert len(set(nonces)) == 70_000
    assert {len(nonce) for nonce in nonces} == {12}


def test_a_file_cut_at_the_edge_of_a_frame_is_no_whole_file():
    key = new_key()
    sealed = b"".join(cipher.seal(cipher.frames(bytes(2 * FRAME)), key, b""))
    for kept in (len(sealed) - FRAME - TAG, len(sealed) - FRAME - TAG + 1):
        with pytest.raises(Broken):
            list(cipher.unseal(BytesIO(sealed[:kept]), key, b""))
