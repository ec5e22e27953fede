"""The house whose power is cut, and what it does when the power is back."""

import os
from datetime import timedelta
from pathlib import Path

from sqlmodel import Session

from config import keys, settings
from config.keys import secrets_of
from flows import errands
from flows.sweep import sweep
from gateways import anchor_file, shelf, vault
from gateways.clock import now
from models import database, destroy, key_watch, masters, rollback
from models.anchors import beyond
from models.database import reading, unit_of_work
from models.document import Document
from models.files import FileRole
from models.orders import DestructionOrder
from models.outbox import HAND_OVERS
from tests.faults.power.recorder import DATABASE
from tests.lists import COOLED, approves, is_listed, watches
from tests.office import Letter
from tests.personas import Cast
from tests.stages.test_archive import old_paper

PAPER = "关于做好停电时应急工作的通知。".encode() * 20


def moves_to(house: Path) -> None:
    """From now on this process works there."""
    os.environ |= {"JIYAO_DATA_DIR": str(house), "JIYAO_DATABASE_URL": f"sqlite:///{house / DATABASE}"}
    os.environ.pop("JIYAO_KEYS_DIR", None)
    if database.engine.cache_info().currsize:
        database.engine().dispose()
    for known in (settings.settings, keys.keys, database.engine):
        known.cache_clear()


def furnished(cast: Cast) -> None:
    """Two letters with their files, and two that four people have agreed to destroy."""
    letters = [Letter(cast).arrives(), Letter(cast).arrives(), old_paper(cast), old_paper(cast)]
    for letter in letters:
        letter.act(_seal)
    order = is_listed(cast, *letters[2:])
    approves(cast, order, at=now() - COOLED - timedelta(minutes=5))
    watches(cast, order, "sun", at=now())
    with unit_of_work() as session:
        destroy.witness(session, session.get_one(DestructionOrder, order), by=cast.ma, at=now())


def _seal(session: Session, document: Document) -> None:
    vault.seal(
        session,
        document.id,
        PAPER,
        name="通知.txt",
        media_type="text/plain",
        role=FileRole.ORIGINAL,
        at=now(),
    )


def comes_up() -> None:
    """As ``jiyao up`` and the clerk do; what the world is owed (mails, forms) waits."""
    secrets_of(settings.settings())
    key_watch.must_be_here()
    with reading() as session:
        rollback.must_stand(session, anchor_file.newest())
    errands.take_over()
    while taken := errands.claim(HAND_OVERS, 20, ahead=timedelta(hours=1)):
        failed = errands.do(errands.find([one.id for one in taken]))
        assert not failed, failed
    with unit_of_work() as session:
        masters.to_wrap(session, at=now())
        sweep(session, now())
        owed = beyond(session, anchor_file.last_number())
    anchor_file.add([one.head for one in owed])
    shelf.sweep(at=now() + shelf.DRAFT_LIVES + timedelta(minutes=1))
