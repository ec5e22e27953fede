"""权限: what may be asked for by whom.  may() is the one judge, access.visible_to() the one filter.

A right is coarse: which side of 三员分立, which role, a document in sight, cleared for and not at its end.  Whose turn
it is, the verb itself finds out from the open tasks.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from config.language import _
from models import access
from models.document import Document
from models.errors import NotFound, NotNow, NotYours
from models.kinds import Labelled
from models.people import ADMINISTRATORS, Me, NotYourRole, Role


class Side(Labelled):
    """三员分立: who administers handles no paper, who handles papers administers nothing."""

    OPEN = "open", "任何人，无需登录"
    EITHER = "either", "登录的任何人"
    PAPERS = "papers", "办理公文的人"
    ADMINISTRATION = "administration", "三员"


class Aloof(NotYours):
    def __init__(self) -> None:
        super().__init__(_("管理员不接触公文（三员分立）。"))


class Ended(NotNow):
    def __init__(self, document: Document) -> None:
        standing = document.stage.label if document.stage else ""
        super().__init__(
            _("{document}{standing}，只保留登记信息，不再办理。", document=document.label, standing=standing)
        )


@dataclass(frozen=True)
class Right:
    """``roles``: one of them is needed; none named: the whole side.

    within:    a document or list is asked for, and must be in sight first; out of sight is out of the world.
    changes:   it is an act on that document, which has not come to its end.
    known_to:  whoever holds none of these is told that there is no such page; none named: everybody knows of it.
    """

    side: Side
    roles: tuple[Role, ...] = ()
    within: bool = False
    changes: bool = False
    known_to: tuple[Role, ...] = ()

    @property
    def label(self) -> str:
        """Who, in the words of docs/rights.md."""
        who = _("或").join(role.label for role in self.roles) or self.side.label
        return _("{who}，且在知悉范围内、级别够", who=who) if self.within else who


OPEN = Right(Side.OPEN)
SIGNED_IN = Right(Side.EITHER)
PAPERS = Right(Side.PAPERS)
LOOK = Right(Side.PAPERS, within=True)
ASKED = Right(Side.PAPERS, within=True, changes=True)


def papers_of(*roles: Role, known_to: Iterable[Role] = ()) -> Right:
    """What only these roles come to, without a document: a list, a counter, a book."""
    return Right(Side.PAPERS, roles, known_to=in_order(known_to))


def act_of(*roles: Role) -> Right:
    """What only these roles do on a document that they may know of."""
    return Right(Side.PAPERS, roles, within=True, changes=True)


def administration_of(*roles: Role) -> Right:
    """What only these of the 三员 come to; none named: all three."""
    return Right(Side.ADMINISTRATION, roles)


def either_of(*roles: Role) -> Right:
    """What somebody of each side comes to, where two must agree on what is no paper."""
    return Right(Side.EITHER, roles)


def may(me: Me, right: Right, thing: object = None) -> None:
    """Lets pass, or raises Aloof, NotYourRole, Ended; NotFound where even the refusal would tell something.

    ``thing`` is the document or list that was found for ``me``; a right ``within`` one is judged again with it.
    """
    _on_ones_own_side(me, right)
    if right.within and thing is None:
        return
    if isinstance(thing, Document) and not access.may_know(me.person, thing):
        raise NotFound()
    if right.known_to and not me.roles.intersection(right.known_to):
        raise NotFound()
    if right.roles and not me.roles.intersection(right.roles):
        raise NotYourRole(right.roles)
    if right.changes and isinstance(thing, Document) and thing.ends:
        raise Ended(thing)


def _on_ones_own_side(me: Me, right: Right) -> None:
    administers = bool(me.roles & ADMINISTRATORS)
    if right.side is Side.PAPERS and administers:
        raise NotFound() if right.within or right.known_to else Aloof()
    if right.side is Side.ADMINISTRATION and not administers:
        raise NotYourRole(right.roles or in_order(ADMINISTRATORS))


def in_order(roles: Iterable[Role]) -> tuple[Role, ...]:
    """As the office names them."""
    return tuple(role for role in Role if role in roles)
