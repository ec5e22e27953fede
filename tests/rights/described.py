"""docs/rights.md's table, as the product's own table says it.  ``python -m tests.rights.described`` prints it."""

from api.rights import TABLE
from models.rights import Right


def described() -> str:
    """One row for each right, its routes in the order of the table."""
    rows: dict[str, list[str]] = {}
    for right, listed in TABLE:
        rows.setdefault(who(right), []).extend(listed)
    head = "| 谁 | 路由（页面与 `/api/v1` 同一权限） |\n|---|---|\n"
    return head + "\n".join(
        f"| {name} | {'、'.join(f'`{one}`' for one in some)} |" for name, some in rows.items()
    )


def who(right: Right) -> str:
    known = "；其他人查无此页" if right.known_to else ""
    return right.label + ("；已销毁、已退文的不再办理" if right.changes else "") + known


if __name__ == "__main__":
    print(described())
