"""存证签名: the key that signs what leaves the house, made with the other keys."""

from functools import cache

from config import key_files
from config.keys import ANCHOR, keys
from config.settings import settings


@cache
def anchor_key() -> bytes:
    """The seed of an Ed25519 key.  Raises BadConfig when it is lost or others can read it."""
    keys()  # the first set is made as one
    return key_files.key(key_files.place(settings().keys_folder, ANCHOR))
