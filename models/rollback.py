"""恢复旧库: whether the database still stands where it stood when its newest head left the house."""

from datetime import datetime

from sqlmodel import Session, select

from models import anchors, audit, heads
from models.anchors import Anchor, AnchorLine, Tally
from models.audit_words import Act
from models.errors import NotNow
from models.heads import Head, NoHead


class RolledBack(NotNow):
    def __init__(self, left: Head) -> None:
        super().__init__(
            f"数据库停在第{left.anchor}号存证（{left.at[:16].replace('T', ' ')} UTC）之前，可能被换成了旧库或删去了记录。"
            "请核对（jiyao verify-audit）；确系从备份恢复的，执行 jiyao anchor accept 后再启动。"
        )


class NothingToAccept(NotNow):
    def __init__(self) -> None:
        super().__init__("数据库与最近一次存证相符，没有什么要接受的。")


def must_stand(session: Session, left: Head | None) -> None:
    """``left``: the newest head that left the house.  Raises RolledBack."""
    if left and is_below(session, left):
        raise RolledBack(left)


def is_below(session: Session, left: Head) -> bool:
    """Whether the anchor is gone, or any owner that it saw now stands before what it saw."""
    anchor = session.get(Anchor, left.anchor)
    if anchor is None or not _is(anchor.head, left):
        return True
    seen = session.exec(
        select(AnchorLine, Tally.version)
        .join(Tally, Tally.owner == AnchorLine.owner, isouter=True)  # type: ignore[arg-type]
        .where(AnchorLine.anchor == left.anchor)
        .order_by(AnchorLine.owner)  # type: ignore[arg-type]
    ).all()
    if heads.lines_digest(anchors.as_told(line) for line, _ in seen) != left.lines_digest:
        return True
    return any(version is None or version < line.version for line, version in seen)


def _is(line: str, left: Head) -> bool:
    try:
        return heads.read(line).digest == left.digest
    except NoHead:
        return False


def accept(session: Session, left: Head | None, why: str, by_name: str, *, at: datetime) -> Anchor:
    """An older database is in use from now on; the journal and the next head say so.  Raises NothingToAccept."""
    if left is None or not is_below(session, left):
        raise NothingToAccept()
    last = anchors.newest(session)
    since = heads.read(last.head).anchor if last else 0
    about = f"第{since}号之后至第{left.anchor}号存证，操作系统账户 {by_name}"
    audit.record(session, Act.ROLL_BACK_ACCEPTED, by=None, at=at, about=about, why=why)
    anchor = anchors.make(session, at=at, after=left)
    assert anchor is not None
    return anchor
