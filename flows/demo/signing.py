"""签批: the words of a life about signatures: given side by side, voted, claimed, added, returned, recalled."""

from uuid import UUID

from flows.demo.scene import Scene, Words
from gateways import vault
from models import approve, paper_opinions, recall, relocate, rounds, signers
from models.files import FileRole
from models.people import Role
from models.rounds import Decision
from models.signers import Where
from models.tasks import TaskKind
from models.values import local_day

ON_PAPER = "同意，请按要求办理。"
WHY_THERE = {
    "propose": "来文单位更正了办理要求，须重新拟办。",
    "circulate-again": "传阅范围应含新到任的负责同志，重新传阅。",
    "circulate": "院长已有批示，分管领导外出，先行传阅。",
    "undertake": "时限紧，先交主办部门办理。",
}


def countersign(s: Scene) -> object:
    return approve.countersign(s.session, s.document, Decision.AGREED, "同意。", by=s.by, at=s.at)


def oppose(s: Scene) -> object:
    why = "本部门人手不足，建议分两批进行。"
    return approve.countersign(s.session, s.document, Decision.AGAINST, why, by=s.by, at=s.at)


def claim(s: Scene) -> object:
    return signers.claim(s.session, s.document, by=s.by, at=s.at)


def put_back(s: Scene) -> object:
    return signers.put_back(s.session, s.document, by=s.by, at=s.at)


def add_signers(s: Scene) -> object:
    why = "涉及院感防控和护理人员调配，请先会签。"
    return signers.add(s.session, s.document, s.ids(s.whom), Where.BEFORE, why, by=s.by, at=s.at)


def drop_signer(s: Scene) -> object:
    why = "已当面征求意见，无不同意见。"
    return signers.drop(s.session, s.document, _seat_of(s, s.whom[0]), why, by=s.by, at=s.at)


def return_to_first(s: Scene) -> object:
    why = "请先就人员安排协商一致。"
    return approve.send_back(s.session, s.document, why, by=s.by, at=s.at, to_rank=1)


def take_signature_back(s: Scene) -> None:
    recall.recall(s.session, s.document, by=s.by, at=s.at)


def put_elsewhere(s: Scene) -> None:
    place = s.whom[0]
    why = WHY_THERE.get(place, "批示页漏装，须重新批示。")
    relocate.relocate(s.session, s.document, place, why, by=s.by, at=s.at)


def enter_from_paper(s: Scene) -> object:
    def keep() -> UUID:
        return vault.seal(
            s.session,
            s.document.id,
            s.letter.scan(local_day(s.document.received_at), ON_PAPER),
            name=f"{s.letter.title}（批示页）.pdf",
            media_type="application/pdf",
            role=FileRole.EVIDENCE,
            pages=1,
            at=s.at,
        ).id

    seat, day = _seat_of(s, s.whom[0]), local_day(s.at)
    decision = Decision.INSTRUCTED
    return paper_opinions.enter(s.session, s.document, seat, decision, ON_PAPER, day, keep, by=s.by, at=s.at)


def confirm_entry(s: Scene) -> object:
    return paper_opinions.confirm(s.session, s.document, True, "", by=s.by, at=s.at)


def amend(s: Scene) -> object:
    [seat] = paper_opinions.signed_by(s.session, s.document, s.by)
    more = "请公共卫生科每日报告处置进展。"
    return paper_opinions.amend(s.session, s.document, seat.id, more, by=s.by, at=s.at)


def _seat_of(s: Scene, uid: str) -> UUID:
    """The signature that this person still owes."""
    proposal, [hat] = approve.in_force(s.session, s.document.id), s.hats((uid,))
    seats = rounds.all_seats(s.session, proposal.id) if proposal else []
    return next(seat.id for seat in seats if seat.waits and seat.hat == hat)


SIGNING: Words = {
    "countersign": (TaskKind.COUNTERSIGN, countersign),
    "oppose": (TaskKind.COUNTERSIGN, oppose),
    "claim": (TaskKind.CLAIM, claim),
    "put-back": (TaskKind.COUNTERSIGN, put_back),
    "add-signer": (TaskKind.SIGN, add_signers),
    "drop-signer": (Role.OFFICE_HEAD, drop_signer),
    "return-to": (TaskKind.SIGN, return_to_first),
    "recall": (None, take_signature_back),
    "relocate": (Role.OFFICE_HEAD, put_elsewhere),
    "enter-paper": (Role.SECRETARY, enter_from_paper),
    "confirm": (TaskKind.CONFIRM, confirm_entry),
    "amend": (None, amend),
}
