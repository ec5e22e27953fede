"""首次口令: what the 系统管理员 hands to somebody once, on paper; it is changed at the first sign-in."""

import secrets

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else
GROUPS, LETTERS = 4, 4


def first_password() -> str:
    """As ``k7mq-x2fd-…``: 79 bits, easy to read aloud."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS))
    return "-".join(groups)
